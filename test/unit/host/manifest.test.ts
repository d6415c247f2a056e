// The manifest against the code and its texts.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { normalisations, zeroCountPolicies } from '../../../src/core/weights/normalise';
import { prototypeParameter } from '../../../src/core/weights/numberOfPrototypes';
import { schemes } from '../../../src/core/weights/registry';
import type { WalkthroughStep } from '../../../src/host/walkthrough';

const root = resolve(import.meta.dirname, '../../..');
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));

interface Setting {
  readonly scope?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumItemLabels?: readonly string[];
  readonly default?: unknown;
  readonly maximum?: number;
}
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly when?: string;
        readonly completionEvents?: readonly string[];
        readonly media: { readonly svg: string };
      }[];
    }[];
  };
}
const manifest = read('package.json') as Manifest;
const texts = read('package.nls.json') as Readonly<Record<string, string>>;
const { commands, menus, configuration, walkthroughs } = manifest.contributes;
const settings = configuration.properties;

describe('manifest', () => {
  test('has a text for every key, and a key for every text', () => {
    const used = [...JSON.stringify(manifest).matchAll(/%([\w.]+)%/g)].map(([, key]) => key);
    expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  });

  test('starts with nothing: only restored panels wake it beside what it contributes', () => {
    expect(manifest.activationEvents).toEqual([
      'onWebviewPanel:classBalance.chart',
      'onWebviewPanel:classBalance.training',
    ]);
  });

  test('names every choice of a setting in words', () => {
    for (const [name, { enum: choices, enumItemLabels = [] }] of Object.entries(settings)) {
      expect(enumItemLabels, name).toHaveLength(choices?.length ?? 0);
    }
  });

  test('calls every choice as the engine and the panel do', () => {
    const known = [...schemes, ...normalisations, ...zeroCountPolicies];
    for (const key of ['scheme', 'normalisation', 'zeroCount']) {
      const { enum: ids = [], enumItemLabels = [] } = settings[`classBalance.${key}`];
      const said = enumItemLabels.map((label) => texts[label.replaceAll('%', '')]);
      expect(said).toEqual(ids.map((id) => known.find((one) => one.id === id)?.title));
    }
  });

  test('gives every command the same category, and menus only commands there are', () => {
    expect(new Set(commands.map(({ category }) => category))).toEqual(new Set(['Class Balance']));
    const ids = commands.map(({ command }) => command);
    const used = Object.values(menus).flatMap((items) => items.map(({ command }) => command));
    expect(used.filter((command) => !ids.includes(command))).toEqual([]);
    const linked = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/command:(classBalance\.\w+)/g)].map(([, command]) => command),
    );
    expect(linked.filter((command) => !ids.includes(command))).toEqual([]);
  });

  test('says scope, default and description of every setting', () => {
    for (const [key, setting] of Object.entries(settings)) {
      expect(setting.scope, key).toMatch(/^(resource|window|machine-overridable)$/);
      expect(setting.markdownDescription, key).toMatch(/^%.+%$/);
      expect(setting, key).toHaveProperty('default');
    }
  });

  test('links only to settings there are', () => {
    const linked = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/`#(classBalance\.[\w.]+)#`/g)].map(([, key]) => key),
    );
    expect(linked.filter((key) => !(key in settings))).toEqual([]);
  });

  test('offers the schemes, normalisations and policies that the engine has', () => {
    const offered = (key: string) => [...(settings[`classBalance.${key}`].enum ?? [])].sort();
    expect(offered('scheme')).toEqual(schemes.map(({ id }) => id).sort());
    expect(offered('normalisation')).toEqual(normalisations.map(({ id }) => id).sort());
    expect(offered('zeroCount')).toEqual(zeroCountPolicies.map(({ id }) => id).sort());
    const prototypes = settings['classBalance.numberOfPrototypes'];
    expect(prototypes.default).toBe(prototypeParameter.defaultValue);
    expect(prototypes.maximum).toBe(prototypeParameter.maximum);
  });

  test('lets the walkthrough be ticked by what was done, and leaves out what is done already', () => {
    const [open, ...others] = walkthroughs.flatMap(({ steps }) => steps);
    expect([open.id, open.when]).toEqual(['open', 'workspaceFolderCount == 0']);
    const ids = ['scan', 'show', 'export'] satisfies WalkthroughStep[];
    expect(others.map(({ id, completionEvents }) => [id, completionEvents])).toEqual(
      ids.map((id) => [id, [`onContext:classBalance.walkthrough == ${id}`]]),
    );
  });

  test('has its pictures', () => {
    const pictures = walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg));
    for (const file of ['media/icon.png', 'media/activity-bar.svg', ...pictures]) {
      expect(existsSync(join(root, file)), file).toBe(true);
    }
  });

  test('has every text of the code in the bundle for translators', () => {
    const folder = mkdtempSync(join(tmpdir(), 'class-balance-l10n-'));
    const tool = join(root, 'node_modules/@vscode/l10n-dev/dist/cli.js');
    execFileSync('node', [tool, 'export', '-o', folder, 'src/host', 'src/extension.ts'], {
      cwd: root,
      stdio: 'ignore',
    });
    const fresh: unknown = JSON.parse(readFileSync(join(folder, 'bundle.l10n.json'), 'utf8'));
    rmSync(folder, { recursive: true });
    // To mend this: npx @vscode/l10n-dev export -o media/l10n src/host src/extension.ts
    expect(read('media/l10n/bundle.l10n.json')).toEqual(fresh);
  });
});
