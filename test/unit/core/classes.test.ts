import { describe, expect, test } from 'vitest';
import { settleClasses } from '../../../src/core/classes';
import type { ClassEntry } from '../../../src/core/model';
import { Tally } from '../../../src/core/tally';

function tallyOf(...labels: string[]): Tally {
  const tally = new Tally();
  for (const label of labels) tally.split('all').add(tally.labels.indexOfText(label));
  return tally;
}

const named = (...names: string[]): ClassEntry[] =>
  names.map((name, index) => ({ id: index.toString(), name }));
const ids = (settled: { classes: readonly ClassEntry[] }): string[] =>
  settled.classes.map((entry) => entry.id);

describe('settleClasses', () => {
  test('keeps the declared order and puts undeclared labels after it, with a problem', () => {
    const settled = settleClasses(
      { classes: named('cat', 'dog'), order: 'declared' },
      tallyOf('7', '1', '5'),
    );
    expect(ids(settled)).toEqual(['0', '1', '5', '7']);
    expect(settled.problems.map((problem) => problem.code)).toEqual(['undeclared-class']);
  });

  test('says of one label and of several what is so', () => {
    const said = (...labels: string[]): string | undefined =>
      settleClasses({ classes: named('cat'), order: 'declared' }, tallyOf(...labels)).problems.at(0)
        ?.message;
    expect(said('7')).toBe(
      '1 label is not among the declared classes: 7. It is counted after them.',
    );
    expect(said('7', '8')).toBe(
      '2 labels are not among the declared classes: 7, 8. They are counted after them.',
    );
  });

  test('sorts integers by number and words by code point', () => {
    expect(ids(settleClasses({ classes: [], order: 'label' }, tallyOf('10', '9')))).toEqual([
      '9',
      '10',
    ]);
    expect(ids(settleClasses({ classes: [], order: 'text' }, tallyOf('10', '9')))).toEqual([
      '10',
      '9',
    ]);
  });

  test('fills gaps where labels are indexes', () => {
    const plan = { classes: [], order: 'label', denseIndexes: true } as const;
    expect(ids(settleClasses(plan, tallyOf('4', '1')))).toEqual(['0', '1', '2', '3', '4']);
  });

  test('leaves wide gaps open and says so', () => {
    const plan = { classes: [], order: 'label', denseIndexes: true } as const;
    const settled = settleClasses(plan, tallyOf('10003', '20005'));
    expect(ids(settled)).toEqual(['10003', '20005']);
    expect(settled.problems.map((problem) => problem.code)).toEqual(['sparse-indexes']);
  });

  test('fills no gaps among words', () => {
    const plan = { classes: [], order: 'label', denseIndexes: true } as const;
    expect(ids(settleClasses(plan, tallyOf('cat', '3')))).toEqual(['3', 'cat']);
  });

  test('keeps classes that the data itself declares', () => {
    const tally = tallyOf('3');
    tally.declare({ id: '9', name: 'owl' });
    tally.declare({ id: '3', name: 'cat' });
    const settled = settleClasses({ classes: [], order: 'declared' }, tally);
    expect(settled.classes).toEqual([
      { id: '9', name: 'owl' },
      { id: '3', name: 'cat' },
    ]);
  });
});
