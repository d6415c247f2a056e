// A dataset as people read it: a heading, a table with a bar a class, its problems.
// Must not know how it was counted.

import { ratioMetrics } from '../core/metrics/ratio';
import type { Dataset } from '../core/model';
import { classCounts, defaultSplit } from '../core/selection';
import type { Output } from './io';
import { counted, share, whole } from './numbers';
import type { Paint } from './paint';
import { problemLines } from './problems';
import { type Column, table } from './table';
import { plain } from './text';

/** Lines without line ends. */
export function datasetLines(dataset: Dataset, out: Output, paint: Paint): string[] {
  const counts = dataset.classes.map((entry) => entry.count);
  const lines = [
    `${paint.bold(plain(dataset.name))}  ${paint.dim(plain(dataset.id))}`,
    ...summary(dataset, counts),
    ...(dataset.classes.length === 0 ? [] : table(columnsOf(dataset, counts), counts, out, paint)),
    ...problemLines(dataset.problems, paint),
  ];
  if (dataset.status === 'offered') {
    lines.splice(1, 0, paint.warning('Perhaps labels; name it by --dataset to use it.'));
  }
  return lines;
}

function summary(dataset: Dataset, counts: readonly number[]): string[] {
  const { samples, unlabelled, classes, format, unit, multiLabel } = dataset;
  const { emptyClasses } = ratioMetrics(counts);
  const facts = [
    `${format}, counted by ${unit}`,
    counted(samples, 'sample') + (unlabelled > 0 ? ` (${whole(unlabelled)} unlabelled)` : ''),
    counted(classes.length, 'class', 'classes') +
      (emptyClasses > 0 ? ` (${whole(emptyClasses)} empty)` : ''),
    ...(multiLabel ? ['several labels a sample'] : []),
    ...imbalance(dataset),
  ];
  return [facts.join(', ')];
}

/** Of the split that weights come from: a balanced test split beside it would hide what training meets. */
function imbalance(dataset: Dataset): string[] {
  const split = defaultSplit(dataset);
  const { imbalanceRatio } = ratioMetrics(classCounts(dataset, split).map(({ count }) => count));
  if (imbalanceRatio === 0) return [];
  const where = dataset.splits.length > 1 && split !== 'all' ? ` in ${plain(split)}` : '';
  return [`largest to smallest ${imbalanceRatio.toFixed(1)} : 1${where}`];
}

function columnsOf(dataset: Dataset, counts: readonly number[]): Column[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const { classes, splits } = dataset;
  const perSplit = splits.length < 2 ? [] : splits;
  const images = classes.map((entry) => entry.images);
  return [
    { title: 'class', cells: classes.map(({ id, name }) => (name === '' ? id : name)) },
    ...perSplit.map(({ name, counts: own }) => numbers(plain(name), own.map(whole))),
    numbers(perSplit.length === 0 ? 'count' : 'total', counts.map(whole)),
    ...(images.some((count) => count !== undefined)
      ? [
          numbers(
            'images',
            images.map((count) => (count === undefined ? '' : whole(count))),
          ),
        ]
      : []),
    numbers(
      'share',
      counts.map((count) => share(count, total)),
    ),
  ];
}

function numbers(title: string, cells: readonly string[]): Column {
  return { title, cells, isNumber: true };
}
