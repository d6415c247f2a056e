import { describe, expect, test } from 'vitest';
import { findings, outcomeOf } from '../../../../src/core/advice/methods/findings';
import { findingsOf, methodOf, methods } from '../../../../src/core/advice/methods/list';
import { fitsLabels, methodsFor, profileOf } from '../../../../src/core/advice/methods/profile';
import { createLoss } from '../../../../src/core/losses/createLoss';
import { lossConfig } from '../../../../src/core/lossConfig/write';
import { weighClasses } from '../../../../src/core/weights/table';

const counts = [1000, 100, 10, 0];
const table = weighClasses({
  classes: counts.map((count, i) => ({ id: String(i), name: `c${String(i)}`, count })),
  scheme: 'effective-number',
  parameters: { n: 100 },
});
const profile = (id: string, values = {}): number[] => {
  const method = methodOf(id);
  if (method === undefined) throw new Error(id);
  return [...profileOf(method, table, values)];
};

describe('profile', () => {
  test('of weights is the table’s, summing to the classes that take part', () => {
    const weights = profile('weighted-loss');
    expect(weights.slice(0, 3).reduce((a, b) => a + b)).toBeCloseTo(3, 12);
    expect(weights[2] / weights[0]).toBeCloseTo(table.rows[2].weight / table.rows[0].weight, 12);
    expect(weights[3]).toBeNaN();
    expect(profile('deferred-reweighting')).toEqual(weights);
    expect(profile('plain').slice(0, 3)).toEqual([1, 1, 1]);
  });

  test('of balanced softmax and logit adjustment is the logarithm of the counts’ ratio', () => {
    expect(profile('balanced-softmax').slice(0, 3)).toEqual([0, Math.log(10), Math.log(100)]);
    expect(profile('logit-adjustment', { tau: 2 })[2]).toBeCloseTo(2 * Math.log(100), 12);
    expect(profile('logit-adjustment', { tau: -1 })[2]).toBeCloseTo(Math.log(100), 12);
  });

  test('of LDAM falls with the fourth root of the count', () => {
    expect(profile('ldam')[2]).toBe(0.5);
    expect(profile('ldam', { margin: 1 })[0]).toBeCloseTo(100 ** -0.25, 12);
  });

  test('of samplers keeps the number of draws', () => {
    for (const id of ['balanced-sampling', 'square-root-sampling']) {
      const drawn = profile(id).slice(0, 3);
      expect(drawn.reduce((sum, factor, i) => sum + factor * counts[i], 0)).toBeCloseTo(1110, 9);
    }
    expect(profile('balanced-sampling')[2]).toBeCloseTo(37, 12);
  });
});

describe('methods', () => {
  test.each(methods.map(({ id }) => id))('%s gives a loss config that can be computed', (id) => {
    const method = methodOf(id);
    for (const several of [false, true]) {
      if (method === undefined || !fitsLabels(method, several)) continue;
      const provenance = {
        ...{ tool: 'test', created: '2026-01-01T00:00:00.000Z', dataset: 'd', sources: [] },
        ...{ unit: 'image' as const, split: 'train', multiLabel: several, samples: 1110 },
      };
      const choices = method.choices({ start: 7, gamma: 2 }, several);
      const config = lossConfig({ table, provenance, choices });
      expect(config.loss.scheme).toBe(method.weighted ? 'effective-number' : 'none');
      const starts = config.schedule.kind === 'none' ? undefined : config.schedule.start;
      expect(starts).toBe(method.parameters.some((one) => one.id === 'start') ? 7 : undefined);
      expect(createLoss(config, { atEpoch: 8 })).toBeDefined();
    }
  });

  test('come with the fitting ones first', () => {
    const ids = methodsFor(true).map(({ id }) => id);
    expect(ids).toHaveLength(methods.length);
    expect(ids[0]).toBe('deferred-reweighting');
    expect(ids.slice(-4)).toContain('balanced-softmax');
  });

  test('have their own findings, and of weights only those of the scheme', () => {
    const known = methods.map(({ id }) => id);
    const others = Object.keys(findings).filter((id) => !known.includes(id));
    expect(others).toEqual(['inverse-frequency', 'inverse-square-root']);
    const weighted = methods.find(({ id }) => id === 'weighted-loss');
    const focal = methods.find(({ id }) => id === 'weighted-focal');
    if (weighted === undefined || focal === undefined) throw new Error('no method');
    expect(findingsOf(weighted, 'balanced')).toBe(findings['inverse-frequency']);
    expect(findingsOf(weighted, 'enet-log')).toEqual([]);
    expect(findingsOf(focal, 'inverse')).toEqual([]);
  });

  test('tell better from worse, and neither within the spread of two runs', () => {
    const base = { data: '', source: '', plain: 40 };
    expect(outcomeOf({ ...base, measure: 'error', method: 36 })).toBe('better');
    expect(outcomeOf({ ...base, measure: 'accuracy', method: 36 })).toBe('worse');
    expect(outcomeOf({ ...base, measure: 'error', method: 41 })).toBe('same');
  });
});
