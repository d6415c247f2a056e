// One reading for several files of one table: train.csv, val.csv and the shards of either.
// Must not know files.

import type { RowRecipe, TableReading } from './recipe';

/** What was found in one file. */
export interface FileReadings {
  readonly readings: readonly TableReading[];
  /** Rows sampled. */
  readonly rows: number;
}

/** The readings of the file that says most, with what the others add: joined labels, class columns, labels met. */
export function mergeReadings(files: readonly FileReadings[]): TableReading[] {
  const sure = ({ readings }: FileReadings): number => readings.at(0)?.confidence ?? 0;
  const [best, ...others] = [...files].sort((a, b) => sure(b) - sure(a) || b.rows - a.rows);
  return best.readings.map((reading) =>
    others
      .flatMap((file) => file.readings.find((other) => other.id === reading.id) ?? [])
      .reduce(merge, reading),
  );
}

function merge(a: TableReading, b: TableReading): TableReading {
  return {
    ...a,
    multiLabel: a.multiLabel || b.multiLabel,
    openVocabulary: a.openVocabulary && b.openVocabulary,
    recipe: { ...a.recipe, label: mergeLabel(a.recipe.label, b.recipe.label) },
    labels: [...new Set([...a.labels, ...b.labels])],
  };
}

type Label = RowRecipe['label'];

function mergeLabel(a: Label, b: Label): Label {
  if (a.kind === 'column' && b.kind === 'column') {
    const dotted = a.dotted === true || b.dotted === true;
    return {
      ...a,
      join: a.join ?? b.join,
      integers: a.integers && b.integers,
      ...(dotted && { dotted }),
    };
  }
  if (a.kind === 'one-hot' && b.kind === 'one-hot') {
    return a.columns.length >= b.columns.length ? a : b;
  }
  return a;
}
