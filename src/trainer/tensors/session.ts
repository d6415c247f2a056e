// A session of an engine that computes on tensors: trains jobs one after the other.
// Must not know which backend computes.

import type { RunModel } from '../../core/training/request';
import {
  EngineError,
  type EngineSession,
  type Job,
  type JobHooks,
  type JobResult,
  type TrainingData,
} from '../engines/engine';
import { batchReader } from './batches';
import type { Kernels } from './kernels';
import { isOutOfMemory } from './memory';
import { isConvolutional, modelOf } from './models';
import type { Tf } from './tf';
import { logitsOf, startTraining, type Training, type Workbench } from './training';

export interface TensorBackend {
  readonly tf: Tf;
  readonly kernels: Kernels;
  /** See {@link Workbench.readEvery}. */
  readonly readEvery: number;
}

/** Least seconds between two checkpoints. */
const checkpointPause = 5;
/** Curves have at most about this many points. */
const curvePoints = 20;

export function tensorSession(
  backend: TensorBackend,
  data: TrainingData,
  model: RunModel,
): EngineSession {
  const { tf } = backend;
  // One job at a time: whoever trains hears of what happens.
  let current: JobHooks | undefined;
  const withinMemory = memoryGuard(() => current?.warn(halved));
  const bench: Workbench = {
    tf,
    classes: data.classes,
    train: data.train,
    reader: batchReader(tf, data.train, data),
    augment: data.layout === 'images' && isConvolutional(model.name),
    readEvery: backend.readEvery,
    withinMemory,
  };
  return {
    width: 1,
    train: async (job, hooks) => {
      current = hooks;
      return await trainJob(bench, backend.kernels, data, model, job, hooks);
    },
    savedGraph: async ({ loss, seed }, state) => {
      const { tensorGraph } = await import('../savedModel/tensorGraph');
      const { shape, classes, layout } = data;
      return tensorGraph({ model, shape, classes, loss, seed }, layout, loss.scale, state);
    },
    // A backend stays with its process: it could not be registered again.
    close: async () => Promise.resolve(),
  };
}

const halved =
  'Memory did not suffice for a whole batch: from here on its two halves are computed one after the other and added up, so that steps stay the same.';

/** Halves batches from the first lack of memory on; the second is an error. @param onHalved once, when it begins. */
function memoryGuard(onHalved: () => void): Workbench['withinMemory'] {
  let pieces = 1;
  return (compute) => {
    try {
      return compute(pieces);
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      if (pieces > 1) throw tooLarge();
    }
    pieces = 2;
    onHalved();
    try {
      return compute(pieces);
    } catch (error) {
      throw isOutOfMemory(error) ? tooLarge() : error;
    }
  };
}

const tooLarge = (): EngineError =>
  new EngineError(
    'out-of-memory',
    'There is not enough memory for half a batch either: choose a smaller batch or model.',
  );

async function trainJob(
  bench: Workbench,
  kernels: Kernels,
  data: TrainingData,
  runModel: RunModel,
  job: Job,
  hooks: JobHooks,
): Promise<JobResult> {
  const { tf } = bench;
  const peak = job.optimiser.learningRate ?? defaultRate(runModel.name, job.optimiser.kind);
  const { shape, classes } = data;
  const { loss, seed } = job;
  const model = modelOf(tf, kernels, { model: runModel, shape, classes, loss, seed });
  const training = startTraining(bench, job, model, peak);
  try {
    const evaluate = async (split: 'val' | 'test'): Promise<Float32Array> => {
      const reader = batchReader(tf, data[split], data);
      const { count } = data[split];
      return logitsOf(bench, model, { count, reader, scale: loss.scale }, hooks.signal);
    };
    await trainEpochs(training, job, hooks, async () => evaluate('val'));
    const { epoch, loss: last } = training.position();
    const [val, test] = [await evaluate('val'), await evaluate('test')];
    return { epochs: epoch, loss: last, val, test, state: await training.state() };
  } finally {
    training.dispose();
  }
}

/** @param validate logits of the validation split. */
async function trainEpochs(
  training: Training,
  job: Job,
  hooks: JobHooks,
  validate: () => Promise<Float32Array>,
): Promise<void> {
  const every = Math.ceil(job.epochs / curvePoints);
  let saved = performance.now();
  while (training.position().epoch < job.until) {
    await training.epoch(hooks);
    const { epoch } = training.position();
    if (epoch >= job.until) return;
    if (epoch % every === 0) hooks.validated(epoch, await validate());
    if (performance.now() - saved < checkpointPause * 1000) continue;
    await hooks.checkpoint(await training.state());
    saved = performance.now();
  }
}

/** Peak learning rates that train each model well on weights of mean 1. */
function defaultRate(model: string, kind: Job['optimiser']['kind']): number {
  switch (kind) {
    case 'sgd':
      return model.startsWith('resnet') ? 0.1 : model === 'linear' ? 0.02 : 0.05;
    case 'adamw':
      return model === 'linear' ? 5e-3 : 2e-3;
    case 'lbfgs':
      throw new EngineError('failed', 'This engine trains by SGD or AdamW; L-BFGS is the probe’s.');
  }
}
