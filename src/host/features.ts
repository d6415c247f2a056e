// What the feature folders offer each other, as interfaces: extension.ts joins them, so that none imports another.
// Must not know how any of it is done.

import type { Event } from 'vscode';
import type { DuplicatesReport } from '../core/duplicates/report';
import type { Counted } from '../core/selection';
import type { LossChoices } from '../core/lossConfig/model';
import type { VerdictEvent } from '../core/training/events';
import type { Arm } from '../core/training/request';
import type { WeightRequest } from '../core/weights/scheme';
import type { InstallableEngine } from '../node/engineSetUp/installed';
import type { ErrorBoundary } from './base/errors';
import type { Log } from './base/log';
import type { Config } from './config';
import type { Datasets } from './datasets';
import type { DatasetKey, Found, Target } from './folderState';
import type { Walkthrough } from './walkthrough';

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

/** A run that a task is to train. */
export interface TrainingStart {
  /** Absolute run folder, with its run.json. */
  readonly folder: string;
  /** Of the task and its terminal. */
  readonly name: string;
  readonly resume: boolean;
  /** Interpreter of the PyTorch engine. */
  readonly python?: string;
}

export interface TrainingTaskEnd {
  /** Absolute path of the request that the task was given. */
  readonly config: string;
  /** `undefined` where the process was killed. */
  readonly exitCode: number | undefined;
  readonly name: string;
}

/** What the newest finished run says of a dataset as it is counted now. */
export interface TrainedVerdict {
  /** Absolute run folder, for `Training.openResults`. */
  readonly folder: string;
  /** Of the run among all of the workspace. */
  readonly name: string;
  /** ISO 8601, when the run was asked for. */
  readonly created: string;
  readonly engine: string;
  readonly verdict: Omit<VerdictEvent, 'type'>;
  /** All that the run was asked to compare; the first is the baseline. */
  readonly arms: readonly Arm[];
}

/** Everything about training; loaded when first used. */
export interface Training {
  /** Asks what is still open, then starts. */
  start(target?: Target): Promise<void>;
  /** Goes on with a run; asks which where none is named. */
  resume(folder?: string): Promise<void>;
  /** Stops the run, or the one that is under way; it can be resumed. */
  stop(folder?: string): Promise<void>;
  openResults(folder?: string): Promise<void>;
  openLossConfig(folder: string): Promise<void>;
  /** Fetches and builds what is too large to come with the extension, after asking. */
  setUpEngine(engine: InstallableEngine): Promise<void>;
  /** A run was made, went on or ended; no more often than twice a second. */
  readonly onDidChangeRuns: Event<undefined>;
  /** The newest verdict on a dataset with these very counts. */
  verdictOn(key: DatasetKey): Promise<TrainedVerdict | undefined>;
}

/** Near-duplicates of pictures, looked for when asked. */
export interface NearDuplicates {
  /** Looks for them with progress; rejects with a CancellationError where the user stops it. */
  estimate(target: Target): Promise<DuplicatesReport>;
  /** What was found, as long as the counts are those it was found for. */
  of(found: Found): DuplicatesReport | undefined;
  readonly onDidChange: Event<undefined>;
}

export interface Services {
  readonly store: Datasets;
  readonly config: Config;
  readonly log: Log;
  readonly errors: ErrorBoundary;
  readonly walkthrough: Pick<Walkthrough, 'did'>;
}

export interface Features extends Services {
  /** Opens or reveals the chart of a dataset. */
  showChart(target: Target, view?: PanelView): Promise<void>;
  exportWeights(choice: WeightChoice): Promise<void>;
  copyCode(choice: WeightChoice): Promise<void>;
  chooseSources(): Promise<void>;
  /** Asks what groups the samples of a dataset. */
  countGroups(target: Target): Promise<void>;
  /** Puts a fresh copy of the bundled sample somewhere writable and opens it. */
  openSample(): Promise<void>;
  training(): Promise<Training>;
  readonly duplicates: NearDuplicates;
}
