// The tree as plain nodes: folders > datasets > splits > classes. No vscode here: tested in plain Node.
// Must not know how a node looks.

import type { Dataset, SplitCounts } from '../../core/model';
import { defaultSplit } from '../../core/selection';
import { foundIn, type FolderState, type Found, type Target } from '../folderState';

export interface FolderNode {
  readonly kind: 'folder';
  readonly state: FolderState;
}
/** Datasets that the user has to settle. */
export interface OfferedNode {
  readonly kind: 'offered';
  readonly state: FolderState;
  readonly found: readonly Found[];
}
export interface DatasetNode {
  readonly kind: 'dataset';
  readonly found: Found;
  /** The only one there is: its splits are shown at once. */
  readonly alone: boolean;
  readonly target: Target;
}
export interface SplitNode {
  readonly kind: 'split';
  readonly found: Found;
  readonly split: SplitCounts;
  readonly target: Target;
}
export interface ClassNode {
  readonly kind: 'class';
  readonly found: Found;
  readonly split: SplitCounts;
  readonly index: number;
  /** Sum of the split's counts. */
  readonly total: number;
  readonly target: Target;
}
/** Stands for the classes beyond {@link classesShown}. */
export interface MoreNode {
  readonly kind: 'more';
  readonly found: Found;
  readonly split: SplitCounts;
  readonly hidden: number;
  readonly target: Target;
}
export type TreeNode = FolderNode | OfferedNode | DatasetNode | SplitNode | ClassNode | MoreNode;

/** Classes below one split; the chart shows all of them. */
export const classesShown = 1000;

/** The top of the tree: datasets, or folders where the workspace has several. Empty while there is nothing. */
export function rootNodes(states: readonly FolderState[]): readonly TreeNode[] {
  if (states.every((state) => state.datasets.length === 0)) return [];
  if (states.length === 1) return states.flatMap(datasetNodes);
  return states.map((state) => ({ kind: 'folder', state }));
}

export function childNodes(node: TreeNode): readonly TreeNode[] {
  switch (node.kind) {
    case 'folder':
      return datasetNodes(node.state);
    case 'offered':
      return node.found.map((found) => datasetNode(found));
    case 'dataset':
      return splitNodes(node.found);
    case 'split':
      return classNodes(node.found, node.split);
    case 'class':
    case 'more':
      return [];
  }
}

/** The split whose weights are shown: the one they are computed from. */
export function isWeighed(dataset: Dataset, split: SplitCounts): boolean {
  return split.name === defaultSplit(dataset);
}

function datasetNodes(state: FolderState): readonly TreeNode[] {
  const found = foundIn([state]);
  const asserted = found
    .filter(({ dataset }) => dataset.status === 'asserted')
    .map((one, _, all) => datasetNode(one, all.length === 1));
  const offered = found.filter(({ dataset }) => dataset.status === 'offered');
  return offered.length === 0
    ? asserted
    : [...asserted, { kind: 'offered', state, found: offered }];
}

function datasetNode(found: Found, alone = false): DatasetNode {
  return { kind: 'dataset', found, alone, target: { key: found.key } };
}

function splitNodes(found: Found): readonly TreeNode[] {
  const { splits } = found.dataset;
  if (splits.length === 1) return classNodes(found, splits[0]);
  return splits.map((split) => {
    const target = { key: found.key, split: split.name };
    return { kind: 'split', found, split, target };
  });
}

function classNodes(found: Found, split: SplitCounts): readonly TreeNode[] {
  const target = { key: found.key, split: split.name };
  const shown = found.dataset.classes.slice(0, classesShown);
  const total = totalOf(split);
  const nodes = shown.map((_, index): TreeNode => {
    return { kind: 'class', found, split, index, total, target: { ...target, classIndex: index } };
  });
  const hidden = found.dataset.classes.length - shown.length;
  return hidden === 0 ? nodes : [...nodes, { kind: 'more', found, split, hidden, target }];
}

export function totalOf(split: SplitCounts): number {
  return split.counts.reduce((sum, count) => sum + count, 0);
}
