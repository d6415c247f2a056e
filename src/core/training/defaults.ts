// The values of a run request that nobody was asked for.
// Must not know who asks.

import type { Dataset } from '../model';
import type { Budget, EngineId, Optimiser } from './request';

/** Seeds of a run, from 0; three give the verdict an interval worth reading. */
export const defaultSeeds = 3;
/** Shares of a dataset without such splits. */
export const defaultShares = { val: 0.1, test: 0.2 } as const;

/** What an engine trains where nobody chose: nets over pixels for images only, and what is quickest by the probe. */
export function defaultModel(engine: EngineId, { unit }: Pick<Dataset, 'unit'>): string {
  if (engine === 'probe') return 'linear';
  const isDense = unit !== 'image' || engine === 'cpu' || engine === 'wasm';
  return isDense ? 'mlp' : 'small-cnn';
}

/** Iterations of L-BFGS for the probe, passes over the data elsewhere. */
export function defaultEpochs(engine: EngineId): number {
  return engine === 'probe' ? 60 : 30;
}

/**
 * What suits an engine and a model; `learningRate` is the engine's own for the model. Residual nets and the like take
 * the paper's descent; small models come further in few epochs by AdamW.
 */
export function defaultOptimiser(engine: EngineId, model: string): Optimiser {
  const common = { learningRate: null, momentum: 0.9, batchSize: 128 };
  if (engine === 'probe') {
    return { ...common, kind: 'lbfgs', weightDecay: 1e-3, warmupEpochs: 0, decay: 'none' };
  }
  return ['linear', 'mlp', 'small-cnn'].includes(model)
    ? { ...common, kind: 'adamw', weightDecay: 1e-2, warmupEpochs: 1, decay: 'cosine' }
    : { ...common, kind: 'sgd', weightDecay: 2e-4, warmupEpochs: 1, decay: 'steps' };
}

/** A budget of so many minutes; halving pays where there are more arms than a short list has. */
export function budgetOf(engine: EngineId, minutes: number | undefined, arms: number): Budget {
  return {
    epochs: defaultEpochs(engine),
    ...(minutes === undefined ? {} : { seconds: minutes * 60 }),
    halving: arms > 6,
  };
}
