// How a node of the tree looks and reads aloud.
// Must not know where nodes come from.

import * as vscode from 'vscode';
import type { Dataset } from '../../core/model';
import { showsPictures } from '../../core/duplicates/pictured';
import { carriesSeveral } from '../../core/selection';
import { isTrainable } from '../../core/training/trainable';
import type { WeightRow } from '../../core/weights/scheme';
import type { NumberFormat } from '../format';
import type { FolderState, Target } from '../folderState';
import { classCount, unitCount } from '../words';
import { badgeUri } from './decorations';
import { datasetTooltip } from './tooltip';
import {
  totalOf,
  type ClassNode,
  type DatasetNode,
  type MoreNode,
  type SplitNode,
  type TreeNode,
} from './treeModel';

type Sized = Pick<Dataset, 'samples' | 'unlabelled'>;

export interface ItemContext {
  readonly numbers: NumberFormat;
  /** The weight of a class where weights are shown. */
  readonly row: (node: ClassNode) => WeightRow | undefined;
}

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function treeItem(node: TreeNode, context: ItemContext): vscode.TreeItem {
  switch (node.kind) {
    case 'folder':
      return folderItem(node.state);
    case 'offered':
      return offeredItem(node.state, node.found.length);
    case 'dataset':
      return datasetItem(node, context);
    case 'split':
      return splitItem(node, context);
    case 'class':
      return classItem(node, context);
    case 'more':
      return moreItem(node, context);
  }
}

function folderItem(state: FolderState): vscode.TreeItem {
  const item = new vscode.TreeItem(state.folder.name, Expanded);
  item.id = `folder ${state.folder.uri.toString()}`;
  item.iconPath = vscode.ThemeIcon.Folder;
  item.contextValue = 'folder';
  item.description = folderDescription(state);
  if (state.datasets.length === 0) item.collapsibleState = None;
  return item;
}

function folderDescription(state: FolderState): string {
  switch (state.status) {
    case 'included':
      return vscode.l10n.t('counted in {0}', state.reason ?? '');
    case 'unsupported':
      return vscode.l10n.t('not on a disk');
    case 'unscanned':
      return vscode.l10n.t('not scanned');
    case 'scanning':
      return vscode.l10n.t('scanning…');
    case 'failed':
      return vscode.l10n.t('failed: {0}', state.reason ?? '');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'done':
      if (state.stale) return vscode.l10n.t('out of date');
      return state.datasets.length === 0 ? vscode.l10n.t('no labels found') : '';
  }
}

function offeredItem(state: FolderState, count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('May be labels'), Collapsed);
  item.id = `offered ${state.folder.uri.toString()}`;
  item.iconPath = new vscode.ThemeIcon('question');
  item.contextValue = 'offered';
  item.description = count.toString();
  item.tooltip = vscode.l10n.t(
    'These files may hold labels, or not. Choose what to count with “Choose What to Count…”.',
  );
  return item;
}

function datasetItem(
  { found, alone, target }: DatasetNode,
  { numbers }: ItemContext,
): vscode.TreeItem {
  const { dataset, key, state, reading } = found;
  const item = new vscode.TreeItem(dataset.name, alone ? Expanded : Collapsed);
  item.id = `dataset ${key}`;
  item.iconPath = new vscode.ThemeIcon(dataset.status === 'offered' ? 'question' : 'database');
  const traits = [
    'dataset',
    ...(dataset.status === 'offered' ? ['offered'] : []),
    ...(dataset.splits.length > 1 ? ['splits'] : []),
    ...(showsPictures(dataset) ? ['pictures'] : []),
    ...(isTrainable(dataset) ? ['trainable'] : []),
  ];
  item.contextValue = traits.join(' ');
  item.command = opens(target);
  const classes = classCount(dataset.classes.length, numbers);
  const stale = state.stale ? [vscode.l10n.t('out of date')] : [];
  const total = unitCount(dataset.unit, sizeOf(dataset, countOf(dataset)), numbers);
  const told = reading === undefined ? [] : [reading];
  item.description = [...told, total, classes, ...stale].join(' · ');
  item.tooltip = datasetTooltip(dataset, numbers);
  const badge = badgeOf(dataset);
  if (badge !== undefined) item.resourceUri = badgeUri(badge, key);
  item.accessibilityInformation = {
    label: vscode.l10n.t('Dataset {0}, {1}', dataset.name, item.description),
  };
  return item;
}

function splitItem({ found, split, target }: SplitNode, { numbers }: ItemContext): vscode.TreeItem {
  const item = new vscode.TreeItem(split.name, Collapsed);
  item.id = `split ${found.key} ${split.name}`;
  item.iconPath = new vscode.ThemeIcon('layers');
  item.contextValue = showsPictures(found.dataset) ? 'split pictures' : 'split';
  item.command = opens(target);
  const total = sizeOf(found.dataset, totalOf(split), split);
  const present = split.counts.filter((count) => count > 0).length;
  const classes =
    present === split.counts.length
      ? classCount(present, numbers)
      : vscode.l10n.t(
          '{0} of {1} classes',
          numbers.whole(present),
          numbers.whole(split.counts.length),
        );
  item.description = `${unitCount(found.dataset.unit, total, numbers)} · ${classes}`;
  item.accessibilityInformation = {
    label: vscode.l10n.t('Split {0}, {1}', split.name, item.description),
  };
  return item;
}

function classItem(node: ClassNode, { numbers, row }: ItemContext): vscode.TreeItem {
  const { found, split, index, total } = node;
  const { name, id } = found.dataset.classes[index];
  const count = split.counts[index];
  const item = new vscode.TreeItem(name === '' ? vscode.l10n.t('(no name)') : name, None);
  item.id = `class ${found.key} ${split.name} ${index.toString()}`;
  item.iconPath = new vscode.ThemeIcon('tag');
  item.contextValue = 'class';
  item.command = opens(node.target);
  const share = numbers.share(total === 0 ? 0 : count / total);
  const weight = row(node)?.weight;
  const counted = numbers.whole(count);
  const times = weight === undefined ? [] : [`×${numbers.weight(weight)}`];
  item.description = [counted, share, ...times].join(' · ');
  item.tooltip = classTooltip(node, id, numbers, row(node));
  if (count === 0) item.resourceUri = badgeUri('empty', `${found.key} ${index.toString()}`);
  const weighs = weight === undefined ? [] : [vscode.l10n.t('weight {0}', numbers.weight(weight))];
  const said = [unitCount(found.dataset.unit, count, numbers), share, ...weighs].join(', ');
  item.accessibilityInformation = { label: vscode.l10n.t('Class {0}, {1}', name, said) };
  return item;
}

function classTooltip(
  { found, split, index }: ClassNode,
  id: string,
  numbers: NumberFormat,
  row: WeightRow | undefined,
): string {
  const images = split.images?.[index];
  const lines = [
    vscode.l10n.t('Index {0}, id {1}', index, id),
    unitCount(found.dataset.unit, split.counts[index], numbers),
  ];
  if (images !== undefined) lines.push(unitCount('image', images, numbers));
  if (row !== undefined && !row.empty) {
    lines.push(vscode.l10n.t('Effective number {0}', numbers.weight(row.effectiveNumber)));
    lines.push(vscode.l10n.t('Weight {0}', numbers.weight(row.weight)));
  }
  return lines.join('\n');
}

function moreItem({ found, split, hidden, target }: MoreNode, { numbers }: ItemContext) {
  const item = new vscode.TreeItem(
    vscode.l10n.t('{0} more classes: see the chart', numbers.whole(hidden)),
    None,
  );
  item.id = `more ${found.key} ${split.name}`;
  item.contextValue = 'more';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = opens(target);
  return item;
}

/** What a click or Enter on a row does; it folds and unfolds by its arrow. */
function opens(target: Target): vscode.Command {
  return {
    command: 'classBalance.showDistribution',
    title: vscode.l10n.t('Show Class Distribution'),
    arguments: [{ target }],
  };
}

/** What is counted; where samples can carry several classes, the samples that carry any, and not each for each class. */
function sizeOf(dataset: Dataset, counted: number, of: Sized = dataset): number {
  return carriesSeveral(dataset, 'unit') ? of.samples - of.unlabelled : counted;
}

function countOf(dataset: Dataset): number {
  return dataset.classes.reduce((sum, { count }) => sum + count, 0);
}

function badgeOf(dataset: Dataset): 'error' | 'warning' | undefined {
  const has = (severity: string): boolean =>
    dataset.problems.some((problem) => problem.severity === severity);
  if (has('error')) return 'error';
  return has('warning') ? 'warning' : undefined;
}
