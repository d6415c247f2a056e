// The ways a table can be read as labels, ranked, each with a recipe that says how to count a row.
// Must not know files; Excel sheets, SQLite tables and CSV files are the same here.

import type { Unit } from '../model';
import { findBareRegion, findRegion, type RegionColumns } from './boxColumns';
import { isMetricsHeader, readLabelName } from './columnNames';
import { type ColumnProfile, profileColumns } from './columnProfile';
import { rankLabelColumns, type LabelColumn } from './labelColumn';
import type { Join } from './multiLabel';
import { findOneHot, type OneHot } from './oneHot';
import { findSplitColumn, type SplitCoding } from './splitColumn';
import type { TableSample } from './tableSample';

/** How a row is counted; plain JSON. */
export interface RowRecipe {
  readonly label:
    | {
        readonly kind: 'column';
        readonly column: number;
        readonly join: Join | null;
        readonly integers: boolean;
        /** The label is the first folder of the cell's path (`n000001/0001_01`). */
        readonly folder: boolean;
      }
    | { readonly kind: 'one-hot'; readonly columns: readonly { column: number; name: string }[] };
  readonly split: { readonly column: number; readonly coding: SplitCoding } | null;
  /** Columns that name the image of a box; rows of one image are counted once in its `images`. Empty elsewhere. */
  readonly image: readonly number[];
  /** The row counts only where one of these has text: a run-length column that is empty holds no instance. */
  readonly needs: readonly number[];
}

/** One legitimate reading of a table. */
export interface TableReading {
  /** `column:NAME`, or `one-hot`. */
  readonly id: string;
  readonly title: string;
  readonly confidence: number;
  readonly evidence: readonly string[];
  readonly unit: Unit;
  readonly multiLabel: boolean;
  /** See `Plan.openVocabulary`. */
  readonly openVocabulary: boolean;
  readonly recipe: RowRecipe;
}

/** A reading that is not the best is offered with at most this. */
const offeredAtMost = 0.45;

/** The legitimate readings of a table, the best first; only the first may be asserted. */
export function readTable(sample: TableSample): TableReading[] {
  if (sample.rows.length === 0) return [];
  const columns = profileColumns(sample);
  const readings = ava(sample, columns) ?? faces(columns) ?? general(sample, columns);
  const damp = isMetricsHeader(sample.header) ? 0.4 : 1;
  return readings.map((reading, at) => {
    const most = at === 0 ? damp : Math.min(damp, offeredAtMost);
    return { ...reading, confidence: Math.min(reading.confidence, most) };
  });
}

function general(sample: TableSample, columns: readonly ColumnProfile[]): TableReading[] {
  const split = findSplitColumn(columns);
  const region = sample.named ? findRegion(columns) : findBareRegion(columns);
  const pixels = region === undefined ? pixelColumns(columns, sample.named) : undefined;
  const taken = new Set([
    ...(region?.columns ?? []),
    ...(region?.image ?? []),
    ...(pixels?.others ?? []),
  ]);
  if (split !== undefined) taken.add(split.column);
  const facts = {
    sample,
    columns,
    taken,
    region: region !== undefined,
    pixels: pixels !== undefined,
  };
  const context: Context = {
    sample,
    columns,
    region,
    pixels: pixels !== undefined,
    split: split ?? null,
  };
  const labels = rankLabelColumns(facts).map((label) => columnReading(label, context));
  const oneHot =
    pixels === undefined ? findOneHot(withoutTaken(columns, taken), sample.named) : undefined;
  return distinctIds(oneHot === undefined ? labels : among(labels, oneHotReading(oneHot, context)));
}

/** The one-hot reading before the columns where it is the likelier, else right behind the best of them. */
function among(labels: readonly TableReading[], oneHot: TableReading): TableReading[] {
  const best = labels.at(0);
  if (best === undefined || oneHot.confidence > best.confidence) return [oneHot, ...labels];
  return [best, oneHot, ...labels.slice(1)];
}

/** Two columns may carry one name; the later one gets its place behind it. */
function distinctIds(readings: readonly TableReading[]): TableReading[] {
  const seen = new Set<string>();
  return readings.map((reading) => {
    const { label } = reading.recipe;
    const id =
      seen.has(reading.id) && label.kind === 'column'
        ? `${reading.id}#${label.column + 1}`
        : reading.id;
    seen.add(id);
    return { ...reading, id };
  });
}

function withoutTaken(
  columns: readonly ColumnProfile[],
  taken: ReadonlySet<number>,
): ColumnProfile[] {
  return columns.filter((column) => !taken.has(column.index) || column.kind === 'path');
}

interface Context {
  readonly sample: TableSample;
  readonly columns: readonly ColumnProfile[];
  readonly region: RegionColumns | undefined;
  readonly pixels: boolean;
  readonly split: RowRecipe['split'];
}

function columnReading(label: LabelColumn, context: Context): TableReading {
  const { column, join } = label;
  const { region, sample } = context;
  const strong = label.confidence >= 0.7 || context.pixels;
  return {
    id: `column:${column.name}`,
    title: `column “${column.name}”`,
    confidence: context.pixels ? 0.7 : label.confidence,
    evidence: [
      label.evidence,
      ...(region === undefined ? [] : ['each row has the place of a box']),
    ],
    unit: unitOf(context, column),
    multiLabel: join !== undefined,
    openVocabulary: region === undefined && join === undefined && !(strong && sample.complete),
    recipe: {
      label: {
        kind: 'column',
        column: column.index,
        join: join ?? null,
        integers: column.kind === 'integer',
        folder: false,
      },
      split: splitOf(context),
      image: region?.image ?? [],
      needs: region?.unit === 'instance' ? region.columns : [],
    },
  };
}

function splitOf({ split }: Context): RowRecipe['split'] {
  return split === null ? null : { column: split.column, coding: split.coding };
}

function oneHotReading(oneHot: OneHot, context: Context): TableReading {
  const columns = oneHot.columns.map((column) => ({
    column: column.index,
    name: column.name.trim(),
  }));
  return {
    id: 'one-hot',
    title: `the ${columns.length} columns of 0 and 1`,
    confidence: oneHot.confidence,
    evidence: [oneHot.evidence],
    unit: unitOf(context),
    multiLabel: false,
    openVocabulary: false,
    recipe: { label: { kind: 'one-hot', columns }, split: splitOf(context), image: [], needs: [] },
  };
}

function unitOf(context: Context, label?: ColumnProfile): Unit {
  if (context.region !== undefined) return context.region.unit;
  if (context.pixels) return 'image';
  const media = context.columns.find((column) => column.media !== undefined)?.media;
  if (media === 'image') return 'image';
  if (media === 'audio' || media === 'video') return 'clip';
  const named = context.columns.some(
    (column) => /^(?:image|img)/.test(column.plain) && column !== label,
  );
  if (named) return 'image';
  const text = context.columns.some(
    (column) => column !== label && column.kind === 'text' && column.meanWords > 4,
  );
  return text ? 'document' : 'row';
}

/** MNIST as CSV: one label and the pixels of an image; without a header the label is first, else last. */
function pixelColumns(
  columns: readonly ColumnProfile[],
  named: boolean,
): { readonly others: readonly number[] } | undefined {
  if (
    columns.length < 50 ||
    !columns.every((column) => column.kind === 'integer' || column.kind === 'empty')
  ) {
    return undefined;
  }
  if (!isImageSize(columns.length - 1)) return undefined;
  const first = columns.at(0);
  const last = columns.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const byName = named
    ? [first, last].find((column) => readLabelName(column.name).promise > 0)
    : undefined;
  const label =
    byName ?? (last.values.size > first.values.size && first.values.size < 2 ? last : first);
  if (label.values.size < 2 || label.values.size > Math.max(10, label.filled * 0.9))
    return undefined;
  return { others: columns.filter((column) => column !== label).map((column) => column.index) };
}

function isImageSize(pixels: number): boolean {
  return [1, 3].some((channels) => Number.isInteger(Math.sqrt(pixels / channels)));
}

/** VGGFace2: `NAME_ID,X,Y,W,H` or landmarks; the class is the folder part of the name. */
function faces(columns: readonly ColumnProfile[]): TableReading[] | undefined {
  const name = columns.at(0);
  if (name?.plain !== 'nameid') return undefined;
  const folders = [...name.values.keys()].every((text) => /^[^/\s]+\/\S+$/.test(text));
  if (!folders) return undefined;
  return [
    {
      id: `column:${name.name}`,
      title: `the folder in column “${name.name}”`,
      confidence: columns.some((column) => column.plain === 'w') ? 0.9 : 0.6,
      evidence: [`column “${name.name}” holds folder/image, as VGGFace2 does`],
      unit: 'box',
      multiLabel: false,
      openVocabulary: false,
      recipe: {
        label: { kind: 'column', column: 0, join: null, integers: false, folder: true },
        split: null,
        image: [],
        needs: [],
      },
    },
  ];
}

/** AVA: video, second, four corners from 0 to 1, action, person, without a header; the 7th of 8 is the class. */
function ava(sample: TableSample, columns: readonly ColumnProfile[]): TableReading[] | undefined {
  const [video, second, x1, y1, x2, y2, action, person] = columns;
  if (sample.named || columns.length !== 8) return undefined;
  const corners = [x1, y1, x2, y2].every(
    (column) =>
      (column.kind === 'number' || column.kind === 'integer') &&
      [...column.values.keys()].every((text) => Number(text) >= 0 && Number(text) <= 1),
  );
  const integers = [action, person].every((column) => column.kind === 'integer');
  const timed = second.kind === 'integer' || second.kind === 'number';
  if (!corners || !integers || !timed || video.kind === 'number') return undefined;
  return [
    {
      id: `column:${action.name}`,
      title: `column “${action.name}”`,
      confidence: 0.8,
      evidence: ['video, second, box, action and person in eight columns, as AVA has'],
      unit: 'box',
      multiLabel: false,
      openVocabulary: false,
      recipe: {
        label: { kind: 'column', column: 6, join: null, integers: true, folder: false },
        split: null,
        image: [0, 1],
        needs: [],
      },
    },
  ];
}
