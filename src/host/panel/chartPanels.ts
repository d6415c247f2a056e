// The chart panels: one a dataset, created, revealed, restored after a reload.
// Must not know what is drawn in them.

import * as vscode from 'vscode';
import * as v from 'valibot';
import { viewStateSchema, type ViewState } from '../../protocol/viewState';
import { Owner } from '../base/dispose';
import type { Features, PanelView } from '../features';
import type { Target } from '../folderState';
import { Controller, type Around } from './controller';
import { pageHtml } from '../base/pageHtml';
import { webviewChannel } from '../base/webviewChannel';
import { initialView, stateOf } from './shown';

export const panelType = 'classBalance.chart';

export class ChartPanels extends Owner {
  readonly #open = new Set<ChartPanel>();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly features: Features,
  ) {
    super();
  }

  /** Opens the dataset's panel, or reveals it where there is one. */
  show(target: Target, view: PanelView = 'distribution'): void {
    this.features.walkthrough.did('show');
    const there = this.#find(target);
    if (there !== undefined) {
      there.reveal();
      there.turn(target, view);
      return;
    }
    const column = vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(panelType, '', column, this.#options());
    const { store, config } = this.features;
    const chart = this.#adopt(panel, target, initialView(store, config, target, view));
    if (target.classIndex !== undefined) chart.turn(target, view);
  }

  /** Takes over a panel of an earlier session; its numbers are counted anew. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    panel.webview.options = this.#options();
    const state = v.safeParse(viewStateSchema, saved);
    if (!state.success) {
      this.features.log.warn('A panel was closed: what it had saved could not be read');
      panel.dispose();
      return;
    }
    const target = { key: state.output.datasetId };
    this.#adopt(panel, target, state.output);
    const folder = stateOf(this.features.store, target);
    if (folder === undefined) return;
    this.features.errors.start('Counting for a restored panel', () =>
      this.features.store.ensureScanned([folder.folder.uri]),
    );
  }

  override dispose(): void {
    for (const panel of [...this.#open]) panel.dispose();
    super.dispose();
  }

  #find({ key }: Target): ChartPanel | undefined {
    return [...this.#open].find(({ target }) => target.key === key);
  }

  #adopt(panel: vscode.WebviewPanel, target: Target, view: ViewState): ChartPanel {
    const chart = new ChartPanel(panel, this.extension, this.features, target, view, (other) => {
      const there = this.#find(other);
      there?.reveal();
      return there === undefined;
    });
    this.#open.add(chart);
    panel.onDidDispose(() => {
      this.#open.delete(chart);
      chart.dispose();
    });
    return chart;
  }

  #options(): vscode.WebviewPanelOptions & vscode.WebviewOptions {
    const bundle = vscode.Uri.joinPath(this.extension, 'dist', 'webview');
    return { enableScripts: true, localResourceRoots: [bundle] };
  }
}

class ChartPanel extends Owner implements Around {
  readonly #controller: Controller;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly features: Features,
    public target: Target,
    public view: ViewState,
    private readonly mayShow: (target: Target) => boolean,
  ) {
    super();
    this.own(panel);
    const { webview } = panel;
    this.#controller = this.own(new Controller(webviewChannel(webview), features, this));
    this.own(
      features.store.onDidChange(() => {
        this.#title();
      }),
    );
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extension, 'media', `panel-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.own(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#controller.hidden();
      }),
    );
    this.#title();
    const file = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', name)).toString();
    webview.html = pageHtml({
      script: file('main.js'),
      style: file('styles.css'),
      source: webview.cspSource,
      language: vscode.env.language,
      title: panel.title,
    });
  }

  reveal(): void {
    this.panel.reveal();
  }

  turn({ split, classIndex }: Target, view: PanelView): void {
    this.#controller.turn({
      view,
      ...(split !== undefined && { split }),
      ...(classIndex !== undefined && { classIndex }),
    });
  }

  retarget(target: Target): void {
    if (target.key === this.target.key || !this.mayShow(target)) return;
    this.target = target;
    this.view = { ...this.view, datasetId: target.key };
    this.#title();
    this.#controller.send();
  }

  viewChanged(view: ViewState): void {
    this.view = view;
  }

  #title(): void {
    const name = this.features.store.find(this.target.key)?.dataset.name;
    const title = name ?? (this.panel.title || vscode.l10n.t('Class Balance'));
    if (this.panel.title !== title) this.panel.title = title;
  }
}
