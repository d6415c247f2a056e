import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareSplits, divergenceOf, driftOf } from '../../../webview/splits/compare';
import { datasetOf } from './datasets';

const counts = fc.array(fc.nat({ max: 1e6 }), { minLength: 2, maxLength: 50 });

describe('comparison of splits', () => {
  test('takes train as the reference and counts what is missing where', () => {
    const dataset = datasetOf(['a', 'b', 'c', 'd'], { val: [1, 0, 1, 0], train: [3, 2, 0, 0] });
    const { splits, reference, missing } = compareSplits(dataset, 'unit');
    expect(reference).toBe('train');
    expect([...missing]).toEqual([0, 1, 1, 0]);
    expect(splits.map((split) => split.missing)).toEqual([[1], [2]]);
    expect(splits[1].divergence).toBe(0);
  });

  test('finds no divergence between scaled counts', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 1000 }), (some, factor) => {
        fc.pre(some.some((count) => count > 0));
        const scaled = some.map((count) => count * factor);
        expect(divergenceOf(some, scaled)).toBeCloseTo(0, 10);
      }),
    );
  });

  test('finds ln 2 between splits without a class in common, and is symmetric', () => {
    expect(divergenceOf([1, 0], [0, 5])).toBeCloseTo(Math.LN2, 12);
    expect(divergenceOf([3, 1], [1, 3])).toBe(divergenceOf([1, 3], [3, 1]));
    // Jensen-Shannon distance of [0.75, 0.25] and [0.25, 0.75] in SciPy, squared.
    expect(divergenceOf([3, 1], [1, 3])).toBeCloseTo(0.13081203594113694, 12);
  });

  test('says nothing of an empty split', () => {
    expect(divergenceOf([0, 0], [1, 1])).toBeUndefined();
  });

  test('calls divergences by a word', () => {
    expect([0, 0.01, 0.1, 0.5].map(driftOf)).toEqual(['none', 'slight', 'clear', 'severe']);
  });
});
