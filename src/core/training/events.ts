// What a run says while it goes on: the lines of `events.jsonl`, append only, the same for every engine and language.
// Must not know who reads them. A reader ignores lines it cannot parse and types it does not know.

/** Recalls by class are in class order; `null` where a split has no sample of the class. Shares are in [0, 1]. */
export interface Metrics {
  readonly accuracy: number;
  /** Mean recall over the classes that the split has. */
  readonly balancedAccuracy: number;
  /** Mean recall of classes with more than 100, 20 to 100 and fewer than 20 training samples; `null` without such. */
  readonly many: number | null;
  readonly medium: number | null;
  readonly few: number | null;
  /** Mean recall of the third of the classes with the most and with the fewest training samples. */
  readonly head: number;
  readonly tail: number;
  /** Mean cross-entropy (softmax families) or loss without weights. */
  readonly loss: number;
  /** Expected calibration error, 15 equal bins. */
  readonly calibrationError: number;
  readonly recall: readonly (number | null)[];
}

/** `v` is 1; `seq` counts from 0 in a run folder, over resumes too; `t` is ISO 8601, UTC. */
interface Stamp {
  readonly v: 1;
  readonly seq: number;
  readonly t: string;
}

export interface StartEvent {
  readonly type: 'start';
  readonly engine: string;
  readonly device: string;
  /** Why this engine and device. */
  readonly reason: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly arms: readonly string[];
  readonly seeds: readonly number[];
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  readonly resumed: boolean;
}

export interface DataEvent {
  readonly type: 'data';
  readonly train: number;
  readonly val: number;
  readonly test: number;
  /** Samples left out, with up to 20 of them named. */
  readonly skipped: number;
  readonly examples: readonly { readonly path: string; readonly reason: string }[];
}

/** Where an arm and seed stand; no more often than ten times a second. */
export interface ProgressEvent {
  readonly type: 'progress';
  readonly arm: string;
  readonly seed: number;
  /** Epochs done, with fractions. */
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number | null;
  /** Samples a second. */
  readonly rate: number | null;
  /** Seconds left of the whole run, `null` while unknown. */
  readonly remaining: number | null;
}

export interface MetricsEvent {
  readonly type: 'metrics';
  readonly arm: string;
  readonly seed: number;
  readonly epoch: number;
  readonly split: 'val' | 'test';
  /** True for the numbers that the verdict is taken from. */
  readonly final: boolean;
  readonly metrics: Metrics;
}

export interface ArmEvent {
  readonly type: 'arm';
  readonly arm: string;
  readonly seed: number;
  /** `dropped`: by halving or by the time budget. */
  readonly state: 'started' | 'finished' | 'failed' | 'dropped';
  readonly reason?: string;
  /** Relative to the run folder. */
  readonly checkpoint?: string;
}

export interface LogEvent {
  readonly type: 'log';
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

/** One arm against the plain baseline, paired over seeds, of balanced accuracy on the test split. */
export interface Ranked {
  readonly arm: string;
  readonly seeds: number;
  readonly mean: number;
  /** 95 % interval of the mean over seeds; `null` below 2 seeds. */
  readonly interval: readonly [number, number] | null;
  readonly difference: number;
  readonly differenceInterval: readonly [number, number] | null;
  readonly conclusion: 'baseline' | 'better' | 'worse' | 'no difference shown';
  readonly metrics: Metrics;
}

export interface VerdictEvent {
  readonly type: 'verdict';
  /** Best first. */
  readonly ranking: readonly Ranked[];
  /** The arm of `loss-config.json`. */
  readonly chosen: string;
  /** One plain sentence. */
  readonly statement: string;
}

export interface EndEvent {
  readonly type: 'end';
  readonly status: 'done' | 'stopped' | 'failed';
  readonly reason?: string;
}

export type RunEvent =
  | StartEvent
  | DataEvent
  | ProgressEvent
  | MetricsEvent
  | ArmEvent
  | LogEvent
  | VerdictEvent
  | EndEvent;
export type StampedEvent = RunEvent & Stamp;
