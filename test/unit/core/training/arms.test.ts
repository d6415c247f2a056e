import { describe, expect, test } from 'vitest';
import { advisePrototypes } from '../../../../src/core/advice/prototypes';
import { imbalanceMetrics } from '../../../../src/core/metrics/metrics';
import { armLists, armsOf, suggestedPrototypes } from '../../../../src/core/training/arms';
import { longTailed } from './requests';

describe('armsOf', () => {
  test.each(armLists)('begins the %s list with the plain baseline', (list) => {
    const [first] = armsOf(list, longTailed, 60);
    expect(first).toMatchObject({ name: 'softmax', loss: { family: 'softmax', scheme: 'none' } });
  });

  test.each(armLists)('gives every arm of the %s list its own name and loss', (list) => {
    const arms = armsOf(list, longTailed, 60);
    expect(new Set(arms.map(({ name }) => name)).size).toBe(arms.length);
    const rules = arms.map(({ loss, schedule }) => JSON.stringify([loss, schedule]));
    expect(new Set(rules).size).toBe(arms.length);
  });

  test('has six arms on its short list', () => {
    expect(armsOf('default', longTailed, 60).map(({ name }) => name)).toEqual([
      'softmax',
      'cb-softmax β=0.9999',
      'cb-focal γ=1 β=0.9999',
      'balanced-softmax',
      'cb-softmax β=0.9999 deferred',
      'cb-ldam β=0.9999 deferred',
    ]);
  });

  test('defers re-weighting to four fifths of the epochs', () => {
    const [schedule] = armsOf('default', longTailed, 200).flatMap((arm) =>
      arm.schedule.kind === 'none' ? [] : [arm.schedule],
    );
    expect(schedule.start).toBe(160);
  });
});

describe('suggestedPrototypes', () => {
  test('keeps 10,000 for counts that it suits', () => {
    expect(suggestedPrototypes(longTailed)).toBe(10_000);
  });

  test('goes down where re-weighting that strong would harm the tail', () => {
    const classes = [100, 60, 30, 10, 2].map((count, at) => ({
      ...{ id: String(at), name: String(at), count },
    }));
    expect(suggestedPrototypes(classes)).toBeLessThan(10_000);
  });

  test('is what the panel suggests, and 10,000 for counts that are all but equal', () => {
    const of = (counts: readonly number[]): number =>
      suggestedPrototypes(counts.map((count, at) => ({ id: `${at}`, name: `${at}`, count })));
    const counts = [120, 40, 20];
    expect(of(counts)).toBe(advisePrototypes(imbalanceMetrics(counts))?.n);
    expect(of([100, 100, 99])).toBe(10_000);
    expect(of([5, 0])).toBe(10_000);
  });
});
