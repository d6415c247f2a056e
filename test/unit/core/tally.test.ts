import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemsKeptPerCode } from '../../../src/core/problems';
import { Tally, type TallyData } from '../../../src/core/tally';

const events = fc.array(
  fc.record({
    split: fc.constantFrom('train', 'val'),
    label: fc.constantFrom('a', 'b', 'ü', '10'),
    times: fc.integer({ min: 1, max: 5 }),
    newImage: fc.boolean(),
  }),
  { maxLength: 40 },
);

function tallied(
  all: readonly { split: string; label: string; times: number; newImage: boolean }[],
): TallyData {
  const tally = new Tally();
  for (const { split, label, times, newImage } of all) {
    const to = tally.split(split);
    if (newImage) to.beginImage();
    to.samples += 1;
    to.addInImage(tally.labels.indexOfText(label), times);
  }
  return tally.toData();
}

function byLabel(data: TallyData, numbers: readonly number[]): Record<string, number> {
  const pairs = data.labels.map((label, at): [string, number] => [label, numbers.at(at) ?? 0]);
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Independent of the order in which labels were first seen. */
function canonical(data: TallyData): unknown {
  return data.splits
    .map((split) => ({
      ...split,
      counts: byLabel(data, split.counts),
      images: byLabel(data, split.images),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function merged(...parts: TallyData[]): unknown {
  const tally = new Tally();
  for (const part of parts) tally.merge(JSON.parse(JSON.stringify(part)) as TallyData);
  return canonical(tally.toData());
}

describe('tallies', () => {
  test('add associatively and commutatively, across JSON', () => {
    fc.assert(
      fc.property(events, events, events, (a, b, c) => {
        const [x, y, z] = [a, b, c].map(tallied);
        const once = merged(x, y, z);
        expect(merged(z, y, x)).toEqual(once);
        const inner = new Tally();
        inner.merge(y);
        inner.merge(z);
        expect(merged(x, inner.toData())).toEqual(once);
      }),
    );
  });

  test('count an image once a class, however many boxes it holds', () => {
    const tally = new Tally();
    const split = tally.split('all');
    const cat = tally.labels.indexOfText('cat');
    split.beginImage();
    split.addInImage(cat);
    split.addInImage(cat);
    split.beginImage();
    split.addInImage(cat);
    expect([split.counts[cat], split.images[cat]]).toEqual([3, 2]);
  });

  test('keep a bounded number of problems and say how many more there were', () => {
    const tally = new Tally();
    for (let line = 1; line <= problemsKeptPerCode + 7; line++) {
      tally.problem({ code: 'bad', severity: 'warning', line, message: 'Bad.' });
    }
    const other = new Tally();
    other.merge(tally.toData());
    const problems = other.problems.toArray();
    expect(problems).toHaveLength(problemsKeptPerCode + 1);
    expect(problems.at(-1)?.message).toContain('7 more');
  });
});
