// The panels of training results: one a run, created, revealed, restored after a reload from the run folder alone.
// Must not know what is drawn in them.

import * as vscode from 'vscode';
import * as v from 'valibot';
import { trainingViewSchema, type TrainingView } from '../../protocol/trainingView';
import { Owner } from '../base/dispose';
import { pageHtml } from '../base/pageHtml';
import { webviewChannel } from '../base/webviewChannel';
import type { Services, Training } from '../features';
import { isInWorkspace } from './places';
import { ResultsController } from './resultsController';
import type { Tasks } from './room';
import { runName, type Runs } from './runs';

export const resultsPanelType = 'classBalance.training';

export interface PanelParts {
  readonly training: Training;
  readonly services: Services;
  readonly tasks: Tasks;
  readonly runs: Runs;
  readonly extension: vscode.Uri;
}

export class ResultsPanels extends Owner {
  readonly #open = new Map<string, ResultsPanel>();

  constructor(private readonly parts: PanelParts) {
    super();
  }

  /** Opens the run's panel, or reveals it where there is one. */
  show(run: string): void {
    const there = this.#open.get(run);
    if (there !== undefined) {
      there.reveal();
      return;
    }
    const column = vscode.ViewColumn.Active;
    const title = runName(run);
    const panel = vscode.window.createWebviewPanel(
      resultsPanelType,
      title,
      column,
      this.#options(),
    );
    this.#adopt(panel, { version: 1, run });
  }

  /** Takes over a panel of an earlier session. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    panel.webview.options = this.#options();
    const view = v.safeParse(trainingViewSchema, saved);
    if (!view.success || !isInWorkspace(view.output.run)) {
      const { log } = this.parts.services;
      log.warn('A panel of training results was closed: its run is none of this workspace');
      panel.dispose();
      return;
    }
    this.#adopt(panel, view.output);
  }

  override dispose(): void {
    for (const panel of [...this.#open.values()]) panel.dispose();
    super.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, view: TrainingView): void {
    const results = new ResultsPanel(panel, this.parts, view);
    this.#open.set(view.run, results);
    panel.onDidDispose(() => {
      this.#open.delete(view.run);
      results.dispose();
    });
  }

  #options(): vscode.WebviewPanelOptions & vscode.WebviewOptions {
    const bundle = vscode.Uri.joinPath(this.parts.extension, 'dist', 'webview');
    return { enableScripts: true, localResourceRoots: [bundle] };
  }
}

class ResultsPanel extends Owner {
  constructor(
    private readonly panel: vscode.WebviewPanel,
    parts: PanelParts,
    view: TrainingView,
  ) {
    super();
    const { extension } = parts;
    const { webview } = panel;
    this.own(panel);
    this.own(new ResultsController(webviewChannel(webview), parts, view));
    panel.title = runName(view.run);
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extension, 'media', `panel-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const file = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', name)).toString();
    webview.html = pageHtml({
      script: file('training.js'),
      style: file('styles.css'),
      source: webview.cspSource,
      language: vscode.env.language,
      title: panel.title,
    });
  }

  reveal(): void {
    this.panel.reveal();
  }
}
