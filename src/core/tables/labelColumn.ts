// Which column of a table is the label: by its name first, by its values second; several candidates are ranked.
// Must not know files, boxes or how rows are counted.

import { areCircumstances } from './assignments';
import {
  isAllBeside,
  isAsked,
  isBesideFeeling,
  isCommanded,
  isForm,
  isKindBesideOutcome,
  isMarkAmongMarks,
  isOneOfMarks,
  isReader,
  isToldByOthers,
} from './besideLabels';
import { isOfSales, isPlace, isSexOf } from './attributeColumns';
import {
  bareIntegers,
  bareNames,
  isBetweenEntities,
  isOutdone,
  isPadded,
  isPropertyOfCounted,
} from './bareColumns';
import { listsThings, listsVersions, renamesThings, sortsWhatIsKept } from './catalogues';
import type { ColumnProfile } from './columnProfile';
import { isTextName, type NameReading, promisesSeveral, saysOutcome } from './columnNames';
import { classBehind } from './classBehind';
import { classByPlace, isCircumstance } from './featureTable';
import { isMarkColumn } from './oneHot';
import {
  areMeasured,
  eitherNames,
  isFigure,
  isRatingOfNothing,
  isRegression,
  isSparse,
  isStepOfIncome,
  looksNumeric,
} from './measuredLabels';
import { hasSample, isEndOfLink, leadsFromTo, namesRecords, pointsToOthers } from './records';
import { areVectors, type Join, sniffJoin, splitLabels } from './multiLabel';
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
  const placed =
    sample.named && !region
      ? classByPlace(columns, sample)
      : classBehind(sample, columns, table.taken, region);
  const facts = { ...table, placed };
  return facts.columns
    .filter((column) => !facts.taken.has(column.index))
    .flatMap((column) => judge(column, facts) ?? [])
    .sort((a, b) => b.rank - a.rank);
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
  if (isPlace(column, facts.columns)) return undefined;
  // Classes with the time at which each begins and ends are nothing else.
  const isMarked = sample.marked?.includes(column.index) === true || content.join === 'segments';
  const isToldBeside = isToldByOthers(column, facts.columns) || column === facts.placed;
  if (name.promise < 0 && !isToldBeside && !isMarked) return undefined;
  const judged = (): number => {
    if (name.promise < 1 && isToldBeside) return sample.named ? 0.55 : 0.6;
    return name.promise > 0
      ? byName(column, name, content, facts)
      : byContent(column, content, facts);
  };
  // A table that marks its classes has no others.
  const most = sample.marked === undefined ? 1 : 0.4;
  const confidence = isMarked ? markedAs(column, content) : Math.min(judged(), most);
  if (confidence === 0 && !facts.pixels) return undefined;
  const isBehind = !sample.named && column === facts.placed;
  const rank = rankOf(column, name, confidence, facts.columns) + (isMarked ? 4 : isBehind ? 1 : 0);
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

/** What is marked is told: a class, or a measure where whole numbers of many steps hardly recur. */
function markedAs({ kind }: ColumnProfile, { distinct, share }: Content): number {
  return kind === 'integer' && distinct > 50 && share > 0.3 ? 0.4 : 0.9;
}

/** Undefined where the values can be no classes. */
function contentOf(column: ColumnProfile, name: NameReading): Content | undefined {
  if (column.kind === 'empty' || column.kind === 'number') return undefined;
  const join =
    column.kind === 'integer' ? undefined : sniffJoin(column.values, promisesSeveral(column.name));
  if (join === undefined ? !mayBeName(column) : !mayBeJoined(column, join, name)) return undefined;
  if (join === 'list' && areNoLabels([...column.values.keys()])) return undefined;
  const named = column.kind === 'text' && column.nullWords > 0;
  const filled = column.filled + (named ? column.nullWords : 0);
  // `1`, `1.0` and `1.00` are one class.
  const values =
    column.kind === 'integer' ? new Set([...column.values.keys()].map(Number)) : column.values;
  const distinct = values.size + (named ? 1 : 0);
  return { join, distinct, filled, share: distinct / Math.max(1, filled) };
}

/** `[]` in every cell: other labels that no sample has; or vectors of marks. */
function areNoLabels(texts: readonly string[]): boolean {
  return texts.every((text) => splitLabels(text, 'list').length === 0) || areVectors(texts);
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

function byName(
  column: ColumnProfile,
  name: NameReading,
  content: Content,
  facts: TableFacts,
): number {
  const base = name.promise === 3 ? 0.8 : name.promise === 2 ? 0.7 : 0.6;
  const offered = 0.4;
  if (sortsWhatIsKept(column, facts.columns)) return offered;
  if (content.join !== undefined) return base;
  if (content.distinct < 2) return facts.region || !facts.sample.complete ? base : offered;
  const numbers = { ...content, promise: name.promise, isBesideFile: namesFile(column, facts) };
  if (looksNumeric(column, numbers) || isFigure(column, numbers) || isSparse(column, numbers))
    return offered;
  if (isOfSales(column, facts.columns)) return offered;
  if (isRatingOfNothing(column, facts.columns)) return offered;
  if (isUnique(content, facts, name)) return name.promise >= 2 ? offered : 0;
  return column === facts.placed || !isOutstood(column, name, facts) ? base : offered;
}

/** True where other columns of the table make it doubtful that this one, named like a label, is it. */
function isOutstood(column: ColumnProfile, name: NameReading, facts: TableFacts): boolean {
  const doubts = [isReader, isKindBesideOutcome, isOneOfMarks, isMarkAmongMarks, isEndOfLink];
  if (linksRecords(column, name, facts)) return true;
  if (doubts.some((isDoubtful) => isDoubtful(column, facts.columns))) return true;
  const last = isLast(column, facts);
  if (isStepOfIncome(column, last) || (!last && isDoubted(column, name, facts))) return true;
  // An illness one had stands beside the one that is to be told.
  if (name.promise < 3 && facts.placed !== undefined && isMarkColumn(column)) return true;
  if (isCommanded(column, facts.columns)) return false;
  const halves = facts.columns.filter((one) => one.label.promise === 0.5 && isRival(one, facts));
  if (name.promise === 0.5 && halves.some((one) => one !== column)) return true;
  if (name.promise !== 0.5 || namesFile(column, facts)) return false;
  // In a file that is called labels it need not stand last.
  const isPlaced = last || (facts.sample.ofLabels === true && column.kind === 'text');
  return !isPlaced || (facts.sample.named && isOfRecord(column, facts));
}

/** `shape_id` behind `route_id` and `trip_id`: rows that link records of other tables, or things of one kind. */
function linksRecords(column: ColumnProfile, name: NameReading, facts: TableFacts): boolean {
  const { columns } = facts;
  const isOfSample = facts.region || namesFile(column, facts);
  if (name.isId && name.promise < (isOfSample ? 1 : 3)) {
    const isOther = (one: ColumnProfile): boolean => !one.isSample || one.plain === 'id';
    return columns.filter((one) => one !== column && one.isId && isOther(one)).length > 1;
  }
  if (name.promise === 0.5) return leadsFromTo(columns);
  const isState = !saysOutcome(column.name) || column.plain === 'approved';
  return name.promise === 1 && isState && pointsToOthers(columns);
}

/** The kind or state of a record, which the table holds beside its number and more, is no label unless a neighbour asks for it. */
function isOfRecord(column: ColumnProfile, { columns, placed }: TableFacts): boolean {
  const filled = columns.filter(({ kind }) => kind !== 'empty');
  const isDated = filled.some(({ kind, plain }) => kind === 'date' || plain === 'date');
  const isLong = filled.length > 3 || (filled.length > 2 && isDated);
  return column !== placed && isLong && namesRecords(filled, column);
}

/** A column of paths, or of names of images without their extension. */
function namesFile(column: ColumnProfile, { columns }: TableFacts): boolean {
  const isName = (one: ColumnProfile): boolean => one.isSample && one.plain.startsWith('im');
  return columns.some((one) => one !== column && (one.kind === 'path' || isName(one)));
}

/** Beside what is measured, or in a table that names no samples, a name must say more. */
function isDoubted(column: ColumnProfile, { promise }: NameReading, facts: TableFacts): boolean {
  return (
    (promise < 3 && isRegression(facts.columns)) ||
    (promise === 1 && !hasSample(facts.columns, column) && !isLoneOutcome(column, facts))
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

/** Values that (nearly) never recur: ids, transcripts, a list of the classes themselves. */
function isUnique(content: Content, facts: TableFacts, name: NameReading): boolean {
  const { distinct, filled, share } = content;
  if (filled < 10) {
    const few =
      facts.region ||
      facts.columns.some(
        (one) =>
          one.kind === 'path' ||
          (one.isSample && one.plain !== 'id') ||
          (one.kind === 'text' && one.meanWords > 3 && isTextName(one.name)),
      );
    return distinct === filled && !(few && name.promise >= 2);
  }
  if (!facts.sample.complete && name.promise >= 2) return share > 0.98;
  return name.promise >= 2 ? share > 0.8 : share > 0.5;
}

function byContent(column: ColumnProfile, content: Content, facts: TableFacts): number {
  if (content.filled < 2 || content.distinct < 2 || content.distinct > 1000) return 0;
  if (column === facts.placed) return 0.55;
  const isMark = isMarkColumn(column) && facts.sample.named;
  if (isMark && isAsked(column)) return 0.3;
  if (column.isId || column.isSample || isMark) return 0;
  const unique = content.filled < 10 ? content.distinct === content.filled : content.share > 0.5;
  if (unique && content.join === undefined) return 0;
  return column.kind === 'integer'
    ? integers(column, content, facts)
    : names(column, content, facts);
}

/** Where, when, by whom, or what is asked of it: never more than offered for its few values. */
function isOnlyBeside(column: ColumnProfile, { sample, columns }: TableFacts): boolean {
  return sample.named
    ? isCircumstance(column) || isForm(columns)
    : areCircumstances(column.values) || isPropertyOfCounted(column, columns);
}

/** Text of few values without a name that says label: believed where nothing else could be the label. */
function names(column: ColumnProfile, content: Content, facts: TableFacts): number {
  const { sample } = facts;
  const { named } = sample;
  if (isAllBeside(column, facts.columns, sample)) return 0.55;
  if (isOnlyBeside(column, facts) || (named && listsThings(facts.columns))) return 0.4;
  if (!named && isNote(column, facts)) return 0.4;
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
  return hasSample(facts.columns, column) && (few || isSplit) ? 0.55 : 0.4;
}

/** Of a table that names no columns: what was done when, what is written, whose it is, or less telling than another. */
function isNote(column: ColumnProfile, { columns }: TableFacts): boolean {
  const isJournal = columns.some((one) => one.kind === 'date');
  const hasText = columns.some((one) => one.kind === 'text' && one.meanWords > 4);
  if ((isJournal && !hasText) || isQuoted(column) || areMeasured(column)) return true;
  if (isPadded(column, columns) || isBetweenEntities(column, columns)) return true;
  if (listsVersions(columns) || renamesThings(columns)) return true;
  return isSexOf(column, columns) || isOutdone(column, columns);
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
  if (columns.some(isCircumstance)) return false;
  const isWhole = column.filled >= enoughRows && column.nullWords === 0;
  return (
    hasSample(columns, column) &&
    areBeside &&
    isWhole &&
    rivals.every(({ index }) => index > column.index)
  );
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

function isLast(column: ColumnProfile, facts: TableFacts): boolean {
  return column.index === facts.columns.length - 1;
}

function rankOf(
  column: ColumnProfile,
  name: NameReading,
  confidence: number,
  columns: readonly ColumnProfile[],
): number {
  const place = (0.2 * column.index) / Math.max(1, columns.length);
  const id = name.isId ? 0.8 : 0;
  const text = column.kind === 'text' || column.kind === 'structure' ? 0.6 : 0;
  const either = eitherNames.test(column.plain) && column.kind === 'integer' ? 0.2 : 0;
  const beside = isBesideFeeling(column, columns) ? 1 : 0;
  return name.promise + (confidence >= 0.5 ? 4 : 0) + text + place - id - either - beside;
}

function evidenceOf(column: ColumnProfile, name: NameReading, content: Content): string {
  const values = `${content.distinct} different values in ${content.filled} sampled rows`;
  if (name.promise >= 2) return `column “${column.name}” is named like a label (${values})`;
  if (name.promise === 1) return `column “${column.name}” may be a label by its name (${values})`;
  return `column “${column.name}” holds few values that recur (${values})`;
}
