// That nothing starts before it is needed, and that the manifest and the code agree.

import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, extension } from './support';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

describe('activation', () => {
  it('waits until the extension is used', () => {
    equal(extension().isActive, false);
  });

  it('answers a versioned API', async () => {
    const given = await api();
    equal(given.version, 1);
    deepEqual(
      given.results().map(({ status }) => status),
      ['unscanned'],
    );
  });

  it('registers every declared command, and no other', async () => {
    const { contributes } = extension().packageJSON as Manifest;
    const declared = contributes.commands.map(({ command }) => command).sort();
    const all = await vscode.commands.getCommands(true);
    // VS Code makes the commands of the views itself.
    const views = Object.values(contributes.views).flatMap((some) =>
      some.map(({ id }) => `${id}.`),
    );
    const ours = all
      .filter((id) => id.startsWith('classBalance.') && !views.some((view) => id.startsWith(view)))
      .sort();
    deepEqual(
      ours.filter((id) => !id.startsWith('classBalance.chart')),
      declared,
    );
  });

  it('shows the log without failing', async () => {
    await vscode.commands.executeCommand('classBalance.showLog');
    ok(extension().isActive);
  });
});
