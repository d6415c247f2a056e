import { describe, expect, test } from 'vitest';
import {
  childNodes,
  classesShown,
  isWeighed,
  rootNodes,
  type TreeNode,
} from '../../../src/host/views/treeModel';
import { datasetOf, splitOf, stateOf } from './fixtures';

const kinds = (nodes: readonly TreeNode[]): string[] => nodes.map(({ kind }) => kind);

describe('tree', () => {
  test('is empty while there is nothing, so that the welcome shows', () => {
    expect(rootNodes([])).toEqual([]);
    expect(rootNodes([stateOf(), stateOf({}, '/other')])).toEqual([]);
  });

  test('shows datasets at once in one folder, folders in several', () => {
    const state = stateOf({ datasets: [datasetOf()] });
    expect(kinds(rootNodes([state]))).toEqual(['dataset']);
    expect(kinds(rootNodes([state, stateOf({}, '/other')]))).toEqual(['folder', 'folder']);
    expect(kinds(childNodes({ kind: 'folder', state }))).toEqual(['dataset']);
  });

  test('puts what is only offered apart', () => {
    const offered = datasetOf({ id: 'b', status: 'offered' });
    const nodes = rootNodes([stateOf({ datasets: [offered, datasetOf()] })]);
    expect(kinds(nodes)).toEqual(['dataset', 'offered']);
    expect(kinds(childNodes(nodes[1]))).toEqual(['dataset']);
  });

  test('shows splits, or the classes at once where there is one split', () => {
    const [single] = rootNodes([stateOf({ datasets: [datasetOf()] })]);
    expect(kinds(childNodes(single))).toEqual(['class', 'class', 'class']);
    const splits = [splitOf('train', [3, 2, 0]), splitOf('val', [1, 1, 0])];
    const [several] = rootNodes([stateOf({ datasets: [datasetOf({ splits })] })]);
    const [train, val] = childNodes(several);
    expect(train).toMatchObject({ kind: 'split', target: { split: 'train' } });
    expect(childNodes(val)[1]).toMatchObject({ kind: 'class', index: 1, total: 2 });
  });

  test('cuts a long list of classes and says so', () => {
    const classes = Array.from({ length: 22_000 }, (_, at) => {
      return { id: `${at}`, name: `${at}`, count: 1 };
    });
    const splits = [
      splitOf(
        'all',
        Array.from(classes, () => 1),
      ),
    ];
    const [node] = rootNodes([stateOf({ datasets: [datasetOf({ classes, splits })] })]);
    const children = childNodes(node);
    expect(children).toHaveLength(classesShown + 1);
    expect(children.at(-1)).toMatchObject({ kind: 'more', hidden: 22_000 - classesShown });
  });

  test('weighs the training split only', () => {
    const splits = [splitOf('train', [3, 2, 0]), splitOf('val', [1, 1, 0])];
    const dataset = datasetOf({ splits });
    expect(splits.map((split) => isWeighed(dataset, split))).toEqual([true, false]);
    expect(isWeighed(datasetOf(), datasetOf().splits[0])).toBe(true);
  });
});
