import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectiveNumberOf } from '../../../../src/core/weights/numberOfPrototypes';
import { normalisations, zeroCountPolicies } from '../../../../src/core/weights/normalise';
import { schemes } from '../../../../src/core/weights/registry';
import type { WeightTable } from '../../../../src/core/weights/scheme';
import { prepareClasses, weigh, weighClasses } from '../../../../src/core/weights/table';
import { classesOf } from './printed';

const scheme = 'effective-number';
const weightsOf = (table: WeightTable): readonly number[] => table.rows.map((row) => row.weight);
const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);
const codes = (table: WeightTable): readonly string[] => table.notes.map((note) => note.code);

describe('weight columns', () => {
  test('hold what the rows hold, whatever was prepared before', () => {
    const counts = fc.array(fc.oneof(fc.nat(3), fc.nat(100_000)), { maxLength: 20 });
    const options = fc.record({
      scheme: fc.constantFrom(...schemes.map(({ id }) => id)),
      zeroCount: fc.constantFrom(...zeroCountPolicies.map(({ id }) => id)),
      normalisation: fc.constantFrom(...normalisations.map(({ id }) => id)),
      n: fc.constantFrom(1, 2, 17.5, 10_000, 1e12, Infinity),
      own: fc.boolean(),
    });
    const property = fc.property(counts, options, (own, { n, zeroCount, ...request }) => {
      const classes = classesOf(own);
      const classPrototypes = own.map((_, at) => (at % 3 === 0 ? at + 1 : null));
      const input = {
        ...{ classes, zeroCount, ...request, parameters: { n } },
        ...(request.own && { classPrototypes }),
      };
      const prepared = prepareClasses({ classes, zeroCount });
      weigh({ ...input, parameters: { n: 5 } }, prepared);
      const { table, weights, effectiveNumbers, rowAt } = weigh(input, prepared);
      expect(table).toEqual(weighClasses(input));
      expect([...weights]).toEqual(weightsOf(table));
      expect([...effectiveNumbers]).toEqual(table.rows.map((row) => row.effectiveNumber));
      expect(own.map((_, at) => rowAt(at))).toEqual(table.rows);
      for (const { count, effectiveNumber, empty, prototypes = n } of table.rows) {
        const taken = empty && zeroCount === 'pseudo-count' ? 1 : count;
        expect(effectiveNumber).toBe(effectiveNumberOf(taken, prototypes));
      }
    });
    fc.assert(property, { numRuns: 300 });
  });
});

describe('weight table', () => {
  test('carries everything needed to derive it again, as plain JSON', () => {
    const table = weighClasses({ scheme, classes: classesOf([30, 0, 1]) });
    expect(table).toMatchObject({
      scheme,
      parameters: { n: 10_000 },
      normalisation: 'sum-to-classes',
      zeroCount: 'zero',
      prototypes: 10_000,
      beta: 0.9999,
      total: 31,
      presentClasses: 2,
      weightedClasses: 2,
    });
    expect(table.rows[2]).toMatchObject({ index: 2, id: '2', name: 'class 2', count: 1 });
    expect(table.rows[2].effectiveNumber).toBe(1);
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
  });

  test('writes infinite N so that it survives JSON and comes back as a request', () => {
    const classes = classesOf([3, 5]);
    const table = weighClasses({ scheme, parameters: { n: Infinity }, classes });
    expect(table).toMatchObject({ parameters: { beta: 1 }, prototypes: null, beta: 1 });
    expect(JSON.parse(JSON.stringify(table))).toEqual(table);
    expect(weighClasses({ scheme, parameters: table.parameters, classes })).toEqual(table);
  });

  test('carries effective numbers with every scheme, at the N asked for', () => {
    for (const { id } of schemes) {
      const table = weighClasses({
        scheme: id,
        parameters: { beta: 0.5 },
        classes: classesOf([2]),
      });
      expect(table.rows[0].effectiveNumber).toBe(1.5);
      expect(table.prototypes).toBe(2);
    }
  });

  test('is empty without classes', () => {
    const table = weighClasses({ scheme, classes: [] });
    expect(table).toMatchObject({ total: 0, presentClasses: 0, rows: [] });
    expect(codes(table)).toEqual(['no-classes']);
  });

  test('is finite and not negative for every scheme, scale and policy', () => {
    const counts = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 ** 53 })), {
      maxLength: 20,
    });
    const choice = fc.record({
      scheme: fc.constantFrom(...schemes.map((one) => one.id)),
      normalisation: fc.constantFrom(...normalisations.map((one) => one.id)),
      zeroCount: fc.constantFrom(...zeroCountPolicies.map((one) => one.id)),
    });
    fc.assert(
      fc.property(counts, choice, (some, request) => {
        const table = weighClasses({ ...request, classes: classesOf(some) });
        for (const row of table.rows) {
          expect(Number.isFinite(row.weight) && Number.isFinite(row.effectiveNumber)).toBe(true);
          expect(row.weight > 0).toBe(row.count > 0 || request.zeroCount === 'pseudo-count');
          expect(row.empty).toBe(row.count === 0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('normalisation', () => {
  const counts = [7, 0, 500, 20];
  const at = (normalisation: (typeof normalisations)[number]['id']): readonly number[] =>
    weightsOf(weighClasses({ scheme, normalisation, classes: classesOf(counts) }));

  test('fixes the sum, the sum over samples, the largest or the smallest', () => {
    expect(sum(at('sum-to-classes'))).toBeCloseTo(3, 12);
    expect(sum(at('sum-to-one'))).toBeCloseTo(1, 12);
    expect(sum(at('mean-one-per-sample').map((w, i) => w * counts[i]))).toBeCloseTo(527, 9);
    expect(Math.max(...at('max-one'))).toBeCloseTo(1, 12);
    expect(Math.min(...at('min-one').filter((w) => w > 0))).toBeCloseTo(1, 12);
    expect(at('none')[0]).toBeCloseTo(1 / (1e4 * (1 - 0.9999 ** 7)), 9);
  });

  test('never changes the ratio of two weights', () => {
    const ratio = at('none')[0] / at('none')[2];
    for (const { id } of normalisations) expect(at(id)[0] / at(id)[2]).toBeCloseTo(ratio, 9);
  });
});

describe('empty classes', () => {
  test('get weight 0, a flag and a note, and leave the others as if they were not there', () => {
    const table = weighClasses({ scheme, classes: classesOf([5, 0, 50]) });
    const [five, fifty] = weightsOf(weighClasses({ scheme, classes: classesOf([5, 50]) }));
    expect(weightsOf(table)).toEqual([five, 0, fifty]);
    expect(table.rows.map((row) => row.empty)).toEqual([false, true, false]);
    expect(table.rows[1].effectiveNumber).toBe(0);
    expect(codes(table)).toEqual(['empty-classes']);
  });

  test('weigh as one sample with pseudo-counts, and keep their flag', () => {
    for (const one of schemes) {
      const request = { scheme: one.id, zeroCount: 'pseudo-count' } as const;
      const table = weighClasses({ ...request, classes: classesOf([5, 0, 50]) });
      const alike = weighClasses({ ...request, classes: classesOf([5, 1, 50]) });
      expect(weightsOf(table)).toEqual(weightsOf(alike));
      expect(table.rows[1]).toMatchObject({ count: 0, empty: true, effectiveNumber: 1 });
      expect(table).toMatchObject({ presentClasses: 2, weightedClasses: 3, total: 55 });
    }
  });

  test('that are all there is get weight 0 and a warning', () => {
    const table = weighClasses({ scheme, classes: classesOf([0, 0]) });
    expect(weightsOf(table)).toEqual([0, 0]);
    expect(table.notes).toMatchObject([{ code: 'no-samples', severity: 'warning' }]);
  });

  test('take the widest support in median frequency with pseudo-counts', () => {
    const table = weighClasses({
      scheme: 'median-frequency',
      normalisation: 'none',
      zeroCount: 'pseudo-count',
      classes: classesOf([10, 0, 40]),
      support: [20, 0, 400],
    });
    expect(weightsOf(table)).toEqual([0.2, 40, 1]);
  });
});

describe('a weight request', () => {
  const classes = classesOf([1, 2]);

  test.each([
    [{ scheme: 'no-such' }, /no weighting scheme "no-such".*inverse/],
    [{ scheme, parameters: { n: 0.5 } }, /"n" is 0.5.*1 to 1000000000000, or infinite/],
    [{ scheme, parameters: { n: NaN } }, /"n" is NaN/],
    [{ scheme, parameters: { n: 2e12 } }, /"n" is 2000000000000/],
    [{ scheme, parameters: { beta: 1.5 } }, /"beta" is 1.5.*0 to 1/],
    [{ scheme, parameters: { beta: 0.5, n: 2 } }, /same thing/],
    [{ scheme, parameters: { q: 1 } }, /no parameter "q"/],
    [{ scheme: 'power', parameters: { q: 2.1 } }, /"q" is 2.1.*0 to 2/],
    [{ scheme: 'power', parameters: { q: Infinity } }, /"q" is Infinity/],
    [{ scheme: 'inverse', parameters: { n: -1 } }, /"n" is -1/],
    [{ scheme: 'enet-log', parameters: { k: 1 } }, /"k" is 1; .*1.001 to 2/],
  ])('is refused by name, value and range: %j', (request, message) => {
    expect(() => weighClasses({ ...request, classes })).toThrow(RangeError);
    expect(() => weighClasses({ ...request, classes })).toThrow(message);
  });

  test.each([-1, 1.5, NaN, Infinity, 2 ** 54])('is refused for a count of %d', (count) => {
    expect(() => weighClasses({ scheme, classes: classesOf([3, count]) })).toThrow(/class 1 is/);
  });

  test.each([0, -2, NaN, Infinity])('is refused for a support of %d', (support) => {
    const input = { scheme: 'median-frequency', classes, support: [3, support] };
    expect(() => weighClasses(input)).toThrow(/support of class 1/);
  });

  test('without image counts is noted where the scheme needs them', () => {
    expect(codes(weighClasses({ scheme: 'median-frequency', classes }))).toEqual(['no-support']);
    const half = [{ ...classes[0], images: 1 }, classes[1]];
    expect(codes(weighClasses({ scheme: 'median-frequency', classes: half }))).toEqual([
      'no-support',
    ]);
    expect(codes(weighClasses({ scheme, classes }))).toEqual([]);
  });
});
