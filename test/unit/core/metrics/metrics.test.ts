import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandOf } from '../../../../src/core/metrics/bands';
import { imbalanceMetrics, type ImbalanceMetrics } from '../../../../src/core/metrics/metrics';
import { expectPrinted, longTailed } from '../weights/printed';

type Metric = keyof ImbalanceMetrics;

const anyCounts = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 2 ** 53 })),
  { maxLength: 60 },
);
const smallCounts = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 60 });
const scaleFree: readonly Metric[] = [
  'imbalanceRatio',
  'shannon',
  'evenness',
  'effectiveClasses1',
  'effectiveClasses2',
  'gini',
  'headShare',
  'tailShare',
  'klFromUniform',
  'jsFromUniform',
  'lridNormalised',
  'imbalanceDegreeEuclidean',
  'imbalanceDegreeHellinger',
];

function expectSame(a: number, b: number, what: string): void {
  expect(Math.abs(a - b), what).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(a)));
}

describe('imbalance metrics', () => {
  const printed: readonly [string, readonly number[], Partial<Record<Metric, string>>][] = [
    [
      'CIFAR-10',
      longTailed(10, 5000, 100),
      {
        total: '12406',
        imbalanceRatio: '100',
        shannon: '1.643728',
        evenness: '.713862',
        effectiveClasses1: '5.174423',
        effectiveClasses2: '3.944774',
        gini: '.612816',
        klFromUniform: '.658857',
        jsFromUniform: '.167321',
        lrid: '16347.567889',
        lridNormalised: '.286138',
        imbalanceDegreeEuclidean: '6.523552',
        imbalanceDegreeHellinger: '6.589484',
        manyClasses: '8',
        mediumClasses: '2',
        fewClasses: '0',
      },
    ],
    [
      'CIFAR-100',
      longTailed(100, 500, 100),
      {
        total: '10847',
        imbalanceRatio: '100',
        shannon: '4.007500',
        evenness: '.870217',
        effectiveClasses1: '55.009151',
        effectiveClasses2: '41.961083',
        gini: '.591851',
        klFromUniform: '.597671',
        jsFromUniform: '.151451',
        lrid: '12965.86657',
        lridNormalised: '.129783',
        imbalanceDegreeEuclidean: '66.174239',
        imbalanceDegreeHellinger: '66.519705',
        manyClasses: '35',
        mediumClasses: '35',
        fewClasses: '30',
      },
    ],
    [
      '[3, 2, 1]',
      [3, 2, 1],
      {
        shannon: '1.011404',
        evenness: '.920620',
        gini: '.222222',
        klFromUniform: '.087208',
        jsFromUniform: '.022548',
        lrid: '1.046496',
        imbalanceDegreeEuclidean: '0.5',
        imbalanceDegreeHellinger: '.341081',
      },
    ],
  ];
  const cases = printed.flatMap(([name, counts, values]) =>
    Object.entries(values).map(([metric, digits]) => ({ name, metric, digits, counts })),
  );

  test.each(cases)('of $name hold $metric $digits as printed', ({ metric, digits, counts }) => {
    expectPrinted(imbalanceMetrics(counts)[metric as Metric], digits);
  });

  test('are zeros without classes and without samples', () => {
    const none = imbalanceMetrics([]);
    expect(Object.values(none).every((value) => value === 0)).toBe(true);
    expect(imbalanceMetrics([0, 0])).toEqual({
      ...none,
      classes: 2,
      emptyClasses: 2,
      fewClasses: 2,
      headClasses: 1,
    });
  });

  test('call a single class even', () => {
    expect(imbalanceMetrics([7])).toMatchObject({
      evenness: 1,
      shannon: 0,
      effectiveClasses1: 1,
      effectiveClasses2: 1,
      gini: 0,
      lridNormalised: 0,
      headShare: 1,
      tailShare: 1,
      imbalanceRatio: 1,
    });
  });

  test('take the ratio over present classes and everything else over declared ones', () => {
    const metrics = imbalanceMetrics([6, 0, 6, 1, 0, 3]);
    expect(metrics).toMatchObject({
      classes: 6,
      presentClasses: 4,
      emptyClasses: 2,
      singleSampleClasses: 1,
      largest: 6,
      smallest: 1,
      imbalanceRatio: 6,
    });
    expect(metrics.evenness).toBeCloseTo(metrics.shannon / Math.log(6), 12);
    expect(imbalanceMetrics([5, 5, 0]).klFromUniform).toBeCloseTo(Math.log(1.5), 12);
    expect(imbalanceMetrics([5, 5, 0]).gini).toBeCloseTo(1 / 3, 12);
  });

  test('are finite and inside their ranges for any counts', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const m = imbalanceMetrics(counts);
        const most = Math.log(Math.max(1, counts.length));
        const minority = counts.filter((n) => n < (m.total / counts.length) * (1 - 1e-12)).length;
        const within: readonly [Metric, number, number][] = [
          ['shannon', 0, most],
          ['evenness', 0, 1],
          ['effectiveClasses1', m.total > 0 ? 1 : 0, counts.length],
          ['effectiveClasses2', m.total > 0 ? 1 : 0, counts.length],
          ['gini', 0, counts.length === 0 ? 0 : 1 - 1 / counts.length + 1e-12],
          ['headShare', 0, 1],
          ['tailShare', 0, m.headShare],
          ['klFromUniform', 0, most],
          ['jsFromUniform', 0, Math.LN2],
          ['lridNormalised', 0, 1],
          ['imbalanceDegreeEuclidean', Math.max(0, minority - 1), minority],
          ['imbalanceDegreeHellinger', Math.max(0, minority - 1), minority],
        ];
        for (const value of Object.values(m)) expect(Number.isFinite(value)).toBe(true);
        for (const [metric, low, high] of within) {
          expect(m[metric], metric).toBeGreaterThanOrEqual(low);
          expect(m[metric], metric).toBeLessThanOrEqual(high);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('do not depend on the order of the classes', () => {
    fc.assert(
      fc.property(smallCounts, (counts) => {
        const [one, other] = [imbalanceMetrics(counts), imbalanceMetrics(counts.toReversed())];
        for (const metric of Object.keys(one) as Metric[]) {
          expectSame(one[metric], other[metric], metric);
        }
      }),
    );
  });

  test('do not depend on the size of the data, but for LRID, which grows with it', () => {
    fc.assert(
      fc.property(smallCounts, fc.integer({ min: 2, max: 1000 }), (counts, factor) => {
        const one = imbalanceMetrics(counts);
        const scaled = imbalanceMetrics(counts.map((count) => count * factor));
        for (const metric of scaleFree) expectSame(one[metric], scaled[metric], metric);
        expectSame(one.lrid * factor, scaled.lrid, 'lrid');
      }),
    );
  });

  test('agree with one another: KL = ln C - H, LRID = 2 N KL, normalised 1 - J', () => {
    fc.assert(
      fc.property(smallCounts, (counts) => {
        const m = imbalanceMetrics(counts);
        fc.pre(m.total > 0);
        expectSame(m.klFromUniform, Math.log(counts.length) - m.shannon, 'KL');
        expectSame(m.lrid, 2 * m.total * m.klFromUniform, 'LRID');
        expectSame(m.lridNormalised, 1 - m.evenness, 'normalised');
      }),
    );
  });

  test('show no imbalance in balanced data of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.maxSafeNat(), (classes, n) => {
        const m = imbalanceMetrics(Array<number>(classes).fill(n + 1));
        expect(m).toMatchObject({ imbalanceRatio: 1, imbalanceDegreeEuclidean: 0 });
        expect(m.imbalanceDegreeHellinger).toBe(0);
        expectSame(m.evenness, 1, 'evenness');
        expectSame(m.effectiveClasses1, classes, 'Hill 1');
        expectSame(m.effectiveClasses2, classes, 'Hill 2');
        for (const none of [m.gini, m.klFromUniform, m.jsFromUniform]) expectSame(none, 0, 'none');
      }),
    );
  });

  test('reach their maximum when one class has everything', () => {
    const m = imbalanceMetrics([0, 0, 0, 9]);
    expect(m.gini).toBeCloseTo(0.75, 12);
    expect(m.klFromUniform).toBeCloseTo(Math.log(4), 12);
    expect(m.imbalanceDegreeEuclidean).toBeCloseTo(3, 12);
    expect(m.imbalanceDegreeHellinger).toBeCloseTo(3, 12);
    expect(m).toMatchObject({ evenness: 0, effectiveClasses1: 1, effectiveClasses2: 1 });
  });

  test.each([-1, 0.5, NaN, Infinity, 2 ** 54])('refuse a count of %d', (count) => {
    expect(() => imbalanceMetrics([1, count])).toThrow(/class 1 is/);
  });
});

describe('bands', () => {
  test.each([
    [101, 'many'],
    [100, 'medium'],
    [20, 'medium'],
    [19, 'few'],
    [0, 'few'],
  ] as const)('put %d samples in %s', (count, band) => {
    expect(bandOf(count)).toBe(band);
  });

  test('follow the limits given', () => {
    const metrics = imbalanceMetrics([1000, 10, 11], { bands: { many: 500, few: 11 } });
    expect(metrics).toMatchObject({ manyClasses: 1, mediumClasses: 1, fewClasses: 1 });
    expect(() => imbalanceMetrics([], { bands: { many: 1, few: 2 } })).toThrow(RangeError);
  });
});

describe('head and tail', () => {
  const counts = [1, 2, 3, 4, 10, 20, 60, 0, 0, 0];

  test('are a fifth of the classes each, rounded up', () => {
    expect(imbalanceMetrics(counts)).toMatchObject({
      headShare: 0.8,
      tailShare: 0,
      headClasses: 2,
    });
    expect(imbalanceMetrics([3, 5, 2])).toMatchObject({ headShare: 0.5, tailShare: 0.2 });
  });

  test('follow the part given', () => {
    expect(imbalanceMetrics(counts, { headPart: 0.5 })).toMatchObject({
      headShare: 0.97,
      tailShare: 0.03,
      headClasses: 5,
    });
    expect(imbalanceMetrics(Array<number>(100).fill(1), { headPart: 0.07 }).headClasses).toBe(7);
  });

  test.each([0, -0.1, 1.1, NaN])('refuse a part of %d', (headPart) => {
    expect(() => imbalanceMetrics(counts, { headPart })).toThrow(RangeError);
  });
});
