import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../../../src/core/lossConfig/fingerprint';

const entries = fc.array(
  fc.record({ id: fc.string({ unit: 'binary' }), count: fc.integer({ min: 0, max: 1000 }) }),
  { maxLength: 4 },
);

describe('fingerprintOf', () => {
  test('is FNV-1a: the offset basis of nothing, and the published value of a text', () => {
    expect(fingerprintOf([])).toBe('fnv1a64:cbf29ce484222325');
    // The FNV-1a of “1:a=1\n”, worked out apart.
    expect(fingerprintOf([{ id: 'a', count: 1 }])).toBe('fnv1a64:9bb0088ac306c367');
  });

  test('tells any two lists of ids and counts apart', () => {
    fc.assert(
      fc.property(entries, entries, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(fingerprintOf(one) === fingerprintOf(other)).toBe(same);
      }),
      { numRuns: 500 },
    );
    const split = (ids: readonly string[]) => fingerprintOf(ids.map((id) => ({ id, count: 1 })));
    expect(split(['a=1\n1:b'])).not.toBe(split(['a', 'b']));
  });

  test('does not mind names or a lone surrogate', () => {
    const named = { id: 'a', count: 1, name: 'x' };
    expect(fingerprintOf([named])).toBe(fingerprintOf([{ id: 'a', count: 1 }]));
    const fallen = fingerprintOf([{ id: '\uD800', count: 1 }]);
    expect(fallen).toBe(fingerprintOf([{ id: '\uFFFD', count: 1 }]));
  });
});
