// Which column of a table is the label: by its name first, by its values second; several candidates are ranked.
// Must not know files, boxes or how rows are counted.

import { bareIntegers, bareNames, isOutdone } from './bareColumns';
import type { ColumnProfile } from './columnProfile';
import { classByPlace } from './featureTable';
import { type NameReading, promisesSeveral, saysOutcome } from './columnNames';
import { isMarkColumn } from './oneHot';
import { namesRecords } from './records';
import { type Join, sniffJoin, splitLabels } from './multiLabel';
import type { TableSample } from './tableSample';

/** A column that may be the label. */
export interface LabelColumn {
  readonly column: ColumnProfile;
  /** How a cell joins several labels; undefined where it holds one. */
  readonly join: Join | undefined;
  /** See `Claim.confidence`; judged as if it were the only candidate. */
  readonly confidence: number;
  readonly evidence: string;
  /** For ranking: larger is likelier. */
  readonly rank: number;
}

/** The rest of what is known of the table when its label is looked for. */
export interface TableFacts {
  readonly sample: TableSample;
  readonly columns: readonly ColumnProfile[];
  /** Indexes of columns that are taken: split, box. */
  readonly taken: ReadonlySet<number>;
  /** True where each row is a box, so that a single class and few rows are no reason for doubt. */
  readonly region: boolean;
  /** True where the other columns are the pixels of an image, so that the one left over is the label. */
  readonly pixels: boolean;
  /** The column that is the class by its place in a table of features. */
  readonly placed?: ColumnProfile | undefined;
}

/** All columns that may be the label, the likeliest first. */
export function rankLabelColumns(table: Omit<TableFacts, 'placed'>): LabelColumn[] {
  const { sample, region, columns } = table;
  const placed = sample.named && !region ? classByPlace(columns) : undefined;
  const facts = { ...table, placed };
  return facts.columns
    .filter((column) => !facts.taken.has(column.index))
    .flatMap((column) => judge(column, facts) ?? [])
    .sort((a, b) => b.rank - a.rank);
}

/** A score of few steps that a text was given. */
function isRating(column: ColumnProfile, facts: TableFacts): boolean {
  if (!/^(?:score|overall)$/.test(column.plain) || column.kind !== 'integer') return false;
  const { size } = column.values;
  if (size < 2 || size > 11 || size * 3 > column.filled) return false;
  return facts.columns.some((one) => one.kind === 'text' && one.meanWords > 8);
}

/** `Image,Id` of re-identification: whom the picture shows. */
function isIdentity(column: ColumnProfile, content: Content, facts: TableFacts): boolean {
  if (!/^(?:id|identity)$/.test(column.plain) || column.kind !== 'text') return false;
  const path = facts.columns.some((one) => one.media === 'image');
  return path && facts.columns.length === 2 && content.share <= 0.5 && content.distinct > 1;
}

/** What the values of a column say. */
interface Content {
  readonly join: Join | undefined;
  readonly distinct: number;
  readonly filled: number;
  /** Distinct values for each filled cell. */
  readonly share: number;
}

function judge(column: ColumnProfile, facts: TableFacts): LabelColumn | undefined {
  const { sample } = facts;
  const name = column.label;
  const content = contentOf(column, name);
  if (content === undefined) return undefined;
  const isMarked = sample.marked?.includes(column.index) === true;
  if (
    name.promise < 0 &&
    !isMarked &&
    !isRating(column, facts) &&
    !isIdentity(column, content, facts)
  )
    return undefined;
  const judged =
    name.promise < 0
      ? 0.55
      : name.promise > 0
        ? byName(column, name, content, facts)
        : byContent(column, content, facts);
  // A table that marks its classes has no others.
  const confidence = isMarked ? 0.9 : sample.marked === undefined ? judged : Math.min(judged, 0.4);
  if (confidence === 0 && !facts.pixels) return undefined;
  const rank = rankOf(column, name, confidence, sample.header.length) + (isMarked ? 4 : 0);
  return {
    column,
    join: content.join,
    confidence,
    rank,
    evidence: isMarked
      ? `column “${column.name}” is marked as the class (${content.distinct} different values)`
      : evidenceOf(column, name, content),
  };
}

/** Undefined where the values can be no classes. */
function contentOf(column: ColumnProfile, name: NameReading): Content | undefined {
  if (column.kind === 'empty' || column.kind === 'number') return undefined;
  const join =
    column.kind === 'integer' ? undefined : sniffJoin(column.values, promisesSeveral(column.name));
  if (join === undefined ? !mayBeName(column) : !mayBeJoined(column, join, name)) return undefined;
  if (join === 'list' && [...column.values.keys()].every((text) => isEmptyList(text, join)))
    return undefined;
  const named = column.kind === 'text' && column.nullWords > 0;
  const filled = column.filled + (named ? column.nullWords : 0);
  // `1`, `1.0` and `1.00` are one class.
  const values =
    column.kind === 'integer' ? new Set([...column.values.keys()].map(Number)) : column.values;
  const distinct = values.size + (named ? 1 : 0);
  return { join, distinct, filled, share: distinct / Math.max(1, filled) };
}

/** `[]` in every cell: other labels that no sample has. */
function isEmptyList(text: string, join: Join): boolean {
  return splitLabels(text, join).length === 0;
}

/** A class is no date, path, structure or sentence. */
function mayBeName(column: ColumnProfile): boolean {
  if (column.kind !== 'integer' && column.kind !== 'text') return false;
  if ([...column.values.keys()].some((text) => text.includes('\t'))) return false;
  return column.meanLength <= 80 && column.meanWords <= 8;
}

function mayBeJoined(column: ColumnProfile, join: Join, name: NameReading): boolean {
  if (name.promise >= 2) return true;
  return (join !== ' ' || column.meanWords <= 4) && partsRecur(column, join);
}

/** Joined labels come from a small stock; the parts of sentences do not. */
function partsRecur(column: ColumnProfile, join: Join): boolean {
  const parts = new Set([...column.values.keys()].flatMap((text) => splitLabels(text, join)));
  return parts.size <= Math.max(3, column.filled * 0.7);
}

/** Names that a regression target carries as often as a class. */
const eitherNames =
  /^(?:target|targets|y|outcome|score|rating|stars|quality|income|result|priority|label|labels)$/;

function byName(
  column: ColumnProfile,
  name: NameReading,
  content: Content,
  facts: TableFacts,
): number {
  const base = name.promise === 3 ? 0.8 : name.promise === 2 ? 0.7 : 0.6;
  const offered = 0.4;
  if (content.join !== undefined) return base;
  if (content.distinct < 2) return facts.region || !facts.sample.complete ? base : offered;
  if (looksNumeric(column, name, content, facts)) return offered;
  if (isFigure(column, name, content, facts)) return offered;
  if (isUnique(content, facts, name)) return name.promise >= 2 ? offered : 0;
  return column === facts.placed || !isOutstood(column, name, facts) ? base : offered;
}

/** True where other columns of the table make it doubtful that this one, named like a label, is it. */
function isOutstood(column: ColumnProfile, name: NameReading, facts: TableFacts): boolean {
  const last = isLast(column, facts);
  if (!last && isDoubted(column, name, facts)) return true;
  // An illness one had stands beside the one that is to be told.
  if (name.promise < 3 && facts.placed !== undefined && isMarkColumn(column)) return true;
  const halves = facts.columns.filter((one) => one.label.promise === 0.5 && isRival(one, facts));
  if (name.promise === 0.5 && halves.some((one) => one !== column)) return true;
  if (name.promise !== 0.5 || namesFile(column, facts)) return false;
  return !last || (facts.sample.named && isOfRecord(column, facts));
}

/** The kind or state of a record, which the table holds beside its number and more, is no label unless a neighbour asks for it. */
function isOfRecord(column: ColumnProfile, { columns, placed }: TableFacts): boolean {
  const filled = columns.filter(({ kind }) => kind !== 'empty');
  return column !== placed && filled.length > 3 && namesRecords(filled, column);
}

/** A column of paths, or of names of images without their extension. */
function namesFile(column: ColumnProfile, { columns }: TableFacts): boolean {
  const isName = (one: ColumnProfile): boolean => one.isSample && one.plain.startsWith('im');
  return columns.some((one) => one !== column && (one.kind === 'path' || isName(one)));
}

/** Beside what is measured, or in a table that names no samples, a name must say more. */
function isDoubted(column: ColumnProfile, { promise }: NameReading, facts: TableFacts): boolean {
  return (
    (promise < 3 && isRegression(facts)) ||
    (promise === 1 && !hasSample(facts, column) && !isLoneOutcome(column, facts))
  );
}

/** The one name of an outcome, beside measures: wherever it stands, it is what is to be told. */
function isLoneOutcome(column: ColumnProfile, { columns, taken }: TableFacts): boolean {
  const promising = columns.filter(({ index, label }) => label.promise >= 1 && !taken.has(index));
  const outcomes = promising.filter(({ name }) => saysOutcome(name));
  const isFirst = outcomes.length === 1 && promising.every(({ label }) => label.promise === 1);
  return (
    (promising.length === 1 || (isFirst && outcomes[0] === column)) &&
    columns.filter(({ kind }) => kind === 'number' || kind === 'integer').length > 3
  );
}

const measuredNames =
  /(?:price|sales?|revenue|cost|costs|salary|charges|demand|consumption|cnt|count|quantity|amount|fare|mpg)$/;

/** The last column is a sum of money or the like: it is to be told, and no class. */
function isRegression({ columns }: TableFacts): boolean {
  const last = columns.at(-1);
  if (last === undefined || (last.kind !== 'integer' && last.kind !== 'number')) return false;
  return measuredNames.test(last.plain) && last.values.size > Math.max(20, last.filled * 0.2);
}

/** Integers so many that they are rather measured than named. */
function looksNumeric(
  column: ColumnProfile,
  { promise }: NameReading,
  { distinct, share }: Content,
  facts: TableFacts,
): boolean {
  if (column.kind !== 'integer' || !eitherNames.test(column.plain)) return false;
  // An income, a quality: of so many steps only beside a picture a class.
  const isMeasure = promise === 1 && column.plain !== 'y' && !namesFile(column, facts);
  return distinct > 50 && (share > 0.3 || isMeasure);
}

/** How strong an attack is, or how severe: whole numbers of many steps, without a picture or a text that has them. */
function isFigure(
  column: ColumnProfile,
  { promise }: NameReading,
  { distinct }: Content,
  facts: TableFacts,
): boolean {
  if (promise !== 1 || column.kind !== 'integer' || eitherNames.test(column.plain)) return false;
  return distinct > fewSteps && !namesFile(column, facts);
}

/** More whole numbers than this are no steps of an outcome. */
const fewSteps = 20;

/** Values that (nearly) never recur: ids, transcripts, a list of the classes themselves. */
function isUnique(content: Content, facts: TableFacts, name: NameReading): boolean {
  const { distinct, filled, share } = content;
  if (filled < 10) {
    const few =
      facts.region ||
      facts.columns.some((one) => one.kind === 'path' || (one.isSample && one.plain !== 'id'));
    return distinct === filled && !(few && name.promise >= 2);
  }
  if (!facts.sample.complete && name.promise >= 2) return share > 0.98;
  return name.promise >= 2 ? share > 0.8 : share > 0.5;
}

function byContent(column: ColumnProfile, content: Content, facts: TableFacts): number {
  if (content.filled < 2 || content.distinct < 2 || content.distinct > 1000) return 0;
  if (column === facts.placed) return 0.55;
  if (column.isId || column.isSample || (isMarkColumn(column) && facts.sample.named)) return 0;
  const unique = content.filled < 10 ? content.distinct === content.filled : content.share > 0.5;
  if (unique && content.join === undefined) return 0;
  return column.kind === 'integer'
    ? integers(column, content, facts)
    : names(column, content, facts);
}

/** Text of few values without a name that says label: believed where nothing else could be the label. */
function names(column: ColumnProfile, content: Content, facts: TableFacts): number {
  const { named } = facts.sample;
  // A journal: what was done when, with names of its own.
  const isJournal = facts.columns.some((one) => one.kind === 'date');
  const hasText = facts.columns.some((one) => one.kind === 'text' && one.meanWords > 4);
  if (!named && ((isJournal && !hasText) || isOutdone(column, facts.columns))) return 0.4;
  if (!named && isQuoted(column)) return 0.4;
  const rivals = facts.columns.filter((one) => one !== column && isRival(one, facts));
  if (rivals.length > 0) {
    const { columns } = facts;
    if (named && content.join === undefined && isFirstOfEquals(column, rivals, facts)) return 0.5;
    if (named || content.join !== undefined) return 0.4;
    return bareNames(column, { columns, isRival: (one) => isRival(one, facts) });
  }
  if (!named) return 0.6;
  // Beside a split, notes that are no labels by their names are no reason for doubt.
  const besides = facts.columns.filter(
    (one) => one.kind !== 'empty' && !facts.taken.has(one.index) && one.label.promise !== -1,
  );
  const isSplit = facts.taken.size > 0 && besides.length < 2;
  const few = facts.columns.filter((one) => one.kind !== 'empty').length <= 3;
  return hasSample(facts, column) && (few || isSplit) ? 0.55 : 0.4;
}

/** `word_1.png, "hello"`: what is written in a picture stands in quotes of its own. */
function isQuoted({ values }: ColumnProfile): boolean {
  return [...values.keys()].every((text) => /^\s*".*"$/.test(text));
}

/** Several targets of one sample and nothing else: the first is counted, the others are offered beside it. */
function isFirstOfEquals(
  column: ColumnProfile,
  rivals: readonly ColumnProfile[],
  { columns, taken }: TableFacts,
): boolean {
  const others = columns.filter(
    (one) => one !== column && !rivals.includes(one) && !taken.has(one.index),
  );
  const areBeside = others.every(
    (one) => one.kind === 'empty' || one.label.promise === -1 || one.isId || one.isSample,
  );
  const isWhole = column.filled >= enoughRows && column.nullWords === 0;
  return areBeside && isWhole && rivals.every(({ index }) => index > column.index);
}

/** Fewest rows of a table with several targets. */
const enoughRows = 30;

/** Integers without a name that says label: believed beside a path or a text, in the last or first place. */
function integers(column: ColumnProfile, content: Content, facts: TableFacts): number {
  if (facts.sample.named) return content.distinct <= 20 && isLast(column, facts) ? 0.3 : 0;
  const { columns } = facts;
  return bareIntegers(column, { columns, isRival: (one) => isRival(one, facts) });
}

/** Another column of few names. */
function isRival(column: ColumnProfile, facts: TableFacts): boolean {
  if (column.kind !== 'text' || facts.taken.has(column.index)) return false;
  if (column.label.promise === -1) return false;
  const { size } = column.values;
  return size >= 2 && size <= column.filled * 0.5 && column.meanWords <= 8;
}

/** A path, an id of a sample, or a text beside the column: what the label is about. */
function hasSample(facts: TableFacts, label: ColumnProfile): boolean {
  return facts.columns.some(
    (one) =>
      one !== label &&
      (one.kind === 'path' ||
        one.isSample ||
        one.isId ||
        (one.kind === 'text' && one.meanWords > 3)),
  );
}

function isLast(column: ColumnProfile, facts: TableFacts): boolean {
  return column.index === facts.columns.length - 1;
}

function rankOf(
  column: ColumnProfile,
  name: NameReading,
  confidence: number,
  columns: number,
): number {
  const place = (0.2 * column.index) / Math.max(1, columns);
  const id = name.isId ? 0.8 : 0;
  const text = column.kind === 'text' || column.kind === 'structure' ? 0.6 : 0;
  const either = eitherNames.test(column.plain) && column.kind === 'integer' ? 0.2 : 0;
  return name.promise + (confidence >= 0.5 ? 4 : 0) + text + place - id - either;
}

function evidenceOf(column: ColumnProfile, name: NameReading, content: Content): string {
  const values = `${content.distinct} different values in ${content.filled} sampled rows`;
  if (name.promise >= 2) return `column “${column.name}” is named like a label (${values})`;
  if (name.promise === 1) return `column “${column.name}” may be a label by its name (${values})`;
  return `column “${column.name}” holds few values that recur (${values})`;
}
