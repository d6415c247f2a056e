// The ways a table can be read as labels, ranked, each with a recipe that says how to count a row.
// Must not know files; Excel sheets, SQLite tables and CSV files are the same here.

import { assertedFrom } from '../claims';
import type { Unit } from '../model';
import { arePartsOfSpeech } from './bareColumns';
import { findBareRegion, findRegion, type RegionColumns } from './boxColumns';
import { promisesSeveral } from './columnNames';
import { type ColumnProfile, profileColumns } from './columnProfile';
import { areCombinations } from './designs';
import { findDummies } from './dummies';
import { areJudgments } from './judgments';
import {
  ava,
  faces,
  folderBehindSplit,
  markedSentences,
  pictureParts,
  pixelColumns,
} from './knownLayouts';
import { rankLabelColumns, type LabelColumn } from './labelColumn';
import { unitOfItems } from './itemColumns';
import { isIntegerText } from './labelText';
import { type Join, sniffJoin, splitLabels } from './multiLabel';
import { findOneHot, type OneHot } from './oneHot';
import { isOtherTable } from './otherTables';
import type { RowRecipe, TableReading } from './recipe';
import { areInteractions } from './records';
import { findSplitColumn } from './splitColumn';
import { plainName, type TableSample } from './tableSample';
import { areTagCells, spansReading } from './tagCells';
import { findVerdict } from './verdicts';

/** A reading that is not the best is offered with at most this. */
const offeredAtMost = 0.45;
/** The legitimate readings of a table, the best first; only the first may be asserted. */
export function readTable(sample: TableSample, wanted?: string): TableReading[] {
  const columns = profileColumns(sample);
  const readings =
    ava(sample, columns) ??
    faces(columns) ??
    pictureParts(columns) ??
    folderBehindSplit(sample, columns) ??
    markedSentences(sample, columns) ??
    general(sample, columns);
  const first = readings.at(0);
  const structured =
    first !== undefined &&
    !isFromStudio(first.recipe) &&
    first.labels.some((label) => /^\s*[[{]/.test(label));
  const isOther =
    isOtherTable(sample.header, columns, structured) ||
    areCombinations(sample, columns) ||
    areInteractions(columns, labelIn(first, columns));
  const damp = isOther ? 0.4 : 1;
  const ranked = readings.map((reading, at) => {
    const most = at === 0 ? damp : Math.min(damp, offeredAtMost);
    return { ...reading, confidence: Math.min(reading.confidence, most) };
  });
  if (wanted === undefined || ranked.some((reading) => reading.id === wanted)) return ranked;
  return [...ranked, ...byWish(wanted, sample, columns)];
}

function labelIn(
  reading: TableReading | undefined,
  columns: readonly ColumnProfile[],
): ColumnProfile | undefined {
  const label = reading?.recipe.label;
  return label?.kind === 'column' ? columns.at(label.column) : undefined;
}

/** Regions or choices as Label Studio writes them. */
function isFromStudio({ label }: RowRecipe): boolean {
  return label.kind === 'column' && (label.join === 'regions' || label.join === 'choices');
}

/** Fewest lines that tell labels from a list of names. */
const enoughLines = 20;

/** A column alone, in a file named like labels: those of samples that other files hold in the same order. */
export function readLabelLines(sample: TableSample): TableReading[] {
  const columns = profileColumns(sample);
  const column = columns.at(0);
  if (column === undefined || (column.kind !== 'integer' && column.kind !== 'text')) return [];
  const { size } = column.values;
  if (column.filled < enoughLines || size < 2 || size * 4 > column.filled || column.meanWords > 4)
    return [];
  const evidence = `a label a line (${size} different ones in ${column.filled} sampled lines)`;
  const label = { column, join: undefined, confidence: 0.7, evidence, rank: 0 };
  return [columnReading(label, contextOf(sample, columns))];
}

/** The column that the user names, whatever it holds. */
function byWish(
  wanted: string,
  sample: TableSample,
  columns: readonly ColumnProfile[],
): TableReading[] {
  const column = columns.find((one) => `column:${one.name}` === wanted);
  if (column === undefined) return [];
  const context = contextOf(sample, columns);
  const join =
    column.kind === 'integer' ? undefined : sniffJoin(column.values, promisesSeveral(column.name));
  const evidence = `column “${column.name}” was chosen`;
  return [columnReading({ column, join, confidence: 0.3, evidence, rank: 0 }, context)];
}

function general(sample: TableSample, columns: readonly ColumnProfile[]): TableReading[] {
  const context = contextOf(sample, columns);
  const { region, pixels, taken } = context;
  const facts = { sample, columns, taken, region: region !== undefined, pixels };
  const labels = rankLabelColumns(facts).flatMap((label) => readingsOf(label, context));
  if (pixels || region !== undefined) return distinctIds(labels);
  const open = withoutTaken(columns, taken);
  const dummies = findDummies(open, sample);
  if (dummies !== undefined) return distinctIds(amongValues(labels, dummies, context));
  const oneHot = findOneHot(open, sample.named);
  if (oneHot === undefined) return distinctIds(labels);
  if (areJudgments(oneHot.columns, sample.rows)) {
    const evidence = 'several people judged the same samples';
    return distinctIds([...labels, ...offeredAlone(oneHot.columns, evidence, labels, context)]);
  }
  return distinctIds(among(labels, oneHotReading(oneHot, context)));
}

/** The reading by columns that are the values of one, and behind all others each of these alone. */
function amongValues(
  labels: readonly TableReading[],
  dummies: OneHot,
  context: Context,
): TableReading[] {
  const values = new Set(dummies.columns.map(({ index }) => index));
  const others = labels.filter(
    ({ recipe: { label } }) => label.kind !== 'column' || !values.has(label.column),
  );
  const isTold = (others.at(0)?.confidence ?? 0) >= assertedFrom;
  const confidence = isTold ? Math.min(dummies.confidence, offeredAtMost) : dummies.confidence;
  const readings = among(others, oneHotReading({ ...dummies, confidence }, context));
  const evidence = 'one value of what was one column';
  return [...readings, ...offeredAlone(dummies.columns, evidence, readings, context)];
}

/** Each of the columns where no reading has it yet: offered, as nothing tells which of them goes. */
function offeredAlone(
  columns: readonly ColumnProfile[],
  evidence: string,
  labels: readonly TableReading[],
  context: Context,
): TableReading[] {
  return columns
    .map((column) =>
      columnReading({ column, join: undefined, confidence: 0.4, evidence, rank: 0 }, context),
    )
    .filter(({ id }) => labels.every((label) => label.id !== id));
}

/** The reading by these columns of 0 and 1, a class each. */
export function readOneHot(sample: TableSample, columns: readonly ColumnProfile[]): TableReading {
  const evidence = `${columns.length} columns hold nothing but 0 and 1`;
  const context = contextOf(sample, profileColumns(sample));
  return oneHotReading({ columns, confidence: 0.75, evidence }, context);
}

interface Context {
  readonly sample: TableSample;
  readonly columns: readonly ColumnProfile[];
  readonly region: RegionColumns | undefined;
  readonly pixels: boolean;
  readonly split: RowRecipe['split'];
  /** Columns that are spoken for. */
  readonly taken: ReadonlySet<number>;
}

function contextOf(sample: TableSample, columns: readonly ColumnProfile[]): Context {
  const split = findSplitColumn(columns);
  const region = sample.named ? findRegion(columns) : findBareRegion(columns);
  const pixels = region === undefined ? pixelColumns(columns, sample.named) : undefined;
  const taken = new Set([
    ...(region?.columns ?? []),
    ...(region?.image ?? []),
    ...(pixels?.others ?? []),
    ...(split === undefined ? [] : [split.column]),
  ]);
  return { sample, columns, region, pixels: pixels !== undefined, split: split ?? null, taken };
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

/** Of tags of tokens the spans that they make up come first. */
function readingsOf(label: LabelColumn, context: Context): TableReading[] {
  const isOfTags = areTagCells(label.column);
  const reading = columnReading(label, context, isOfTags ? 'token' : undefined);
  return isOfTags ? [spansReading(reading), reading] : [reading];
}

function columnReading(label: LabelColumn, context: Context, tags?: 'token'): TableReading {
  const reading = plainReading(label, context, tags);
  const verdict = findVerdict(context.columns, label.column);
  if (verdict === undefined) return reading;
  return {
    ...reading,
    evidence: [...reading.evidence, `rows with yes in “${verdict.name}” count`],
    recipe: { ...reading.recipe, verdict: verdict.index },
  };
}

function plainReading(label: LabelColumn, context: Context, tags?: 'token'): TableReading {
  const { column } = label;
  const { region, sample } = context;
  const items = tags ?? (label.join === 'list' ? unitOfItems(column, sample) : undefined);
  const join = items === undefined ? label.join : 'items';
  const strong = label.confidence >= 0.7 || context.pixels;
  return {
    id: `column:${column.name}`,
    title: `column “${column.name}”`,
    confidence: context.pixels ? 0.7 : label.confidence,
    evidence: [
      label.evidence,
      ...(region === undefined ? [] : ['each row has the place of a box']),
    ],
    unit: items ?? unitOfJoined(column, join) ?? unitOf(context, column),
    multiLabel: join !== undefined && join !== 'items',
    openVocabulary: region === undefined && join === undefined && !(strong && sample.complete),
    recipe: {
      label: cellsOf(column, join, items, sample),
      split: splitOf(context),
      image: join === 'regions' ? imageOf(context.columns) : (region?.image ?? []),
      path: pathColumn(context.columns),
      needs: region?.unit === 'instance' ? region.columns : [],
    },
    labels: labelsIn(column, sample),
  };
}

/** The column that the cells behind it go on with. */
function isOpenEnd({ index }: ColumnProfile, { openEnd, header }: TableSample): boolean {
  return openEnd === true && index === header.length - 1;
}

/** C4.5 lets a row end in a full stop, as those of UCI's `adult.test` do. */
function isDotted({ kind, index, values }: ColumnProfile, sample: TableSample): boolean {
  if (sample.named || kind !== 'text' || index !== sample.header.length - 1) return false;
  const cells = [...values.keys()].map((cell) => cell.trim());
  return (
    cells.length > 1 &&
    cells.every((cell) => cell.length > 1 && cell.indexOf('.') === cell.length - 1)
  );
}

function labelsIn(column: ColumnProfile, sample: TableSample): readonly string[] {
  const cells = [...column.values.keys()];
  if (isDotted(column, sample)) return cells.map((cell) => cell.replace(/\.\s*$/, ''));
  const isOpen = isOpenEnd(column, sample);
  return isOpen ? [...new Set(cells.flatMap((cell) => splitLabels(cell, 'list')))] : cells;
}

function cellsOf(
  column: ColumnProfile,
  join: Join | undefined,
  items: Unit | undefined,
  sample: TableSample,
) {
  const isOpen = isOpenEnd(column, sample);
  return {
    kind: 'column',
    column: column.index,
    join: isOpen ? null : (join ?? null),
    integers: column.kind === 'integer' || (isOpen && areIntegers(labelsIn(column, sample))),
    ...(dashIsNone(column) ? { dashIsNone: true } : {}),
    ...(sample.marked === undefined ? {} : { questionIsNone: true }),
    folder: false,
    ...(isDotted(column, sample) && { dotted: true }),
    ...inImageOf(items),
    ...(isOpen && { rest: true as const }),
  } as const;
}

function areIntegers(labels: readonly string[]): boolean {
  return labels.every(isIntegerText);
}

function inImageOf(items: Unit | undefined): { readonly inImage?: true } {
  return items === 'box' || items === 'instance' ? { inImage: true } : {};
}

/** What is labelled where a cell says more than the labels: Label Studio's regions, parts of a film. */
function unitOfJoined({ values }: ColumnProfile, join: Join | undefined): Unit | undefined {
  if (join === 'segments') return 'clip';
  if (join !== 'regions') return undefined;
  const texts = [...values.keys()];
  if (texts.some((text) => text.includes('"rectanglelabels"'))) return 'box';
  return texts.some((text) => /"start"|"hypertextlabels"/.test(text)) ? 'span' : 'instance';
}

function imageOf(columns: readonly ColumnProfile[]): number[] {
  const path = pathColumn(columns);
  return path === null ? [] : [path];
}

/** A dash among words is no word; beside `+` it is one of two signs. */
function dashIsNone({ kind, values }: ColumnProfile): boolean {
  if (kind !== 'text' || values.has('+')) return false;
  return [...values.keys()].some((text) => /\p{L}{2}/u.test(text));
}

/** The column that names each row's file: paths, else ids of images whose files carry them. */
function pathColumn(columns: readonly ColumnProfile[]): number | null {
  const path = columns.find((column) => column.kind === 'path');
  const named = columns.find((column) => column.isSample && column.kind !== 'number');
  return (path ?? named)?.index ?? null;
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
    recipe: {
      label: { kind: 'one-hot', columns },
      split: splitOf(context),
      image: [],
      path: pathColumn(context.columns),
      needs: [],
    },
    labels: [],
  };
}

function unitOf(context: Context, label?: ColumnProfile): Unit {
  if (context.region !== undefined) return context.region.unit;
  if (label !== undefined && arePartsOfSpeech(label)) return 'token';
  const pixels = context.columns.some((column) => column.plain === 'pixels');
  if (context.pixels || pixels) return 'image';
  const media = context.columns.find((column) => column.media !== undefined)?.media;
  if (media === 'image') return 'image';
  if (media === 'audio' || media === 'video') return 'clip';
  const beside = (context.sample.beside ?? []).map(plainName);
  const named = context.columns.filter((column) => column !== label).map(({ plain }) => plain);
  if ([...named, ...beside].some((name) => /^(?:image|img|idcode$)/.test(name))) return 'image';
  if (beside.some((name) => /^(?:audio|wav|waveform|speech|video|clip)/.test(name))) return 'clip';
  return context.columns.some((column) => column !== label && isText(column)) ? 'document' : 'row';
}

/** Cells of several words of which few recur; those that do are names. */
function isText({ kind, meanWords, values, filled }: ColumnProfile): boolean {
  return kind === 'text' && meanWords > 4 && values.size * 5 > filled;
}
