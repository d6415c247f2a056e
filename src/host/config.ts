// The only door to settings: typed, validated, with an event for each thing that depends on them.
// Must not know who asks.

import * as vscode from 'vscode';
import type { SourceRule } from '../core/claims';
import type { WalkExcludes } from '../core/ports';
import { Owner } from './base/dispose';
import type { Log } from './base/log';
import {
  readGlobs,
  readLaunching,
  readRules,
  readWeighting,
  type Launching,
  type Weighting,
} from './settings';

const section = 'classBalance';
/** What a scan depends on, per folder. */
const scanKeys = [
  `${section}.sources`,
  `${section}.exclude`,
  `${section}.respectGitignore`,
  'files.exclude',
  'search.exclude',
];
const weightKeys = ['scheme', 'numberOfPrototypes', 'normalisation', 'zeroCount', 'tree'].map(
  (key) => `${section}.${key}`,
);

export class Config extends Owner {
  readonly #scan = this.own(new vscode.EventEmitter<(folder: vscode.Uri) => boolean>());
  readonly #weights = this.own(new vscode.EventEmitter<undefined>());
  /** Settings that a scan depends on have changed; asks of a folder whether it is concerned. */
  readonly onDidChangeScan = this.#scan.event;
  /** Settings that weights or their display depend on have changed. */
  readonly onDidChangeWeights = this.#weights.event;

  constructor(private readonly log: Log) {
    super();
    this.own(
      vscode.workspace.onDidChangeConfiguration((event) => {
        const concerns = (folder: vscode.Uri): boolean =>
          scanKeys.some((key) => event.affectsConfiguration(key, folder));
        if (scanKeys.some((key) => event.affectsConfiguration(key))) this.#scan.fire(concerns);
        if (weightKeys.some((key) => event.affectsConfiguration(key))) {
          this.#weights.fire(undefined);
        }
      }),
    );
  }

  /** The user's word on what to count below a folder. Faulty entries are logged and left out. */
  rules(folder: vscode.Uri): readonly SourceRule[] {
    const { rules, faults } = readRules(this.#own(folder).get('sources'));
    for (const fault of faults) this.log.warn(fault);
    return rules;
  }

  /** Writes the rules to the folder's own settings. */
  async updateRules(folder: vscode.Uri, rules: readonly SourceRule[]): Promise<void> {
    const roots = vscode.workspace.workspaceFolders ?? [];
    const target =
      roots.length > 1
        ? vscode.ConfigurationTarget.WorkspaceFolder
        : vscode.ConfigurationTarget.Workspace;
    await this.#own(folder).update('sources', rules.length === 0 ? undefined : rules, target);
  }

  excludes(folder: vscode.Uri): WalkExcludes {
    const all = vscode.workspace.getConfiguration(undefined, folder);
    const tables = ['files.exclude', 'search.exclude', `${section}.exclude`];
    return {
      globs: readGlobs(tables.map((key) => all.get<unknown>(key))),
      gitignore: this.#own(folder).get<unknown>('respectGitignore') !== false,
    };
  }

  weighting(folder?: vscode.Uri): Weighting {
    const own = this.#own(folder);
    return readWeighting((key) => own.get<unknown>(key));
  }

  /** How training is launched; its programs only count in trusted workspaces. */
  launching(folder?: vscode.Uri): Launching {
    const own = this.#own(folder);
    return readLaunching((key) => own.get<unknown>(key));
  }

  get autoRefresh(): boolean {
    return this.#own().get<unknown>('autoRefresh') !== false;
  }

  get showWeights(): boolean {
    return this.#own().get<unknown>('tree.showWeights') !== false;
  }

  #own(folder?: vscode.Uri): vscode.WorkspaceConfiguration {
    return vscode.workspace.getConfiguration(section, folder);
  }
}
