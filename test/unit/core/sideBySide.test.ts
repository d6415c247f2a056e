// Two countings in one frame of classes: nothing is lost, nothing is counted twice.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dataset } from '../../../src/core/model';
import { sideBySide } from '../../../src/core/sideBySide';

function datasetOf(name: string, classes: readonly (readonly [string, number])[]): Dataset {
  const counts = classes.map(([, count]) => count);
  const samples = counts.reduce((sum, count) => sum + count, 0);
  return {
    ...{
      id: name,
      name,
      format: 'delimited',
      readAs: 'Delimited table',
      unit: 'image',
      status: 'asserted' as const,
    },
    ...{ sources: [], evidence: [], problems: [], multiLabel: false, samples, unlabelled: 0 },
    classes: classes.map(([one, count]) => ({ id: one, name: one, count })),
    splits: [{ name: 'train', samples, unlabelled: 0, counts }],
  };
}
const side = (dataset: Dataset) => ({
  title: dataset.name,
  dataset,
  split: 'train',
  counted: 'unit' as const,
});

const name = fc.constantFrom('cat', 'dog', 'owl', '', '__proto__', 'constructor');
const classes = fc.array(fc.tuple(name, fc.nat(1000)), { maxLength: 8 });

test('sides keep their counts under the union of the names, the first side’s order first', () => {
  fc.assert(
    fc.property(classes, classes, (first, second) => {
      const joint = sideBySide([side(datasetOf('a', first)), side(datasetOf('b', second))]);
      const names = [...new Set([...first, ...second].map(([one]) => one))];
      expect(joint.classes.map((entry) => entry.name)).toEqual(names);
      [first, second].forEach((of, at) => {
        const expected = names.map((one) =>
          of.reduce((sum, [other, count]) => sum + (other === one ? count : 0), 0),
        );
        expect(joint.splits[at].counts).toEqual(expected);
      });
      const total = [...first, ...second].reduce((sum, [, count]) => sum + count, 0);
      expect(joint.classes.reduce((sum, { count }) => sum + count, 0)).toBe(total);
      expect(joint.samples).toBe(total);
    }),
  );
});

test('sides of one title are told apart, and a split that one has not is its default', () => {
  const dataset = datasetOf('a', [['cat', 3]]);
  const joint = sideBySide([side(dataset), { ...side(dataset), split: 'val' }]);
  expect(joint.splits.map((split) => split.name)).toEqual(['a', 'a (2)']);
  expect(joint.splits[1].counts).toEqual([3]);
});

test('units of one dataset stand side by side', () => {
  const boxes = datasetOf('a', [
    ['cat', 5],
    ['dog', 2],
  ]);
  const dataset = { ...boxes, splits: [{ ...boxes.splits[0], images: [2, 1] }] };
  const units = ['unit', 'images'] as const;
  const sides = units.map((counted) => ({ title: counted, dataset, split: 'train', counted }));
  const joint = sideBySide([sides[0], sides[1]]);
  expect(joint.splits.map(({ counts }) => counts)).toEqual([
    [5, 2],
    [2, 1],
  ]);
});
