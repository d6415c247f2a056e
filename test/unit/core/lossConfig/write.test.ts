import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lossFamilies } from '../../../../src/core/lossConfig/model';
import { readLossConfig } from '../../../../src/core/lossConfig/read';
import {
  lossConfig,
  lossConfigText,
  type LossChoices,
} from '../../../../src/core/lossConfig/write';
import { isOwnFile } from '../../../../src/core/ownFiles';
import { weighClasses } from '../../../../src/core/weights/table';
import { provenance, tableOf } from '../losses/vectors';
import { documents } from './documents';

const file = join(import.meta.dirname, '../../../vectors/lossConfigs.json');

describe('lossConfigText', () => {
  // Python reads these texts; `npm run test:unit -- test/unit/core/lossConfig --update` writes them.
  test('writes the configs that Python reads', async () => {
    const texts = documents.map(([family, config]) => [family, lossConfigText(config)]);
    const all = JSON.stringify(Object.fromEntries(texts), undefined, 2);
    await expect(`${all}\n`).toMatchFileSnapshot(file);
  });

  test('covers every family', () => {
    expect(documents.map(([family]) => family).sort()).toEqual([...lossFamilies].sort());
  });

  test('puts one class on a line and marks the file as ours', () => {
    const text = lossConfigText(documents[0][1]);
    expect(text.split('\n').filter((line) => line.includes('"index"'))).toHaveLength(7);
    expect(isOwnFile(new TextEncoder().encode(text))).toBe(true);
  });

  test('is read back as the same config, for any class names and counts', () => {
    const entry = fc.record({
      id: fc.string({ unit: 'binary' }),
      name: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"classes": []', '$& $1 $$')),
      count: fc.integer({ min: 0, max: 1e6 }),
    });
    const entries = fc
      .uniqueArray(entry, { minLength: 1, maxLength: 8, selector: ({ id }) => id })
      .filter((some) => some.some(({ count }) => count > 0));
    fc.assert(
      fc.property(entries, fc.constantFrom(...lossFamilies), (classes, family) => {
        const table = weighClasses({ scheme: 'effective-number', classes });
        const config = lossConfig({ table, provenance, choices: { family } });
        const text = lossConfigText(config);
        expect(readLossConfig(text, { classes })).toEqual({ ok: true, config });
        expect(lossConfigText(config)).toBe(text);
      }),
    );
  });
});

describe('lossConfig', () => {
  const configOf = (choices: LossChoices) =>
    lossConfig({ table: tableOf([90, 30, 3]), provenance, choices });

  test('takes the official defaults of each family', () => {
    const taken = lossFamilies.map((family) => configOf({ family }).loss);
    expect(
      taken.map((loss) => [loss.family, loss.scheme, loss.biasInitialisation, loss.reduction]),
    ).toEqual([
      ['softmax', 'effective-number', 'none', 'mean'],
      ['sigmoid', 'effective-number', 'uniform-prior', 'mean'],
      ['focal', 'effective-number', 'uniform-prior', 'mean'],
      ['balanced-softmax', 'none', 'none', 'mean'],
      ['logit-adjustment', 'none', 'none', 'mean'],
      ['ldam', 'effective-number', 'none', 'weighted-mean'],
    ]);
    expect(taken[2]).toMatchObject({ gamma: 1 });
    expect(taken[4]).toMatchObject({ tau: 1 });
    expect(taken[5]).toMatchObject({ margin: 0.5, scale: 30 });
  });

  test('carries weights that sum to the number of classes, or are all 1', () => {
    const weights = (choices: LossChoices) => configOf(choices).classes.map((one) => one.weight);
    expect(weights({ family: 'softmax' }).reduce((a, b) => a + b)).toBeCloseTo(3, 12);
    expect(weights({ family: 'softmax', weighted: false })).toEqual([1, 1, 1]);
  });

  test.each([
    ['no class', [], {}, /classes: there is no class/],
    ['no sample', [0, 0], {}, /classes: no class has a sample/],
    ['a negative gamma', [1], { gamma: -1 }, /gamma is -1/],
    ['a gamma that is no number', [1], { gamma: NaN }, /gamma is NaN/],
    ['an infinite tau', [1], { tau: Infinity }, /tau is Infinity/],
    ['a negative margin', [1], { margin: -0.1 }, /margin is -0\.1/],
    ['a scale of 0', [1], { scale: 0 }, /scale is 0/],
    [
      'half an epoch',
      [1],
      { schedule: { kind: 'deferred-reweighting', start: 0.5 } },
      /start is 0/,
    ],
    ['a threshold of 0', [1], { sampler: { kind: 'repeat-factor', threshold: 0 } }, /threshold is/],
  ] as const)('refuses %s', (_what, counts, some, message) => {
    const act = () =>
      lossConfig({ table: tableOf(counts), provenance, choices: { family: 'focal', ...some } });
    expect(act).toThrow(message);
    expect(act).toThrow(RangeError);
  });
});
