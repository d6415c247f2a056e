// What a panel is told: the dataset, what state it is in, and what else there is.
// Must not know how it is sent or drawn.

import * as vscode from 'vscode';
import { defaultSplit } from '../../core/selection';
import type { Shown } from '../../protocol/panel';
import type { ViewState } from '../../protocol/viewState';
import type { Config } from '../config';
import type { Datasets } from '../datasets';
import type { NearDuplicates, PanelView } from '../features';
import { folderOfKey, titleOf, type FolderState, type Found, type Target } from '../folderState';
import { numberFormat } from '../format';
import { progressText } from '../progressText';

/** What is shown beside the dataset itself. */
interface Beside {
  /** What the view compares it with; other datasets are sent along. */
  readonly view: Pick<ViewState, 'compared' | 'alsoCompared'>;
  readonly duplicates: NearDuplicates;
}

/** The page knows a dataset by its key, which is unique across workspace folders. */
export function shownOf(store: Datasets, target: Target, { view, duplicates }: Beside): Shown {
  const others = comparedIn(view).flatMap((key) => store.find(key) ?? []);
  const found = store.find(target.key);
  const state = stateOf(store, target);
  const scanning = state?.status === 'scanning';
  const numbers = numberFormat(vscode.env.language);
  const near = found && duplicates.of(found);
  return {
    ...(found !== undefined && { dataset: { ...found.dataset, id: found.key } }),
    ...(others.length > 0 && {
      others: others.map(({ dataset, key }) => ({ ...dataset, id: key, problems: [] })),
    }),
    ...(near !== undefined && { duplicates: { ...near, dataset: target.key } }),
    notice: noticeOf(state, found),
    scanning,
    ...(scanning && { progress: progressText(state.progress, numbers) }),
    datasets: store.all.map((one) => ({
      id: one.key,
      name: nameOf(one, store.states.length > 1),
      status: one.dataset.status,
    })),
  };
}

/** Everything that the view may compare the dataset with. */
export function comparedIn({ compared, alsoCompared = [] }: Beside['view']): readonly string[] {
  return compared === undefined ? [] : [compared, ...alsoCompared];
}

/** The view that a new panel opens with, by the settings. */
export function initialView(
  store: Datasets,
  config: Config,
  target: Target,
  view: PanelView,
): ViewState {
  const found = store.find(target.key);
  const folder = found?.state.folder.uri ?? vscode.Uri.parse(folderOfKey(target.key));
  const { scheme, prototypes, normalisation, zeroCount } = config.weighting(folder);
  return {
    version: 1,
    datasetId: target.key,
    split: target.split ?? (found === undefined ? '' : defaultSplit(found.dataset)),
    counted: 'unit',
    scheme,
    parameters: { n: prototypes },
    normalisation,
    zeroCount,
    sort: 'count',
    descending: true,
    search: '',
    logarithmic: false,
    view,
  };
}

/** The state of the folder that a key names, whether the dataset is there or not. */
export function stateOf(store: Datasets, { key }: Target): FolderState | undefined {
  return store.states.find(({ folder }) => folder.uri.toString() === folderOfKey(key));
}

function noticeOf(state: FolderState | undefined, found: Found | undefined): string {
  if (state === undefined) return vscode.l10n.t('Its folder is no longer part of the workspace.');
  switch (state.status) {
    case 'failed':
      return vscode.l10n.t('The scan failed: {0}', state.reason ?? '');
    case 'cancelled':
      return vscode.l10n.t('The scan was cancelled: what is shown may be incomplete.');
    case 'done':
      if (found === undefined) return vscode.l10n.t('The last scan did not find this dataset.');
      return state.stale ? vscode.l10n.t('Label files have changed since they were counted.') : '';
    case 'scanning':
    case 'unscanned':
    case 'unsupported':
    case 'included':
      return '';
  }
}

function nameOf(found: Found, several: boolean): string {
  const title = titleOf(found);
  return several ? `${found.state.folder.name} · ${title}` : title;
}
