// The values of a run request that nobody was asked for.
// Must not know datasets or who asks.

import type { Budget, EngineId, Optimiser } from './request';

/** Seeds of a run, from 0; three give the verdict an interval worth reading. */
export const defaultSeeds = 3;
/** Shares of a dataset without such splits. */
export const defaultShares = { val: 0.1, test: 0.2 } as const;

/** Iterations of L-BFGS for the probe, passes over the data elsewhere. */
export function defaultEpochs(engine: EngineId): number {
  return engine === 'probe' ? 60 : 30;
}

/** What suits an engine; `learningRate` is its own for the model. */
export function defaultOptimiser(engine: EngineId): Optimiser {
  const probe = engine === 'probe';
  return {
    kind: probe ? 'lbfgs' : 'sgd',
    learningRate: null,
    momentum: 0.9,
    weightDecay: probe ? 1e-3 : 2e-4,
    batchSize: 128,
    warmupEpochs: probe ? 0 : 1,
    decay: probe ? 'none' : 'steps',
  };
}

/** A budget of so many minutes; halving pays where there are more arms than a short list has. */
export function budgetOf(engine: EngineId, minutes: number | undefined, arms: number): Budget {
  return {
    epochs: defaultEpochs(engine),
    ...(minutes === undefined ? {} : { seconds: minutes * 60 }),
    halving: arms > 6,
  };
}
