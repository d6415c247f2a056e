// What trains: the words between the run, which owns arms, metrics, verdict and files, and whatever computes.
// Must not know any one engine, nor how a run decides what to train next.

import type { LossSampler, LossSchedule } from '../../core/lossConfig/model';
import type { EngineId, Optimiser, RunModel } from '../../core/training/request';
import type { JobLoss } from '../losses';
import type { SavedGraph } from '../savedModel/saved';

/** One split, its labels in memory and its samples read as asked for, so that memory stays flat in their number. */
export interface Samples {
  readonly count: number;
  /** Class index a sample. */
  readonly labels: Int32Array;
  /**
   * Copies the samples of these indexes into `into`, one after the other, row-major:
   * images as uint8 (height, width, 3), vectors as float32 (features).
   */
  read(indexes: ArrayLike<number>, into: Uint8Array | Float32Array): void;
}

/** Prepared data, the same for every arm, seed and engine. Features are finite; columns of tables are standardised. */
export interface TrainingData {
  /** Absolute folder of the packed arrays, see `PackedData`: workers and other processes open it by themselves. */
  readonly folder: string;
  /** Absolute folder that lives as long as the data and holds what an engine derives from them, such as features. */
  readonly cache: string;
  readonly layout: 'images' | 'features';
  /** Of one sample: [height, width, 3] or [features]. */
  readonly shape: readonly number[];
  readonly classes: number;
  readonly train: Samples;
  /** `count` is 0 where nothing is set aside for validation. */
  readonly val: Samples;
  readonly test: Samples;
  /** Rows of x.npy that the samples of each split are, in their order. */
  readonly rows: Readonly<Record<'train' | 'val' | 'test', Int32Array>>;
}

export type Detection =
  | {
      readonly available: true;
      /** As people know it: `cpu, 2 workers`, an adapter's name. */
      readonly device: string;
      /** Why this device, one sentence. */
      readonly reason: string;
      /** Versions and the like, for the start event and the loss config. */
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly available: false; readonly reason: string };

export interface EngineOptions {
  /** `auto` or what the user named, see `RunEngine.device`. */
  readonly device: string;
  /** Threads or workers; the engine's choice where absent. */
  readonly workers?: number;
  readonly deterministic: boolean;
}

/** One file an engine; `registry.ts` lists them. Nothing heavy is loaded before `open`, or `detect` where it must. */
export interface Engine {
  readonly id: EngineId;
  readonly title: string;
  /** Names of `RunModel` that it trains on such data, the default first; empty where it cannot. */
  models(layout: TrainingData['layout']): readonly string[];
  /** Does not throw: what is missing is a reason. */
  detect(options: EngineOptions): Promise<Detection>;
  /** @throws EngineError where the model or data are beyond it, or a device fails. */
  open(data: TrainingData, model: RunModel, options: EngineOptions): Promise<EngineSession>;
}

export interface EngineSession {
  /** Jobs worth running at once; the run keeps that many under way. */
  readonly width: number;
  /**
   * Trains one arm with one seed. The same job gives the same result on the same machine, also when it was
   * interrupted and goes on from a checkpoint.
   * Rejects with the signal's reason when aborted; with an EngineError `diverged` where the loss is no number any
   * more, `out-of-memory` after halving the batch once; with an EngineError `failed` for the rest.
   */
  train(job: Job, hooks: JobHooks): Promise<JobResult>;
  /**
   * The trained model, from the state that a job ended with.
   * @throws EngineError where the state is of another model.
   */
  savedGraph(job: Pick<Job, 'loss' | 'seed'>, state: Uint8Array): Promise<SavedGraph>;
  close(): Promise<void>;
}

/** One arm with one seed. */
export interface Job {
  readonly arm: string;
  readonly seed: number;
  readonly loss: JobLoss;
  readonly schedule: LossSchedule;
  readonly sampler: LossSampler;
  readonly optimiser: Optimiser;
  /** What learning-rate schedules and deferred re-weighting count in: the epochs of the whole training. */
  readonly epochs: number;
  /** Epochs to stop after, in (0, `epochs`]: less than `epochs` while arms are still being compared. */
  readonly until: number;
  /** What `train` answered or a checkpoint held for the same arm and seed; training goes on from there. */
  readonly from?: Uint8Array;
}

export interface JobHooks {
  readonly signal: AbortSignal;
  /** As often as the engine likes; the run thins it out. */
  progress(progress: JobProgress): void;
  /** Logits of the validation split (N x classes) after some epochs, so that curves can be drawn; optional. */
  validated(epoch: number, logits: Float32Array): void;
  /** What people must know of how the job is done, one sentence. */
  warn(message: string): void;
  /** Keeps a state that training can go on from; resolves once it is on disk. At most every few seconds. */
  checkpoint(state: Uint8Array): Promise<void>;
}

export interface JobProgress {
  /** Epochs done, with fractions. */
  readonly epoch: number;
  /** Mean loss of the last epoch or step, as trained (weighted); `null` while unknown. */
  readonly loss: number | null;
  /** Training samples a second, `null` while unknown. */
  readonly rate: number | null;
}

export interface JobResult {
  /** Epochs done: `until`, or fewer where the optimiser converged. */
  readonly epochs: number;
  /** Mean training loss at the end. */
  readonly loss: number;
  /** Row-major N x classes, in the order of the split, without any post-hoc change; for LDAM times its scale. */
  readonly val: Float32Array;
  readonly test: Float32Array;
  /** A state that `from` takes; also what is kept as the checkpoint of the finished job. */
  readonly state: Uint8Array;
}

export type EngineFailure = 'diverged' | 'out-of-memory' | 'failed';

/** Why an engine could not do a job; the message is for people. */
export class EngineError extends Error {
  constructor(
    readonly code: EngineFailure,
    message: string,
  ) {
    super(message);
  }
}
