// The view “Training Runs”: every run of the workspace with its state; loaded when it is first unfolded.
// Must not know how a run is trained.

import * as vscode from 'vscode';
import type { RunSummary } from '../../node/runFolders';
import { Owner } from '../base/dispose';
import { runIcon, runStatus } from './pickRun';
import { runName, type Runs } from './runs';

export class RunTree extends Owner implements vscode.TreeDataProvider<RunSummary> {
  readonly #changed = this.own(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(private readonly runs: Runs) {
    super();
    this.own(
      runs.onDidChange(() => {
        this.#changed.fire(undefined);
      }),
    );
  }

  async getChildren(run?: RunSummary): Promise<RunSummary[]> {
    return run === undefined ? [...(await this.runs.list())] : [];
  }

  getTreeItem(run: RunSummary): vscode.TreeItem {
    const { folder, request, status, verdict, reason } = run;
    const item = new vscode.TreeItem(request.name);
    item.id = folder;
    item.description = `${runStatus(status)} · ${new Date(request.created).toLocaleString(vscode.env.language)}`;
    item.iconPath = new vscode.ThemeIcon(runIcon(status));
    item.contextValue = `run ${status}`;
    // Names and reasons are anybody's text: never Markdown.
    item.tooltip = [runName(folder), verdict?.statement ?? reason ?? ''].filter(Boolean).join('\n');
    item.accessibilityInformation = { label: `${request.name}, ${runStatus(status)}` };
    item.command = {
      command: 'classBalance.openTrainingResults',
      title: vscode.l10n.t('Open Training Results'),
      arguments: [run],
    };
    return item;
  }
}
