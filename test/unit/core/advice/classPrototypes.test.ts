// N of a class from its near-duplicates: when it is given, when it is refused, and what it does to weights.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classPrototypes, prototypesForWeights } from '../../../../src/core/advice/classPrototypes';
import { clusterCounts } from '../../../../src/core/duplicates/clusterCounts';
import { weightsDocument } from '../../../../src/core/writing/document';
import { weighClasses } from '../../../../src/core/weights/table';

const ones = (count: number): number[] => new Array<number>(count).fill(1);
const twos = (count: number): number[] => new Array<number>(count).fill(2);

describe('N of a class', () => {
  test('is given where near-duplicates tell it, with its interval', () => {
    const found = classPrototypes(clusterCounts([...ones(200), ...twos(40), 3, 3, 3, 3]));
    expect(found.finding).toBe('supported');
    const { n, low, high } = found.prototypes ?? { n: 0, low: 0, high: 0 };
    expect(low).toBeLessThan(n);
    expect(n).toBeLessThan(high);
    expect(found.sentence).toContain('48 of 292 samples repeat another');
  });

  test('is refused below five collisions, with what it is at least', () => {
    const found = classPrototypes(clusterCounts([...ones(96), 2, 2]));
    expect(found.finding).toBe('few-collisions');
    expect(found.prototypes).toBeUndefined();
    expect(found.atLeast).toBeGreaterThan(500);
    expect(found.sentence).toContain('Only 2 of 100 samples');
  });

  test('is refused where one picture repeats far more than the rest', () => {
    const found = classPrototypes(clusterCounts([...ones(300), 60]));
    expect(found.finding).toBe('estimators-disagree');
    expect(found.sentence).toContain('disagree');
  });

  test('is refused where the interval is too wide', () => {
    const found = classPrototypes(clusterCounts([...ones(400), ...twos(5)]));
    expect(['wide-interval', 'supported']).toContain(found.finding);
    const { low, high } = found.estimates?.occupancy ?? { low: 1, high: 1 };
    expect(found.finding === 'wide-interval').toBe(high > 10 * low);
  });

  test('of one sample or none is not asked for', () => {
    expect(classPrototypes(clusterCounts([1])).finding).toBe('no-samples');
    expect(classPrototypes(clusterCounts([])).finding).toBe('no-samples');
  });

  test('is never given without an interval around it, whatever the clusters', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 150 }), (sizes) => {
        const { finding, prototypes, sentence } = classPrototypes(clusterCounts(sizes));
        expect(prototypes !== undefined).toBe(finding === 'supported');
        expect(sentence).not.toMatch(/NaN|undefined/);
        if (prototypes === undefined) return;
        expect(prototypes.low).toBeLessThanOrEqual(prototypes.n);
        expect(prototypes.high / prototypes.low).toBeLessThanOrEqual(10);
      }),
    );
  });
});

describe('weights with N of some classes', () => {
  const classes = [
    { id: 'a', name: 'a', count: 1000 },
    { id: 'b', name: 'b', count: 1000 },
    { id: 'c', name: 'c', count: 0 },
  ];
  const parameters = { n: 10_000 };

  test('weigh a class by its own N', () => {
    const table = weighClasses({
      ...{ scheme: 'effective-number', classes, parameters, normalisation: 'none' },
      classPrototypes: [100, null, null],
    });
    const [a, b, c] = table.rows;
    expect(a.weight).toBeCloseTo(0.01 / (1 - 0.99 ** 1000), 12);
    expect(b.weight).toBeCloseTo(0.0001 / (1 - 0.9999 ** 1000), 12);
    expect([a.prototypes, b.prototypes, c.weight]).toEqual([100, undefined, 0]);
    expect(table.notes.map((note) => note.message).join(' ')).toContain('(index: N): 0: 100.');
    const document = weightsDocument({ table, provenance });
    expect(JSON.stringify(document)).toContain('"prototypes":100,"effectiveNumber"');
  });

  test('are those of the common N where no class has its own', () => {
    const request = { scheme: 'effective-number', classes, parameters };
    const own = weighClasses({ ...request, classPrototypes: [null, Infinity, null] });
    expect(own).toEqual(weighClasses(request));
  });

  test('refuse an N below 1 and a list of another length', () => {
    const request = { scheme: 'effective-number', classes };
    for (const bad of [[0.5, null, null], [NaN, null, null], [10]]) {
      expect(() => weighClasses({ ...request, classPrototypes: bad })).toThrow(RangeError);
    }
  });

  test('take what near-duplicates say, class by class', () => {
    const found = [
      clusterCounts([...ones(200), ...twos(40)]),
      clusterCounts(ones(50)),
      clusterCounts([]),
    ];
    const own = prototypesForWeights(found.map(classPrototypes));
    expect(own[0]).toBeGreaterThan(240);
    expect(own.slice(1)).toEqual([null, null]);
  });
});

const provenance = {
  ...{ tool: 'test', created: '', dataset: 'd', sources: [], split: 'all' },
  ...{ unit: 'image' as const, multiLabel: false, samples: 2000 },
};
