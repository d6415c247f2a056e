import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { lossConfig } from '../../../../src/core/lossConfig/write';
import { lossFamilies } from '../../../../src/core/lossConfig/model';
import { lossErrors, lossErrorsAt } from '../../../lib/tensorChecks';
import { configOf, provenance, tableOf, vectors } from '../../core/losses/vectors';
import { tensorBackends, useBackend } from './backends';

/** Relative to float64; float32 itself rounds to 6e-8. */
const tolerance = 1e-6;

/** What the trainer computes: the mean of one-label samples; logits up to 100 are what float32 can be held to. */
const fitting = vectors.losses.filter(
  ({ reduction, targets, multiHot, logits }) =>
    reduction === 'mean' &&
    multiHot === undefined &&
    targets?.every((target) => target >= 0) === true &&
    logits.flat().every((logit) => Math.abs(logit) <= 100),
);

describe.each(tensorBackends)('the losses on %s', (backend) => {
  test('give value and gradient of the vectors', async () => {
    await useBackend(backend);
    expect(new Set(fitting.map(({ family }) => family))).toEqual(new Set(lossFamilies));
    for (const vector of fitting) {
      const errors = await lossErrors(tf, {
        config: configOf(vector),
        ...(vector.epoch === undefined ? {} : { atEpoch: vector.epoch }),
        logits: vector.logits.flat(),
        targets: vector.targets!,
      });
      expect(errors.value, vector.name).toBeLessThan(tolerance);
      expect(errors.gradient, vector.name).toBeLessThan(tolerance);
    }
  });

  test.each([1, 30])('are as in float64 at logits of scale %d', async (scale) => {
    await useBackend(backend);
    for (const [name, { value, gradient }] of await lossErrorsAt(tf, scale)) {
      expect(value, name).toBeLessThan(tolerance);
      expect(gradient, name).toBeLessThan(tolerance);
    }
  });

  test('keep the small losses of a confident batch', async () => {
    await useBackend(backend);
    for (const family of lossFamilies) {
      const choices = { family, gamma: 1, scale: 1, margin: 0 } as const;
      const config = lossConfig({ table: tableOf([9, 9, 9]), provenance, choices });
      const logits = [20, -1, -1, -1, 18, -1, 0, -2, 16];
      const errors = await lossErrors(tf, { config, logits, targets: [0, 1, 2] });
      expect(errors.value, family).toBeLessThan(10 * tolerance);
      expect(errors.gradient, family).toBeLessThan(10 * tolerance);
    }
  });
});
