import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { armConfig } from '../../../src/trainer/armConfig';
import { FeatureRows, type FeatureSet } from '../../../src/trainer/engines/probe/featureRows';
import { type Fit, type FitHooks, runFit } from '../../../src/trainer/engines/probe/fit';
import { Matrices } from '../../../src/trainer/engines/probe/matrix';
import { Network } from '../../../src/trainer/engines/probe/network';
import { jobLossOf } from '../../../src/trainer/losses';
import { Random } from '../../../src/trainer/random';
import { armsOf } from '../../../src/core/training/arms';
import { packedRequest } from '../core/training/requests';
import { testFolder } from '../../lib/testFolder';

const folder = testFolder('network');
const counts = [300, 60, 15];
const classes = counts.map((count, at) => ({ id: String(at), name: `class ${at}`, count }));
const features = 6;

/** Three clouds of points, more rows than a block, as a file of features. */
function featureSet(): { set: FeatureSet; labels: Int32Array } {
  const random = new Random(5, 'points');
  const all = Int32Array.from(
    [...counts, 20, 20, 20].flatMap((count, at) => Array<number>(count).fill(at % 3)),
  );
  const rows = new Float32Array(all.length * 8);
  all.forEach((label, row) => {
    for (let c = 0; c < features; c++) {
      rows[row * 8 + c] = random.normal() + (c === label ? 1.5 : 0);
    }
  });
  const file = join(folder, 'features.f32');
  writeFileSync(file, rows);
  const [mean, factor] = [new Float32Array(8), new Float32Array(8).fill(1)];
  const set = { file, features, width: 8, train: 375, val: 30, test: 30, mean, factor };
  return { set, labels: all.slice(0, 375) };
}

const { set, labels } = featureSet();
const arms = armsOf('full', classes, 20);
const chosen = ['softmax', 'cb-focal γ=1 β=0.9', 'balanced-softmax', 'ldam'];

describe('Network', () => {
  for (const hidden of [0, 5]) {
    test.each(chosen)(`has the gradient of its value: %s, ${hidden} hidden units`, (name) => {
      const arm = arms.find((one) => one.name === name)!;
      const loss = jobLossOf(armConfig(arm, classes, packedRequest));
      const matrices = new Matrices();
      const network = new Network(matrices, new FeatureRows(matrices, set), {
        ...{ loss, hidden, decay: 1e-2, labels },
      });
      const factors = Float64Array.from(labels, (label) => loss.weights[label] / labels.length);
      const at = network.initial(new Random(1, 'parameters'));
      const random = new Random(2, 'moves');
      for (let i = 0; i < at.length; i++) at[i] += 0.3 * random.normal();
      const gradient = new Float64Array(network.size);
      network.evaluate(at, gradient, factors);
      const unused = new Float64Array(network.size);
      // Along a direction, so that float32 noise of single parameters averages out.
      for (let tries = 0; tries < 5; tries++) {
        const direction = Float64Array.from(at, () => random.normal());
        const step = 1e-4;
        const value = (sign: number) =>
          network.evaluate(
            at.map((one, i) => one + sign * step * direction[i]),
            unused,
            factors,
          );
        const slope = (value(1) - value(-1)) / (2 * step);
        const wanted = gradient.reduce((sum, one, i) => sum + one * direction[i], 0);
        expect(Math.abs(slope - wanted)).toBeLessThan(2e-3 * Math.max(1, Math.abs(wanted)));
      }
    });
  }

  test('starts one-vs-all outputs at one over the number of classes', () => {
    const arm = arms.find(({ name }) => name === 'sigmoid')!;
    const loss = jobLossOf(armConfig(arm, classes, packedRequest));
    const matrices = new Matrices();
    const rows = new FeatureRows(matrices, set);
    const network = new Network(matrices, rows, { loss, hidden: 0, decay: 0, labels });
    const logits = network.logits(network.initial(new Random(0, 'parameters')), 0, 2);
    for (const logit of logits) expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(1 / 3, 6);
  });
});

const silent: FitHooks = {
  progress: () => undefined,
  validated: () => undefined,
  checkpoint: () => undefined,
  stopped: () => false,
};

function fitOf(name: string, change: Partial<Fit> = {}): Fit {
  const arm = arms.find((one) => one.name === name)!;
  const loss = jobLossOf(armConfig(arm, classes, packedRequest));
  const { schedule, sampler } = arm;
  return {
    ...{ loss, schedule, sampler, seed: 0, subsample: false, hidden: 0, decay: 1e-3, labels },
    ...{ epochs: 20, until: 20, ...change },
  };
}

function fitted(fit: Fit, hooks: FitHooks = silent) {
  const matrices = new Matrices();
  const rows = new FeatureRows(matrices, set);
  try {
    return runFit(matrices, rows, fit, hooks);
  } finally {
    rows.close();
  }
}

describe('runFit', () => {
  test('repeats to the last bit', () => {
    const [first, second] = [fitted(fitOf('softmax')), fitted(fitOf('softmax'))];
    expect([...first!.test]).toEqual([...second!.test]);
  });

  const deferred = arms.filter(({ schedule }) => schedule.kind !== 'none').map(({ name }) => name);
  test.each(['softmax', ...deferred])(
    'goes on from any iteration to the same result: %s',
    (name) => {
      const whole = fitted(fitOf(name))!;
      for (const until of [3, 15, 16, 17]) {
        const { state } = fitted(fitOf(name, { until }))!;
        const rest = fitted(fitOf(name, { from: state }))!;
        expect([...rest.test], `${until}`).toEqual([...whole.test]);
        expect(rest.loss).toBe(whole.loss);
      }
    },
  );

  test('ends early when told to', () => {
    expect(fitted(fitOf('softmax'), { ...silent, stopped: () => true })).toBeUndefined();
  });

  test('moves the rare class up when it is weighed up', () => {
    const share = (name: string) => {
      const { test: logits } = fitted(fitOf(name))!;
      const rows = Array.from({ length: 30 }, (_, row) => [...logits.slice(row * 3, row * 3 + 3)]);
      return rows.filter((row) => row.indexOf(Math.max(...row)) === 2).length;
    };
    expect(share('balanced-softmax')).toBeGreaterThan(share('softmax'));
    expect(share('cb-softmax β=0.9999')).toBeGreaterThan(share('softmax'));
  });

  test('trains other samples for other seeds where nothing else differs', () => {
    const of = (seed: number) => fitted(fitOf('softmax', { seed, subsample: true }))!.loss;
    expect(of(0)).not.toBe(of(1));
    expect(of(0)).toBe(of(0));
  });
});
