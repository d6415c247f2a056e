// The probe: fixed features and a linear or one-layer model on them, in worker threads. Always there, done in seconds.
// Must not know runs, metrics or files beyond the features that it keeps.

import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { RunModel } from '../../../core/training/request';
import { WorkerFailure, WorkerPool } from '../../workers/pool';
import type { WorkerAnswer } from '../../workers/tasks';
import {
  type Detection,
  type Engine,
  EngineError,
  type EngineOptions,
  type EngineSession,
  type Job,
  type JobHooks,
  type JobResult,
  type TrainingData,
} from '../engine';
import type { SavedGraph } from '../../savedModel/saved';
import { filtersOf, prepareFeatures } from './features';
import type { FeatureSet } from './featureRows';
import type { Fit, Fitted } from './fit';
import { parametersIn } from './fitState';
import { patchSize, patchStride } from './patchFilters';

const defaultHidden = 64;
/** Two positions a side, so that there are quadrants. */
const smallestImage = patchSize + patchStride;

export const probe: Engine = {
  id: 'probe',
  title: 'Probe: fixed features and a linear model',
  models: () => ['linear', 'mlp'],
  detect: (options) => Promise.resolve(detected(options)),
  open: (data, model, options) => Promise.resolve(new ProbeSession(data, model, options)),
};

function detected({ device, workers }: EngineOptions): Detection {
  if (device !== 'auto' && device !== 'cpu') {
    return { available: false, reason: `The probe runs on the cpu, not on “${device}”.` };
  }
  const width = workers ?? availableParallelism();
  return {
    available: true,
    device: `cpu, ${width} ${width === 1 ? 'worker' : 'workers'}`,
    reason: 'The probe needs nothing but the processor.',
    environment: {
      node: process.versions.node,
      features: 'random whitened 6x6 patches pooled over quadrants (images); columns (vectors)',
      optimiser: 'L-BFGS over all samples; an epoch is an iteration, a sampler acts by its rates',
    },
  };
}

class ProbeSession implements EngineSession {
  readonly width: number;
  readonly #pool: WorkerPool;
  readonly #features = new Map<number, Promise<FeatureSet>>();

  constructor(
    private readonly data: TrainingData,
    private readonly model: RunModel,
    options: EngineOptions,
  ) {
    if (!probe.models(data.layout).includes(model.name)) {
      throw new EngineError('failed', `The probe trains linear and mlp, not “${model.name}”.`);
    }
    const [height, width] = data.shape;
    if (data.layout === 'images' && (height !== width || height < smallestImage)) {
      const size = `${width} x ${height}`;
      const wanted = `squares of at least ${smallestImage} pixels`;
      throw new EngineError('failed', `The images are ${size}; the probe takes ${wanted}.`);
    }
    mkdirSync(data.cache, { recursive: true });
    this.#pool = new WorkerPool(options.workers);
    this.width = this.#pool.width;
  }

  async train(job: Job, hooks: JobHooks): Promise<JobResult> {
    hooks.signal.throwIfAborted();
    const stop = new SharedArrayBuffer(4);
    const abort = (): void => {
      Atomics.store(new Int32Array(stop), 0, 1);
    };
    hooks.signal.addEventListener('abort', abort);
    try {
      const features = await this.#featuresOf(job.seed);
      hooks.signal.throwIfAborted();
      const fit = this.#fitOf(job);
      const task = { kind: 'fit', features, fit, stop } as const;
      const onNews = newsTo(hooks, fit.labels.length);
      const result = (await this.#pool.run(task, { onNews })) as Fitted | undefined;
      if (result !== undefined) return result;
      hooks.signal.throwIfAborted();
      throw new EngineError('failed', 'The job ended early.');
    } catch (error) {
      if (error instanceof WorkerFailure) throw new EngineError(error.code, error.message);
      throw error;
    } finally {
      hooks.signal.removeEventListener('abort', abort);
    }
  }

  async savedGraph(
    { loss, seed }: Pick<Job, 'loss' | 'seed'>,
    state: Uint8Array,
  ): Promise<SavedGraph> {
    const { probeGraph } = await import('../../savedModel/probeGraph');
    const { layout, shape, classes } = this.data;
    const features = await this.#featuresOf(seed);
    const hidden = this.#hidden;
    const filters = layout === 'images' ? await filtersOf(this.#pool, this.data, seed) : undefined;
    const parameters = parametersIn(state);
    return probeGraph({
      ...{ data: { layout, shape, classes }, loss, hidden, features, filters, parameters },
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  get #hidden(): number {
    return this.model.name === 'mlp' ? (this.model.hidden ?? defaultHidden) : 0;
  }

  #fitOf(job: Job): Fit {
    return {
      ...{ loss: job.loss, schedule: job.schedule, sampler: job.sampler, seed: job.seed },
      hidden: this.#hidden,
      subsample: this.model.name === 'linear' && this.data.layout === 'features',
      ...{ decay: job.optimiser.weightDecay, labels: this.data.train.labels },
      ...{ epochs: job.epochs, until: job.until },
      ...(job.from === undefined ? {} : { from: job.from }),
    };
  }

  /** Vectors are the same for every seed; patches are drawn by it. */
  #featuresOf(seed: number): Promise<FeatureSet> {
    const key = this.data.layout === 'images' ? seed : 0;
    let set = this.#features.get(key);
    if (set === undefined) {
      set = prepareFeatures(this.#pool, this.data, key);
      this.#features.set(key, set);
    }
    return set;
  }
}

function newsTo(hooks: JobHooks, samples: number): (news: WorkerAnswer) => void {
  const started = performance.now();
  return (news) => {
    if (news.type === 'validated') hooks.validated(news.epoch, news.logits);
    else if (news.type === 'checkpoint') void hooks.checkpoint(news.state);
    else if (news.type === 'progress') {
      const seconds = (performance.now() - started) / 1000;
      const rate = (samples * news.epoch) / Math.max(seconds, 1e-3);
      hooks.progress({ epoch: news.epoch, loss: news.loss, rate });
    }
  };
}
