// The desktop entry: builds the services, joins the features, returns the public API. Heavy rooms load when first used.
// Must not know how any of it works.

import * as vscode from 'vscode';
import { createApi, type ClassBalanceApi } from './host/api';
import { Owner } from './host/base/dispose';
import { ErrorBoundary } from './host/base/errors';
import { createLog } from './host/base/log';
import { registerCommands } from './host/commands';
import { Config } from './host/config';
import { ContextKeys } from './host/contextKeys';
import { Datasets } from './host/datasets';
import { Diagnostics } from './host/editor/diagnostics';
import type { Features } from './host/features';
import { onceOnly } from './host/base/onceOnly';
import { sourceFeatures } from './host/sources/sourceFeatures';
import { TrainingRooms } from './host/trainingRooms';
import { DuplicateEstimates, placesOf } from './host/duplicates/nearDuplicates';
import { DatasetTree, viewId } from './host/views/datasetTree';
import { showScanProgress } from './host/views/scanProgress';
import { StatusItem } from './host/views/statusItem';
import { Walkthrough } from './host/walkthrough';
import { Watch } from './host/watch';

/** Called by VS Code when something of ours is first used. */
export function activate(context: vscode.ExtensionContext): ClassBalanceApi {
  const owner = new Owner();
  context.subscriptions.push(owner);
  const log = owner.own(createLog());
  const errors = new ErrorBoundary(log);
  const config = owner.own(new Config(log));

  const scanner = onceOnly(async () => {
    const { ScanClient } = await import('./node/scanClient');
    const workerFile = context.asAbsolutePath('dist/scanWorker.mjs');
    const cache = vscode.Uri.joinPath(context.globalStorageUri, 'scans').fsPath;
    return owner.own(new ScanClient({ workerFile, cache, onLog: log.warn }));
  });
  const store = owner.own(new Datasets(config, log, scanner));

  const walkthrough = owner.own(new Walkthrough(store));
  const services = { store, config, log, errors, walkthrough };
  const exporting = onceOnly(async () => {
    const { ExportFlow } = await import('./host/export/exportFlow');
    return owner.own(new ExportFlow(services, context));
  });
  const panels = onceOnly(async () => {
    const { ChartPanels } = await import('./host/panel/chartPanels');
    return owner.own(new ChartPanels(context.extensionUri, features));
  });
  const duplicates = owner.own(new DuplicateEstimates(services, placesOf(context)));
  const { training } = owner.own(new TrainingRooms(services, context));
  const features: Features = {
    ...services,
    ...sourceFeatures(services, context),
    training,
    duplicates,
    showChart: async (target, view) => {
      (await panels()).show(target, view);
    },
    exportWeights: async (choice) => {
      await (await exporting()).exportWeights(choice);
    },
    copyCode: async (choice) => {
      await (await exporting()).copyCode(choice);
    },
    openSample: async () => {
      await (await import('./host/sample')).openSample(context);
    },
  };

  owner.own(new ContextKeys(store));
  owner.own(new DatasetTree(store, config));
  owner.own(new StatusItem(store));
  owner.own(new Diagnostics(store));
  owner.own(new Watch(store, config, errors));
  owner.own(showScanProgress(store, viewId));
  owner.own(registerCommands(features));
  owner.own(
    vscode.window.registerWebviewPanelSerializer('classBalance.chart', {
      deserializeWebviewPanel: async (panel, saved) => {
        (await panels()).restore(panel, saved);
      },
    }),
  );
  return createApi(store, config);
}
