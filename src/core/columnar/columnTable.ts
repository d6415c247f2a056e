// Tables of typed columns (Parquet, Arrow, SQLite, spreadsheets) as label tables: readings, claims, classes.
// Must not know how any of them is stored.

import type { Claim, Plan, Source, WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import { groupColumn } from '../groups/grouping';
import type { ClassEntry } from '../model';
import { parentPath } from '../paths';
import type { ByteInput } from '../ports';
import { readLabelName } from '../tables/columnNames';
import { nameListsBeside, namesFor, someLabels } from '../tables/nameLists';
import { pack } from '../tables/packed';
import type { RowRecipe, TableReading } from '../tables/recipe';
import type { SplitGroup } from '../tables/splitGroups';
import { readTable } from '../tables/tableReading';
import type { TableSample } from '../tables/tableSample';
import type { FeatureNames } from './featureNames';
import { spanClasses, spansByNames } from './tagFeatures';

/** What detection learned of one table. */
export interface ColumnTable {
  readonly columns: readonly string[];
  readonly readings: readonly TableReading[];
  /** Classes that the file declares, by column. */
  readonly classes: Readonly<Record<string, readonly ClassEntry[]>>;
  /** Rows sampled. */
  readonly rows: number;
}

/** Notes from detection to plan. */
export interface ColumnNotes {
  readonly columns: readonly string[];
  readonly recipe: RowRecipe;
  readonly classes: readonly ClassEntry[];
  readonly labels: readonly string[];
  readonly openVocabulary: boolean;
  readonly multiLabel: boolean;
}

/** Names by position as classes: the first is id 0. */
export function classesByName(names: FeatureNames): ColumnTable['classes'] {
  const entries = Object.entries(names).map(
    ([column, list]) => [column, list.map((name, at) => ({ id: at.toString(), name }))] as const,
  );
  return Object.fromEntries(entries);
}

/** What the user says of a table. */
export interface ColumnWishes {
  readonly reading?: string | undefined;
  /** What groups its samples; see `readGrouping`. */
  readonly group?: string | undefined;
}

/** The readings of a sample, as the user wants it read; `classes` are what the file declares. */
export function readColumns(
  sample: TableSample,
  { reading, group }: ColumnWishes,
  classes: ColumnTable['classes'] = {},
): ColumnTable {
  const columns = sample.header;
  const named = groupColumn(group);
  const place = named === undefined ? -1 : columns.indexOf(named);
  const readings = readTable(sample, reading).map((one) => {
    const { recipe } = one;
    return place < 0 ? one : { ...one, recipe: { ...recipe, group: place } };
  });
  const ranked = declaredFirst(readings, columns, classes);
  return { columns, readings: ranked, classes, rows: sample.rows.length };
}

/** A reading that is not the best is offered with at most this. */
const offeredAtMost = 0.45;

/** A column whose classes the file declares is the label; of several the likeliest, and the others are offered. */
function declaredFirst(
  readings: readonly TableReading[],
  columns: readonly string[],
  classes: ColumnTable['classes'],
): TableReading[] {
  const declared: { readonly column: string; readonly reading: TableReading }[] = [];
  const others: TableReading[] = [];
  for (const reading of readings) {
    const column = columnOf(reading.recipe, columns);
    if (column === undefined || !Object.hasOwn(classes, column)) others.push(reading);
    else declared.push({ column, reading });
  }
  if (declared.length === 0) return others;
  declared.sort((a, b) => rankOf(b.reading, b.column) - rankOf(a.reading, a.column));
  const all = declared.flatMap(({ column, reading }, at) => {
    const evidence = [`the file declares the class names of “${column}”`, ...reading.evidence];
    const recipe = withoutMinus(reading.recipe, classes[column]);
    const best = { ...reading, recipe, confidence: at === 0 ? 0.95 : offeredAtMost, evidence };
    const spans = spansByNames(best, classes[column]);
    return spans === undefined ? [best] : [spans, { ...best, confidence: offeredAtMost }];
  });
  const most = (reading: TableReading): number => Math.min(reading.confidence, offeredAtMost);
  return [...all, ...others.map((reading) => ({ ...reading, confidence: most(reading) }))];
}

/** Rows without a label have the id -1 where no class is declared for it. */
function withoutMinus(recipe: RowRecipe, classes: readonly ClassEntry[]): RowRecipe {
  const { label } = recipe;
  if (label.kind !== 'column' || classes.some((entry) => entry.id === '-1')) return recipe;
  return { ...recipe, label: { ...label, minusIsNone: true } };
}

/**
 * By what the name promises, then by place: labels stand first (`fine_label`, `coarse_label`), of tags a token the entities
 * come last (`pos_tags`, `chunk_tags`, `ner_tags`).
 */
function rankOf({ recipe, unit }: TableReading, column: string): number {
  const { label } = recipe;
  const place = label.kind === 'column' ? label.column / 10_000 : 0;
  return readLabelName(column).promise + (unit === 'token' ? place : -place);
}

function columnOf({ label }: RowRecipe, columns: readonly string[]): string | undefined {
  return label.kind === 'column' ? columns.at(label.column) : undefined;
}

/** The claim for a group of tables read in one way. Options are {@link ColumnNotes} and `more`. */
export function columnClaim(
  format: string,
  group: SplitGroup<ColumnTable>,
  reading: TableReading,
  more: object = {},
): Claim {
  const { columns, classes } = group.members[0].value;
  const column = columnOf(reading.recipe, columns) ?? '';
  const notes: ColumnNotes = {
    columns,
    recipe: reading.recipe,
    classes: declaredFor(reading, Object.hasOwn(classes, column) ? classes[column] : []),
    labels: someLabels(reading.labels),
    openVocabulary: reading.openVocabulary,
    multiLabel: reading.multiLabel,
  };
  return {
    format,
    name: group.name,
    unit: reading.unit,
    confidence: reading.confidence,
    evidence: reading.evidence,
    sources: group.members.map(({ path, split }): Source => ({ path, kind: 'file', split })),
    reading: { id: reading.id, title: reading.title },
    options: pack({ ...notes, ...more }),
  };
}

function declaredFor({ recipe }: TableReading, classes: readonly ClassEntry[]) {
  const { label } = recipe;
  return label.kind === 'column' && label.join === 'spans' ? spanClasses(classes) : classes;
}

/** The plan of a {@link columnClaim} with these units. */
export async function columnPlan(
  claim: Claim,
  units: readonly WorkUnit[],
  files: ByteInput,
  root: FolderView,
): Promise<Plan> {
  const notes = claim.options as unknown as ColumnNotes;
  const classes = await classesOf(claim, notes, files, root);
  return {
    classes,
    order: classes.length > 0 ? 'declared' : 'label',
    multiLabel: notes.multiLabel,
    openVocabulary: notes.openVocabulary && notes.classes.length === 0,
    units,
    problems: [],
  };
}

async function classesOf(
  claim: Claim,
  { classes, columns, labels, recipe }: ColumnNotes,
  files: ByteInput,
  root: FolderView,
): Promise<readonly ClassEntry[]> {
  if (classes.length > 0) return classes;
  if (recipe.label.kind === 'one-hot') {
    return recipe.label.columns.map(({ name }) => ({ id: name, name }));
  }
  const path = claim.sources.at(0)?.path ?? '';
  const lists = nameListsBeside(root.at(parentPath(path)), path);
  const column = columnOf(recipe, columns);
  return (await namesFor(labels, lists, files, { file: path, column }))?.classes ?? [];
}

/** Columns that counting by the recipe needs. */
export function neededColumns(
  { label, split, image, needs, path, group, verdict }: RowRecipe,
  observed: boolean,
): number[] {
  const labels =
    label.kind === 'column' ? [label.column] : label.columns.map(({ column }) => column);
  // What only samples have, and nobody counts.
  const sampled = [path, group].filter((one) => observed && typeof one === 'number');
  const splits = split === null ? [] : [split.column];
  const verdicts = verdict === undefined ? [] : [verdict];
  return [
    ...new Set([...labels, ...image, ...needs, ...splits, ...verdicts, ...(sampled as number[])]),
  ];
}
