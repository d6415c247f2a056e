// Distinct groups per class: against a slow count, over splits, and where there are none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GroupCounter } from '../../../../src/core/groups/groupCounter';

const classOf = (label: number): string => `class ${label}`;
const byColumn = () => new GroupCounter({ kind: 'column', name: 'who' }, 'who', 'a.csv');

const samples = fc.array(
  fc.record({
    split: fc.constantFrom('train', 'val'),
    file: fc.constant('a.csv'),
    group: fc.option(fc.constantFrom('p', 'q', 'r', '__proto__'), { nil: undefined }),
    labels: fc.array(fc.nat(3), { maxLength: 3 }),
  }),
  { maxLength: 60 },
);

describe('groups', () => {
  test('are counted once a class and split, and once over all splits', () => {
    fc.assert(
      fc.property(samples, (given) => {
        const counter = byColumn();
        const [bySplit, all] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
        given.forEach((sample, at) => {
          counter.take(sample, classOf);
          const group = sample.group ?? `none ${at}`;
          for (const label of sample.labels) {
            const [inSplit, name] = [`${sample.split}/${classOf(label)}`, classOf(label)];
            bySplit.set(inSplit, (bySplit.get(inSplit) ?? new Set()).add(group));
            all.set(name, (all.get(name) ?? new Set()).add(group));
          }
        });
        const counts = counter.counts();
        if (given.every(({ group }) => group === undefined)) {
          expect(counts.all.size).toBe(0);
          expect(counts.problems[0].code).toBe('no-groups');
          return;
        }
        const sizes = (sets: ReadonlyMap<string, Set<string>>) =>
          Object.fromEntries([...sets].map(([key, set]) => [key, set.size]));
        const found = [...counts.splits].flatMap(([split, classes]) =>
          [...classes].map(([id, count]) => [`${split}/${id}`, count] as const),
        );
        expect(Object.fromEntries(found)).toEqual(sizes(bySplit));
        expect(Object.fromEntries(counts.all)).toEqual(sizes(all));
      }),
    );
  });

  test('that lie in several splits are said, and so are samples without one', () => {
    const counter = byColumn();
    const take = (split: string, group?: string): void => {
      counter.take(
        { split, file: 'a.csv', labels: [0], ...(group !== undefined && { group }) },
        classOf,
      );
    };
    take('train', 'p');
    take('val', 'p');
    take('train', 'q');
    take('val');
    const { problems, all } = counter.counts();
    expect(all.get('class 0')).toBe(3);
    expect(problems.map(({ code }) => code)).toEqual(['no-group', 'groups-across-splits']);
    expect(problems[1].message).toContain('1 of 3 groups');
  });
});
