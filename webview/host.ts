// What the user asks of the host: each request is answered, or given up and said so.
// Must not know the DOM; knows the protocol.
import type { panelHostContract, panelPageContract } from '../src/protocol/panel';
import { RemoteError, type Rpc } from '../src/protocol/rpc';
import type { StringKey } from '../src/protocol/strings';
import { selectionOf } from './model';
import type { Actions } from './part';
import { withBusy, withDone, withNotice, withoutNotice, withView } from './reducers';
import type { Action, PageState } from './state';
import type { Store } from './store';
import type { Texts } from './text';

export type PageRpc = Rpc<typeof panelPageContract, typeof panelHostContract>;

/** Milliseconds until a request is given up. */
export const patience = 30_000;

const names: Readonly<Record<Action, StringKey>> = {
  export: 'action.export',
  copy: 'action.copy',
  rescan: 'action.rescan',
  showDataset: 'source.dataset',
  open: 'problems.open',
  log: 'action.showLog',
  save: 'save.label',
  copyText: 'copy.label',
  showSamples: 'samples.title',
  countPairs: 'pairs.count',
  estimateDuplicates: 'duplicates.estimate',
  startTraining: 'trained.start',
  openTrainingResults: 'trained.open',
};

export function actionsOn(store: Store<PageState>, rpc: PageRpc, text: Texts): Actions {
  const ask = (action: Action, request: () => Promise<unknown>, what = ''): void => {
    store.update((state) => withBusy(state, action));
    request()
      .catch((error: unknown) => {
        const title = text.t(names[action], what).replace(/…$/, '');
        const message = text.t('page.requestFailed', title, reasonOf(error, text));
        store.update((state) => withNotice(state, 'error', message));
      })
      .finally(() => {
        store.update((state) => withDone(state, action));
      });
  };
  return {
    change: (patch) => {
      store.update((state) => withView(state, patch));
    },
    showDataset: (id) => {
      ask('showDataset', () => rpc.request('showDataset', { id }));
    },
    exportWeights: () => {
      ask('export', () =>
        rpc.request('exportWeights', selectionOf(store.state.view, store.state.shown.duplicates)),
      );
    },
    copyCode: () => {
      ask('copy', () =>
        rpc.request('copyCode', selectionOf(store.state.view, store.state.shown.duplicates)),
      );
    },
    save: (file) => {
      ask('save', () => rpc.request('save', file));
    },
    copyText: (copied) => {
      ask('copyText', () => rpc.request('copyText', { text: copied }));
    },
    showSamples: (index) => {
      const { datasetId, split } = store.state.view;
      ask('showSamples', () => rpc.request('showSamples', { datasetId, index, split }));
    },
    countPairs: () => {
      const { datasetId, split } = store.state.view;
      ask('countPairs', () => rpc.request('countPairs', { datasetId, split }));
    },
    estimateDuplicates: () => {
      const { datasetId, split } = store.state.view;
      ask('estimateDuplicates', () => rpc.request('estimateDuplicates', { datasetId, split }));
    },
    startTraining: () => {
      ask('startTraining', () => rpc.request('startTraining', {}));
    },
    openTrainingResults: () => {
      ask('openTrainingResults', () => rpc.request('openTrainingResults', {}));
    },
    rescan: () => {
      ask('rescan', () => rpc.request('rescan', {}));
    },
    openSource: (place) => {
      ask('open', () => rpc.request('openSource', place), place.path);
    },
    showLog: () => {
      ask('log', () => rpc.request('showLog', {}));
    },
    dismiss: (notice) => {
      store.update((state) => withoutNotice(state, notice));
    },
  };
}

export function reasonOf(error: unknown, text: Texts): string {
  if (error instanceof RemoteError && error.code === 'timeout') {
    return text.t('page.timedOut', (patience / 1000).toString());
  }
  return error instanceof Error ? error.message : String(error);
}
