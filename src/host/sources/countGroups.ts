// Count Groups…: what groups the samples of a dataset, from its columns and a path, or a pattern; writes classBalance.sources.
// Must not know how groups are counted.

import * as vscode from 'vscode';
import { groupOfPath, readGrouping } from '../../core/groups/grouping';
import type { GroupSample } from '../../node/groupSample';
import { UserError } from '../base/errors';
import type { Services } from '../features';
import type { Target } from '../folderState';
import { pathParts, rulesWithGroup } from './groupRules';

interface Item extends vscode.QuickPickItem {
  /** A rule, `pattern` to type one, `none` to group no more. */
  readonly choice?: { readonly rule: string } | 'pattern' | 'none';
}

/** Asks, writes the setting, and leaves the new count to who listens to it. */
export async function countGroups({ store, config }: Services, target: Target): Promise<void> {
  const found = store.find(target.key);
  if (found === undefined) {
    throw new UserError(vscode.l10n.t('The dataset is no longer there. Scan the workspace again.'));
  }
  const { dataset, state } = found;
  const root = state.folder.uri;
  const rules = config.rules(root);
  const signal = new AbortController().signal;
  const excludes = config.excludes(root);
  const { groupSample, SamplesError } = await import('../../node/sampleReading');
  const sample = await groupSample({ root: root.fsPath, excludes, rules, dataset, signal }).catch(
    (error: unknown): GroupSample => {
      if (error instanceof SamplesError) throw new UserError(error.message);
      throw error;
    },
  );
  const title = vscode.l10n.t('What groups the samples of {0}', dataset.name);
  const rule = await ask(title, itemsOf(sample, dataset.grouping), sample.path);
  await config.updateRules(root, rulesWithGroup(rules, dataset, rule));
}

async function ask(
  title: string,
  items: readonly Item[],
  path: string | undefined,
): Promise<string | undefined> {
  const placeHolder = vscode.l10n.t(
    'Samples of one group resemble each other: patient, video, place',
  );
  const options = { title, placeHolder, matchOnDescription: true };
  const picked = await vscode.window.showQuickPick(items, options);
  if (picked?.choice === undefined) throw new vscode.CancellationError();
  if (picked.choice === 'none') return undefined;
  return picked.choice === 'pattern' ? askPattern(title, path) : picked.choice.rule;
}

function itemsOf({ columns, path }: GroupSample, grouping: string | undefined): readonly Item[] {
  const heading = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const section = (label: string, items: readonly Item[]): readonly Item[] =>
    items.length === 0 ? [] : [heading(label), ...items];
  const parts = path === undefined ? [] : pathParts(path);
  return [
    ...section(
      vscode.l10n.t('Columns'),
      columns.map(({ name, example }) => ({
        label: name,
        description: vscode.l10n.t('such as {0}', example.slice(0, 80)),
        choice: { rule: `column:${name}` },
      })),
    ),
    ...section(
      vscode.l10n.t('Parts of the path'),
      parts.map(({ rule, text }) => ({
        label: text,
        description: vscode.l10n.t('folder {0} in {1}', rule, path ?? ''),
        choice: { rule },
      })),
    ),
    heading(''),
    ...(path === undefined
      ? []
      : [{ label: vscode.l10n.t('A pattern for the path…'), choice: 'pattern' as const }]),
    ...(grouping === undefined
      ? []
      : [{ label: vscode.l10n.t('Count no groups'), choice: 'none' as const }]),
  ];
}

async function askPattern(title: string, path = ''): Promise<string> {
  const typed = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Stands for the end of {0}; * is any text', path),
    value: '{group}_*',
    validateInput: (text) => {
      const grouping = readGrouping(text);
      if (typeof grouping === 'string') return grouping;
      if (grouping.kind !== 'pattern')
        return vscode.l10n.t('Write {group} where the group stands.');
      const group = groupOfPath(grouping, path);
      if (group === undefined) return vscode.l10n.t('It does not fit {0}', path);
      const message = vscode.l10n.t('The group is {0}', group);
      return { message, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  if (typed === undefined) throw new vscode.CancellationError();
  return typed.trim();
}
