// The words of a set-up: what is asked for, what a step works with, how it fails.
// Must not know any one engine.

import { delimiter, dirname } from 'node:path';
import type { EngineStamp, InstallableEngine } from './installed';

/** Why an engine could not be set up, for people: what failed, and what to do. */
export class SetUpError extends Error {}

export interface SetUpOptions {
  readonly engine: InstallableEngine;
  readonly signal: AbortSignal;
  readonly progress: (progress: SetUpProgress) => void;
  /** Every line that npm, the compiler and the check say. */
  readonly log: (line: string) => void;
  /** `tensorflow` only: the interpreter whose TensorFlow to use; `python3` where absent. */
  readonly python?: string;
  /** Of all engines; the user's cache where absent. */
  readonly folder?: string;
}

export interface SetUpProgress {
  /** From 0. */
  readonly step: number;
  readonly steps: number;
  /** What is being done, a sentence without its full stop. */
  readonly message: string;
}

/** What one engine needs beyond its packages. */
export interface EngineSteps {
  /** What must be there before anything is fetched. */
  readonly prepare?: SetUpStep;
  readonly build?: SetUpStep;
  /** Proves in a process of its own that the engine computes. */
  readonly check: SetUpStep;
}

export interface SetUpStep {
  readonly message: string;
  readonly run: (bench: SetUpBench) => Promise<void>;
}

/** What a step works with. */
export interface SetUpBench {
  /** Where the engine is being set up; holds `node_modules` after fetching. */
  readonly folder: string;
  readonly options: SetUpOptions;
  /** Runs a program; its failure becomes a SetUpError that starts with this sentence. */
  readonly run: (
    program: string,
    args: readonly string[],
    failure: string,
    environment?: NodeJS.ProcessEnv,
  ) => Promise<string>;
  /** What the stamp will say of the native library. */
  library: EngineStamp['library'];
}

/** Node itself, also where the editor runs this, with its own folder on the PATH. */
export const asNode = (): NodeJS.ProcessEnv => ({
  ...process.env,
  ELECTRON_RUN_AS_NODE: '1',
  PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
});
