// What other extensions (and tests) get from this one. Versioned: members are added, never changed.
// Must not hand out anything that can be changed from outside.

import type * as vscode from 'vscode';
import type { Dataset } from '../core/model';
import type { Problem } from '../core/problems';
import type { WeightRequest, WeightTable } from '../core/weights/scheme';
import type { Config } from './config';
import type { Datasets } from './datasets';
import { requestOf, weigh } from './weighing';

/** What is known of one workspace folder. */
export interface FolderResult {
  readonly folder: vscode.Uri;
  readonly status: string;
  /** True where label files have changed since. */
  readonly stale: boolean;
  readonly datasets: readonly Dataset[];
  /** Problems that belong to no dataset. */
  readonly problems: readonly Problem[];
}

/** Version 1 of the API of Class Balance. */
export interface ClassBalanceApi {
  readonly version: 1;
  /** Fires when results or their state change. */
  readonly onDidChange: vscode.Event<undefined>;
  /** What is known now, one entry a workspace folder. */
  results(): readonly FolderResult[];
  /** Counts what has not been counted, or is out of date; `anew` counts everything. Answers the results. */
  scan(options?: { readonly anew?: boolean }): Promise<readonly FolderResult[]>;
  /**
   * Weights of a dataset, by the settings where the request says nothing.
   * @throws RangeError for an unknown scheme, parameter or split.
   */
  weigh(dataset: Dataset, request?: Partial<WeightRequest>, split?: string): WeightTable;
}

export function createApi(store: Datasets, config: Config): ClassBalanceApi {
  const results = (): readonly FolderResult[] =>
    store.states.map(({ folder, status, stale, datasets, problems }) => {
      return { folder: folder.uri, status, stale, datasets, problems };
    });
  return {
    version: 1,
    onDidChange: store.onDidChange,
    results,
    scan: async ({ anew = false } = {}) => {
      await (anew ? store.scan() : store.ensureScanned());
      return results();
    },
    weigh: (dataset, request, split) => {
      const own = store.all.find((found) => found.dataset === dataset);
      const base = requestOf(config.weighting(own?.state.folder.uri));
      return weigh(dataset, { ...base, ...request }, split);
    },
  };
}
