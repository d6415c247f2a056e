import { describe, expect, test } from 'vitest';
import { schemes } from '../../../../src/core/weights/registry';
import { requestOf, tableOf, vectors } from './vectors';

function relative(actual: readonly number[], expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  const apart = expected.map((value, i) =>
    value === 0 ? Math.abs(actual[i]) : Math.abs(actual[i] / value - 1),
  );
  return Math.max(...apart);
}

describe('weights', () => {
  test('equal the vectors in every scheme, normalisation and policy', () => {
    for (const vector of vectors.weights) {
      const { support } = vector;
      const request = { ...requestOf(vector), ...(support === undefined ? {} : { support }) };
      const { rows } = tableOf(vector.counts, request);
      const label = JSON.stringify(vector);
      expect(
        relative(
          rows.map((row) => row.weight),
          vector.weights,
        ),
        label,
      ).toBeLessThan(1e-12);
      const numbers = rows.map((row) => row.effectiveNumber);
      expect(relative(numbers, vector.effective), label).toBeLessThan(1e-12);
    }
  });

  test('have vectors for every scheme', () => {
    const known = new Set(vectors.weights.map((vector) => vector.scheme));
    expect([...known].sort()).toEqual(schemes.map((scheme) => scheme.id).sort());
  });
});
