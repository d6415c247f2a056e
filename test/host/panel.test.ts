// The chart panel: opened by tree item and by file, one a dataset, restored with what it had saved.

import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { englishStrings } from '../../src/protocol/strings';
import type { ViewState } from '../../src/protocol/viewState';
import { ErrorBoundary } from '../../src/host/base/errors';
import type { Log } from '../../src/host/base/log';
import { Config } from '../../src/host/config';
import { Datasets } from '../../src/host/datasets';
import { DuplicateEstimates } from '../../src/host/duplicates/nearDuplicates';
import type { Features, Training } from '../../src/host/features';
import { ChartPanels, panelType } from '../../src/host/panel/chartPanels';
import { panelStrings } from '../../src/host/panel/strings';
import { datasetFingerprint } from '../../src/host/training/runRequest';
import { Runs } from '../../src/host/training/runs';
import { ScanClient } from '../../src/node/scanClient';
import { extension, root, scanAnew, until } from './support';

function chartTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview)
    .filter(({ input }) => (input as vscode.TabInputWebview).viewType.endsWith(panelType));
}

const labels = (): string[] => chartTabs().map(({ label }) => label);

describe('panel', () => {
  before(scanAnew);
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens for a file of the Explorer', async () => {
    const uri = vscode.Uri.joinPath(root(), 'labels.csv');
    await vscode.commands.executeCommand('classBalance.showDistribution', uri, [uri]);
    await until('a tab', () => labels().includes('labels.csv'));
  });

  it('opens for a folder and for a tree item, once a dataset', async () => {
    const uri = vscode.Uri.joinPath(root(), 'flowers');
    await vscode.commands.executeCommand('classBalance.showDistribution', uri, [uri]);
    const [tab] = await until('a tab', () => chartTabs().length === 1 && chartTabs());
    const { datasets } = await scanAnew();
    const flowers = datasets.find(({ sources }) => sources.includes('flowers/train.txt'));
    const target = { key: `${root().toString()}#${flowers?.id ?? ''}`, split: 'val' };
    await vscode.commands.executeCommand('classBalance.showDistribution', { target });
    await vscode.commands.executeCommand('classBalance.compareSplits', { target });
    deepEqual(labels(), [tab.label]);
  });

  it('has its texts in the language of the editor, arguments open', () => {
    if (vscode.env.language !== 'en') return;
    deepEqual(panelStrings(), englishStrings);
  });

  it('comes back with what it had saved, counts, and draws', async () => {
    const { features, said, dispose } = services();
    const panels = new ChartPanels(extension().extensionUri, features);
    const panel = vscode.window.createWebviewPanel(panelType, 'old', vscode.ViewColumn.One);
    panels.restore(panel, savedView());
    await until('the title', () => panel.title.includes('labels.csv'));
    await until('the chart is drawn', () => said.some((line) => line.includes('drew 3 classes')));
    ok(panel.webview.html.includes("default-src 'none'"));
    panels.dispose();
    dispose();
  });

  it('closes where what it had saved cannot be read', async () => {
    const { features, dispose } = services();
    const panels = new ChartPanels(extension().extensionUri, features);
    const panel = vscode.window.createWebviewPanel(panelType, 'old', vscode.ViewColumn.One);
    const closed = new Promise<void>((resolve) => panel.onDidDispose(resolve));
    panels.restore(panel, { version: 0 });
    await closed;
    equal(chartTabs().length, 0);
    dispose();
  });
});

function savedView(): ViewState {
  return {
    version: 1,
    datasetId: `${root().toString()}#delimited:labels.csv#column:label`,
    split: 'all',
    counted: 'unit',
    scheme: 'inverse',
    parameters: { n: 100 },
    normalisation: 'sum-to-classes',
    zeroCount: 'zero',
    sort: 'name',
    descending: false,
    search: '',
    logarithmic: true,
  };
}

/** A second set of services, as a window has them that starts with a panel to restore. */
function services(): { features: Features; said: string[]; dispose: () => void } {
  const said: string[] = [];
  const say = (message: string): void => {
    said.push(message);
  };
  const log: Log = {
    ...{ trace: say, debug: say, info: say, warn: say, error: say },
    show: () => undefined,
    dispose: () => undefined,
  };
  const workerFile = extension().extensionUri.fsPath + '/dist/scanWorker.mjs';
  const client = new ScanClient({ workerFile });
  const config = new Config(log);
  const store = new Datasets(config, log, () => Promise.resolve(client));
  const places = { hashWorker: workerFile.replace('scanWorker', 'hashWorker'), cache: '' };
  const nothing = (): Promise<void> => Promise.resolve();
  const runs = new Runs();
  const training: Training = {
    ...{ start: nothing, resume: nothing, stop: nothing, openResults: nothing },
    ...{ openLossConfig: nothing, setUpEngine: nothing, onDidChangeRuns: runs.onDidChange },
    verdictOn: async (key) => {
      const found = store.find(key);
      return found && (await runs.newestVerdict(datasetFingerprint(found.dataset)));
    },
  };
  const walkthrough = { did: () => undefined };
  const services = { store, config, log, errors: new ErrorBoundary(log), walkthrough };
  const features: Features = {
    ...services,
    ...{ showChart: nothing, exportWeights: nothing, copyCode: nothing },
    ...{ chooseSources: nothing, countGroups: nothing, openSample: nothing },
    training: () => Promise.resolve(training),
    duplicates: new DuplicateEstimates(services, places),
  };
  const dispose = (): void => {
    store.dispose();
    config.dispose();
    client.dispose();
    runs.dispose();
  };
  return { features, said, dispose };
}
