// What the feature folders offer each other, as interfaces: extension.ts joins them, so that none imports another.
// Must not know how any of it is done.

import type { Counted } from '../core/selection';
import type { LossChoices } from '../core/lossConfig/model';
import type { WeightRequest } from '../core/weights/scheme';
import type { ErrorBoundary } from './base/errors';
import type { Log } from './base/log';
import type { Config } from './config';
import type { Datasets } from './datasets';
import type { Target } from './folderState';

/** Which of the panel's two views is meant. */
export type PanelView = 'distribution' | 'splits';

/** What is already known when an export or a copy begins; the rest is asked. */
export interface WeightChoice {
  readonly target?: Target;
  readonly counted?: Counted;
  /** Absent: the scheme is asked for too. */
  readonly request?: WeightRequest;
  /** Asks for a loss config that says this loss: no target is asked for. */
  readonly loss?: LossChoices;
}

export interface Services {
  readonly store: Datasets;
  readonly config: Config;
  readonly log: Log;
  readonly errors: ErrorBoundary;
}

export interface Features extends Services {
  /** Opens or reveals the chart of a dataset. */
  showChart(target: Target, view?: PanelView): Promise<void>;
  exportWeights(choice: WeightChoice): Promise<void>;
  copyCode(choice: WeightChoice): Promise<void>;
  chooseSources(): Promise<void>;
  /** Puts a fresh copy of the bundled sample somewhere writable and opens it. */
  openSample(): Promise<void>;
}
