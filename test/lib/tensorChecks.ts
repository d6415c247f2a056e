// What every backend must give: losses and gradients as in float64, the parameters' gradients as differences say.
// Must not know which backend it is.

import { lossFamilies, type LossConfig } from '../../src/core/lossConfig/model';
import { lossConfig } from '../../src/core/lossConfig/write';
import { createLoss } from '../../src/core/losses/createLoss';
import { jobLossOf } from '../../src/trainer/losses';
import { Random } from '../../src/trainer/random';
import { tensorLoss } from '../../src/trainer/tensors/losses';
import { targetTensors } from '../../src/trainer/tensors/targets';
import type { Kernels } from '../../src/trainer/tensors/kernels';
import { modelOf, type Model, type ModelRequest } from '../../src/trainer/tensors/models';
import { provenance, tableOf } from '../unit/core/losses/vectors';
import type { Tensor, Tensor2D, Tf } from '../../src/trainer/tensors/tf';

export interface LossCase {
  readonly config: LossConfig;
  readonly atEpoch?: number;
  /** Row-major. */
  readonly logits: readonly number[];
  readonly targets: readonly number[] | Int32Array;
}

/** How far value and gradient are from float64's at the same float32 logits: |Δloss| / |loss| and max |Δg| / max |g|. */
export async function lossErrors(
  tf: Tf,
  { config, atEpoch, logits, targets }: LossCase,
): Promise<{ readonly value: number; readonly gradient: number }> {
  const exact = createLoss(config, atEpoch === undefined ? {} : { atEpoch });
  const rounded = Float32Array.from(logits);
  const value = exact.value(rounded, targets);
  const gradient = exact.gradient(rounded, targets);
  const loss = jobLossOf(config);
  const z = tf.tensor2d(rounded, [targets.length, exact.classes]);
  const tensors = targetTensors(tf, loss, exact.weights, targets, targets.length);
  const actual = tensorLoss(tf, loss, z, tensors);
  const [actualValue] = await actual.value.data();
  const actualGradient = await actual.gradient.data();
  tf.dispose([z, actual.value, actual.gradient, ...Object.values<Tensor>({ ...tensors })]);
  const largest = Math.max(...gradient.map(Math.abs));
  const apart = gradient.map((one, i) => Math.abs(one - actualGradient[i]));
  // A NaN must not hide behind Math.max's order of arguments or a comparison.
  const relative = (error: number, scale: number): number =>
    Number.isFinite(error) ? error / (scale === 0 ? 1 : scale) : Infinity;
  return {
    value: relative(Math.abs(actualValue - value), Math.abs(value)),
    gradient: relative(Math.max(...apart), largest),
  };
}

const longTail = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50];

/** Errors of every family, class-balanced, on 64 samples of 10 classes with normal logits of this scale. */
export async function lossErrorsAt(
  tf: Tf,
  scale: number,
): Promise<readonly (readonly [string, Awaited<ReturnType<typeof lossErrors>>])[]> {
  const random = new Random(7, `scale ${scale}`);
  const table = tableOf(longTail, { parameters: { n: 10_000 } });
  const found: (readonly [string, Awaited<ReturnType<typeof lossErrors>>])[] = [];
  for (const family of lossFamilies) {
    for (const gamma of family === 'focal' ? [0.5, 1, 2] : [1]) {
      const choices = { family, gamma, scale: 30, reduction: 'mean' } as const;
      const errors = await lossErrors(tf, {
        config: lossConfig({ table, provenance, choices }),
        logits: Array.from({ length: 640 }, () => scale * random.normal()),
        targets: Int32Array.from({ length: 64 }, () => random.whole(10)),
      });
      found.push([`${family} ${gamma}`, errors]);
    }
  }
  return found;
}

const count = 4;

/**
 * Largest difference between the gradients of a model and central differences, in float32, over the largest gradient of
 * the same parameter: a few values of up to 12 parameters, spread over the layers.
 */
export async function gradientErrors(
  tf: Tf,
  kernels: Kernels,
  request: Omit<ModelRequest, 'seed'>,
  config: LossConfig,
): Promise<readonly number[]> {
  const random = new Random(5, 'checks');
  const loss = jobLossOf(config);
  const model = modelOf(tf, kernels, { ...request, loss, seed: 3 });
  const size = request.shape.reduce((product, side) => product * side, 1);
  const x = tf.tensor(
    Float32Array.from({ length: count * size }, () => random.normal()),
    [count, ...request.shape],
  );
  const labels = Int32Array.from({ length: count }, (_, i) => i % request.classes);
  const targets = targetTensors(tf, loss, loss.weights, labels, count);
  const pass = model.layer(x, true);
  pass.back(tensorLoss(tf, loss, pass.y as Tensor2D, targets).gradient);
  const gradients = await Promise.all(
    model.parameters.map(async ({ variable }) => model.gradients.get(variable)!.data()),
  );
  const valueOf = (): Promise<number> =>
    lossOf(tf, model, x, (z) => tensorLoss(tf, loss, z, targets).value);
  const errors: number[] = [];
  const stride = Math.ceil(model.parameters.length / 12);
  for (const [i, { variable }] of model.parameters.entries()) {
    if (i % stride !== 0) continue;
    const start = Float32Array.from(await variable.data<'float32'>());
    const largest = Math.max(...gradients[i].map(Math.abs));
    for (let k = 0; k < 3; k++) {
      const at = random.whole(start.length);
      const step = 0.01;
      const shifted = async (by: number): Promise<number> => {
        const moved = start.slice();
        moved[at] += by;
        variable.assign(tf.tensor(moved, variable.shape));
        return valueOf();
      };
      const slope = ((await shifted(step)) - (await shifted(-step))) / (2 * step);
      errors.push(Math.abs(slope - gradients[i][at]) / largest);
    }
    variable.assign(tf.tensor(start, variable.shape));
  }
  return errors;
}

async function lossOf(
  tf: Tf,
  model: Model,
  x: Tensor,
  loss: (logits: Tensor2D) => Tensor,
): Promise<number> {
  const value = tf.tidy(() => loss(model.layer(x, true).y as Tensor2D));
  const [number] = await value.data();
  value.dispose();
  return number;
}
