// The words between the trainer and its worker threads: tasks, news on the way, results.
// Must not know who runs them.

import type { FeatureSet } from '../engines/probe/featureRows';
import type { FeatureChunk } from '../engines/probe/featureChunk';
import type { Fit } from '../engines/probe/fit';
import type { DecodeTask } from '../data/decodeTask';

export interface FilterTask {
  readonly kind: 'filters';
  readonly folder: string;
  /** Training rows of x.npy. */
  readonly rows: Int32Array;
  readonly seed: number;
}

export interface FitTask {
  readonly kind: 'fit';
  readonly features: FeatureSet;
  readonly fit: Fit;
  /** One int32 that is not 0 once the job is to end. */
  readonly stop: SharedArrayBuffer;
}

export type WorkerTask = FilterTask | FeatureChunk | FitTask | DecodeTask;

export type WorkerAnswer =
  | { readonly type: 'progress'; readonly epoch: number; readonly loss: number }
  | { readonly type: 'validated'; readonly epoch: number; readonly logits: Float32Array }
  | { readonly type: 'checkpoint'; readonly state: Uint8Array }
  | { readonly type: 'done'; readonly result: unknown }
  | {
      readonly type: 'failed';
      readonly code: 'diverged' | 'out-of-memory' | 'failed';
      readonly message: string;
    };
