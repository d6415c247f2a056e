// One job: epochs of steps, deterministic in the seed, from scratch or from a checkpoint.
// Must not know which backend computes, nor metrics or files.

import { EngineError, type Job, type JobHooks, type Samples } from '../engines/engine';
import { augmentationOf, type BatchReader } from './batches';
import { tensorLoss } from './losses';
import type { Model } from './models';
import { stepperOf, type Stepper } from './optimisers';
import { epochOrder } from './order';
import { learningRateAt } from './schedule';
import { restore, stateOf, type Position } from './state';
import { targetTensors } from './targets';
import type { Scalar, Tensor, Tensor2D, Tf } from './tf';

/** What stays the same over the jobs of a session. */
export interface Workbench {
  readonly tf: Tf;
  readonly classes: number;
  readonly train: Samples;
  readonly reader: BatchReader;
  /** Images are shifted and mirrored. */
  readonly augment: boolean;
  /** Steps between readings of the loss: 1 where they cost nothing, more where they wait for a GPU. */
  readonly readEvery: number;
  /** Runs one step, in halves of the batch where memory is short. */
  readonly withinMemory: <T>(compute: (pieces: number) => T) => T;
}

export interface Training {
  readonly position: () => Position;
  /** Trains one more epoch. */
  readonly epoch: (hooks: Pick<JobHooks, 'signal' | 'progress'>) => Promise<void>;
  readonly state: () => Promise<Uint8Array>;
  readonly dispose: () => void;
}

/** Milliseconds of work before others in this process get a turn. */
const turn = 50;

export function startTraining(bench: Workbench, job: Job, model: Model, peak: number): Training {
  const { tf } = bench;
  const stepper = stepperOf(tf, model.parameters, job.optimiser);
  const variables = [
    ...model.parameters.map(({ variable }) => variable),
    ...model.statistics,
    ...stepper.slots,
  ];
  let position: Position =
    job.from === undefined
      ? { epoch: 0, step: 0, loss: Number.NaN }
      : restore(tf, job.from, variables);
  return {
    position: () => position,
    async epoch(hooks) {
      position = await trainEpoch({ bench, job, model, stepper, peak }, position, hooks);
    },
    state: async () => stateOf(position, variables),
    dispose: () => {
      tf.dispose(variables);
    },
  };
}

interface Setup {
  readonly bench: Workbench;
  readonly job: Job;
  readonly model: Model;
  readonly stepper: Stepper;
  readonly peak: number;
}

async function trainEpoch(
  setup: Setup,
  from: Position,
  hooks: Pick<JobHooks, 'signal' | 'progress'>,
): Promise<Position> {
  const { bench, job } = setup;
  const order = epochOrder(bench.train.labels, bench.classes, job.sampler, job.seed, from.epoch);
  const random = bench.augment ? augmentationOf(job.seed, from.epoch) : undefined;
  const weights = weightsAt(job, from.epoch);
  const { batchSize } = job.optimiser;
  const meter = lossMeter(bench, job, from.epoch);
  const started = performance.now();
  let rested = started;
  let step = from.step;
  for (let start = 0; start < order.length; start += batchSize) {
    hooks.signal.throwIfAborted();
    const indexes = order.subarray(start, start + batchSize);
    const at = from.epoch + start / order.length;
    const rate = learningRateAt(job.optimiser, setup.peak, at, job.epochs);
    // Once for a batch, so that a step that is tried again in halves sees the same images.
    const images = bench.tf.tidy(() => bench.reader.read(indexes, random));
    step++;
    try {
      await meter.add(descend(setup, images, labelsOf(bench, indexes), weights, rate, step));
    } finally {
      images.dispose();
    }
    const now = performance.now();
    if (now - rested < turn) continue;
    const done = start + indexes.length;
    hooks.progress({
      epoch: from.epoch + done / order.length,
      loss: meter.mean(),
      rate: done / ((now - started) / 1000),
    });
    await breathe();
    rested = performance.now();
  }
  await meter.read();
  return { epoch: from.epoch + 1, step, loss: meter.mean() ?? Number.NaN };
}

const labelsOf = ({ train }: Workbench, indexes: Int32Array): Int32Array =>
  indexes.map((index) => train.labels[index]);

/** Deferred re-weighting: all 1 before its first epoch. */
function weightsAt({ loss, schedule }: Job, epoch: number): ArrayLike<number> {
  const deferred = schedule.kind === 'deferred-reweighting' && epoch < schedule.start;
  return deferred ? new Float64Array(loss.weights.length).fill(1) : loss.weights;
}

/** One step; answers the batch's loss. */
function descend(
  { bench, job, model, stepper }: Setup,
  images: Tensor,
  labels: Int32Array,
  weights: ArrayLike<number>,
  rate: number,
  step: number,
): Scalar {
  const { tf } = bench;
  const [value, ...gradients] = bench.withinMemory((pieces) =>
    tf.tidy(() => lossAndGradients({ bench, job, model }, images, labels, weights, pieces)),
  );
  stepper.step(gradients, rate, step);
  tf.dispose(gradients);
  return value as Scalar;
}

/** The loss of a batch, then its gradient by each parameter, summed over equal pieces of the batch. */
function lossAndGradients(
  { bench, job, model }: Pick<Setup, 'bench' | 'job' | 'model'>,
  images: Tensor,
  labels: Int32Array,
  weights: ArrayLike<number>,
  pieces: number,
): Tensor[] {
  const { tf } = bench;
  const size = Math.ceil(labels.length / pieces);
  const parts: Tensor[][] = [];
  for (let start = 0; start < labels.length; start += size) {
    const own = labels.subarray(start, start + size);
    const part = tf.tidy(() => {
      const x = pieces === 1 ? images : sliced(tf, images, start, own.length);
      const targets = targetTensors(tf, job.loss, weights, own, labels.length);
      const pass = model.layer(x, true);
      const { value, gradient } = tensorLoss(tf, job.loss, pass.y as Tensor2D, targets);
      model.gradients.clear();
      pass.back(gradient);
      return [value, ...inOrder(model)];
    });
    parts.push(part);
  }
  if (parts.length === 1) return parts[0];
  return parts[0].map((_, i) => tf.addN(parts.map((part) => part[i])));
}

function inOrder({ parameters, gradients }: Model): Tensor[] {
  return parameters.map(({ variable }) => {
    const gradient = gradients.get(variable);
    if (gradient === undefined) throw new Error('A parameter has no gradient.');
    return gradient;
  });
}

const sliced = (tf: Tf, x: Tensor, start: number, count: number): Tensor =>
  tf.slice(x, [start, ...x.shape.slice(1).map(() => 0)], [count, ...x.shape.slice(1)]);

interface LossMeter {
  readonly add: (loss: Scalar) => Promise<void>;
  /** Reads what is still on the device. @throws EngineError `diverged` for a loss that is no number. */
  readonly read: () => Promise<void>;
  /** `null` before the first reading. */
  readonly mean: () => number | null;
}

/** Mean over the steps of an epoch. */
function lossMeter({ readEvery }: Workbench, job: Job, epoch: number): LossMeter {
  const waiting: Scalar[] = [];
  let [sum, count] = [0, 0];
  const read = async (): Promise<void> => {
    for (const loss of waiting.splice(0)) {
      const [value] = await loss.data();
      loss.dispose();
      if (!Number.isFinite(value)) {
        const when = `in epoch ${epoch + 1} of ${job.epochs}`;
        throw new EngineError('diverged', `The loss became ${value} ${when}.`);
      }
      sum += value;
      count++;
    }
  };
  return {
    add: async (loss) => {
      waiting.push(loss);
      if (waiting.length >= readEvery) await read();
    },
    read,
    mean: () => (count === 0 ? null : sum / count),
  };
}

const breathe = async (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Logits of a whole split, row-major. @throws EngineError `diverged` where one is no finite number. */
export async function logitsOf(
  bench: Pick<Workbench, 'tf' | 'withinMemory' | 'classes'>,
  model: Model,
  split: { readonly count: number; readonly reader: BatchReader; readonly scale: number },
  signal: AbortSignal,
): Promise<Float32Array> {
  const { tf, classes } = bench;
  const logits = new Float32Array(split.count * classes);
  const size = 256;
  for (let start = 0; start < split.count; start += size) {
    signal.throwIfAborted();
    const indexes = Int32Array.from(
      { length: Math.min(size, split.count - start) },
      (_, i) => start + i,
    );
    const part = bench.withinMemory((pieces) => evaluated(tf, model, split, indexes, pieces));
    const values = await part.data();
    part.dispose();
    logits.set(values, start * classes);
    await breathe();
  }
  if (!logits.every(Number.isFinite)) {
    throw new EngineError('diverged', 'The model gives logits that are no finite numbers.');
  }
  return logits;
}

function evaluated(
  tf: Tf,
  model: Model,
  { reader, scale }: { readonly reader: BatchReader; readonly scale: number },
  indexes: Int32Array,
  pieces: number,
): Tensor2D {
  const size = Math.ceil(indexes.length / pieces);
  return tf.tidy(() => {
    const parts: Tensor2D[] = [];
    for (let start = 0; start < indexes.length; start += size) {
      const x = reader.read(indexes.subarray(start, start + size));
      parts.push(model.layer(x, false).y as Tensor2D);
    }
    const logits = parts.length === 1 ? parts[0] : tf.concat2d(parts, 0);
    return scale === 1 ? logits : tf.mul(logits, scale);
  });
}
