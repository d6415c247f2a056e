// What the panel makes of a verdict: the outcome it names, and the choice that says the winning loss again.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { methods } from '../../../../src/core/advice/methods/list';
import type { Method } from '../../../../src/core/advice/methods/method';
import { adviseTrained, choiceOf } from '../../../../src/core/advice/trained';
import { lossConfig } from '../../../../src/core/lossConfig/write';
import type { Metrics, Ranked } from '../../../../src/core/training/events';
import type { Arm } from '../../../../src/core/training/request';
import { weighClasses } from '../../../../src/core/weights/table';
import { longTailed, packedRequest } from '../training/requests';

const { arms } = packedRequest;
const [plain, second, third] = arms.map(({ name }) => name);

const metrics = (head: number, tail: number): Metrics => ({
  ...{ accuracy: 0.5, balancedAccuracy: 0.5, many: null, medium: null, few: null, head, tail },
  ...{ loss: 1, calibrationError: 0, recall: [] },
});

function ranked(arm: string, mean: number, conclusion: Ranked['conclusion']): Ranked {
  const difference = mean - 0.4;
  return {
    ...{ arm, mean, difference, conclusion, seeds: 3, interval: null },
    differenceInterval: [difference - 0.01, difference + 0.01],
    metrics: metrics(conclusion === 'baseline' ? 0.9 : 0.8, conclusion === 'baseline' ? 0.1 : 0.3),
  };
}

const baseline = ranked(plain, 0.4, 'baseline');

describe('trained advice', () => {
  test('names the loss that won, its interval and what it costs the head', () => {
    const ranking = [ranked(second, 0.5, 'better'), ranked(third, 0.45, 'better'), baseline];
    const advice = adviseTrained({ ranking, chosen: third }, arms);
    expect(advice).toMatchObject({ outcome: 'better', chosen: third, baseline: { mean: 0.4 } });
    expect(advice?.loss?.arm).toBe(third);
    expect(advice?.loss?.interval?.[0]).toBeCloseTo(0.04, 12);
    expect(advice?.loss?.head).toBeCloseTo(-0.1, 12);
    expect(advice?.loss?.tail).toBeCloseTo(0.2, 12);
  });

  test.each([
    ['no-difference', 'no difference shown'],
    ['worse', 'worse'],
    ['unconfirmed', 'better'],
  ] as const)('says %s where the plain loss stays and the best other one is %s', (outcome, how) => {
    const ranking = [ranked(second, 0.41, how), baseline, ranked(third, 0.3, 'worse')];
    const advice = adviseTrained({ ranking, chosen: plain }, arms);
    expect(advice?.outcome).toBe(outcome);
    expect(advice?.loss?.arm).toBe(second);
    expect(advice?.choice?.method).toBe('plain');
  });

  test('tells of post-hoc adjustment only where it is better and no worse than the winner', () => {
    const free = (mean: number) => ranked('plain + adjusted', mean, 'better');
    const of = (mean: number) =>
      adviseTrained(
        { ranking: [free(mean), ranked(second, 0.5, 'better'), baseline], chosen: second },
        arms,
      );
    expect(of(0.51)?.postHoc).toEqual({ arm: 'plain + adjusted', mean: 0.51 });
    expect(of(0.49)?.postHoc).toBeUndefined();
    expect(of(0.51)?.loss?.arm).toBe(second);
  });

  test('says that nothing else was trained, and nothing without a baseline', () => {
    expect(adviseTrained({ ranking: [baseline], chosen: plain }, arms)?.outcome).toBe('alone');
    const other = [ranked(second, 0.5, 'better')];
    expect(adviseTrained({ ranking: other, chosen: second }, arms)).toBeUndefined();
  });
});

/** The arm that trains what a method's loss config says. */
function armOf(method: Method, values: Readonly<Record<string, number>>, n: number): Arm {
  const classes = longTailed;
  const table = weighClasses({ scheme: 'effective-number', parameters: { n }, classes });
  const { dataset, tool, created } = packedRequest;
  const config = lossConfig({
    ...{ table, choices: method.choices(values, false) },
    provenance: { ...dataset, dataset: dataset.name, tool, created },
  });
  const { scheme, n: prototypes, family } = config.loss;
  const own = Object.fromEntries(
    Object.entries(config.loss).filter(([key]) =>
      ['gamma', 'tau', 'margin', 'scale'].includes(key),
    ),
  );
  const weights = scheme === 'none' ? { scheme } : { scheme, n: prototypes };
  return {
    name: method.id,
    loss: { family, ...own, ...weights } as Arm['loss'],
    ...{ schedule: config.schedule, sampler: config.sampler },
  };
}

describe('the choice for an arm', () => {
  test('is the method, values and N that the arm was made of, whatever they are', () => {
    const values = fc.record({
      gamma: fc.double({ min: 0.01, max: 10, noNaN: true }),
      tau: fc.double({ min: 0.01, max: 10, noNaN: true }),
      margin: fc.double({ min: 0.01, max: 2, noNaN: true }),
      start: fc.integer({ min: 1, max: 100_000 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...methods),
        values,
        fc.integer({ min: 2, max: 1e6 }),
        (method, given, n) => {
          const choice = choiceOf(armOf(method, given, n));
          expect(choice?.method).toBe(method.id);
          for (const { id } of method.parameters) expect(choice?.values[id]).toBe(given[id]);
          if (method.weighted) expect(choice).toMatchObject({ scheme: 'effective-number', n });
          else expect(choice).not.toHaveProperty('scheme');
        },
      ),
    );
  });

  test('is missing for what no method of the panel says', () => {
    const [first] = arms;
    const { schedule, sampler } = first;
    const of = (loss: Arm['loss']) => choiceOf({ name: 'x', loss, schedule, sampler });
    expect(of({ family: 'sigmoid', scheme: 'none' })).toBeUndefined();
    expect(of({ family: 'balanced-softmax', scheme: 'inverse' })).toBeUndefined();
    expect(of({ family: 'ldam', margin: 0.5, scale: 10, scheme: 'none' })).toBeUndefined();
    expect(
      choiceOf({ ...first, sampler: { kind: 'repeat-factor', threshold: 0.1 } }),
    ).toBeUndefined();
  });
});
