// What the files beside a table say of its label: the submission a competition asks for, and the test table without it.
// Must not know files, nor how a label is recognised in a table alone.

import { splitOfFileName } from '../detect/splits';
import { baseName } from '../paths';
import { isIdName } from './columnNames';
import { type ColumnProfile, profileColumns } from './columnProfile';
import { isMarkColumn } from './oneHot';
import type { TableReading } from './recipe';
import { readOneHot, readTable } from './tableReading';
import { plainName, type TableSample } from './tableSample';

/** A table as its neighbours see it. */
export interface Neighbour {
  readonly path: string;
  readonly sample: TableSample;
  readonly readings: readonly TableReading[];
}

/** What the neighbours leave of a reading that they speak against. */
const passedOver = 0.4;
const told = 0.75;
/** From here on a reading rests on a column's name. */
const sure = 0.7;
/** More whole numbers than this are rather measured than named. */
const fewNumbers = 30;
/** More texts than this, under a name that is no label's, are words to be told. */
const fewTexts = 50;

const submissionName =
  /^(?:\w+[_-])?sample_?submission(?:[_-]\w+)?\.(?:csv|tsv)$|^submission_?(?:format|sample)\.csv$/i;

/** True for `sample_submission.csv` and its like: a form to fill in, whose columns name what is to be told. */
export function isSubmissionForm(name: string): boolean {
  return submissionName.test(name.replaceAll('-', '_'));
}

/** The readings of the tables of a folder, in their order, in the light of each other and of the forms beside them. */
export function readTogether(
  tables: readonly Neighbour[],
  forms: readonly (readonly string[])[],
): TableReading[][] {
  const targets = tables.map((table) => targetsOf(table, tables, forms));
  const someTold = targets.some((target) => target?.byForm);
  const read = tables.map((table, at) => {
    const target = targets.at(at);
    return target === undefined ? [...table.readings] : chosen(table, target);
  });
  return read.map((readings, at) => {
    if (targets.at(at) !== undefined) return readings;
    const lacks = (table: Neighbour, other: number): boolean =>
      isTestOf(tables[at], table) && lacksLabel(tables[at], table, read[other].at(0));
    const isTest = tables.some((table) => isTestOf(tables[at], table));
    const beside = isTest ? tables.some(lacks) : someTold;
    return beside ? readings.map(damped) : readings;
  });
}

/** The columns of a table that are to be told. */
interface Targets {
  readonly columns: readonly ColumnProfile[];
  /** A form says so, and not only that the test table lacks them. */
  readonly byForm: boolean;
  /** The form has a column for each of the values. */
  readonly listed?: true;
}

function targetsOf(
  table: Neighbour,
  tables: readonly Neighbour[],
  forms: readonly (readonly string[])[],
): Targets | undefined {
  if (!table.sample.named || forms.length + tables.length < 2) return undefined;
  const columns = profileColumns(table.sample);
  const heldOut = tables.filter((one) => isTestOf(one, table));
  const given = new Set(heldOut.flatMap(({ sample }) => sample.header.map(plainName)));
  const lacking =
    heldOut.length === 0
      ? []
      : columns.filter(({ plain, name }) => !given.has(plain) && !isIdName(name));
  if (tables.some((one) => isTestOf(table, one))) return undefined;
  for (const form of forms) {
    const asked = new Set(form.slice(1).map(plainName));
    const named = columns.filter(
      ({ plain, isSample }, at) => at > 0 && !isSample && asked.has(plain),
    );
    const unknown = named.filter((column) => heldOut.length === 0 || lacking.includes(column));
    const found = unknown.length > 0 ? unknown : named;
    if (found.length > 0) return { columns: widened(found, lacking), byForm: true };
    const listed = columns.find(({ values }) => holdsAll(values, form.slice(1)));
    if (listed !== undefined) return { columns: [listed], byForm: true, listed: true };
  }
  return lacking.length > 0 ? { columns: lacking, byForm: false } : undefined;
}

/** Votes that are asked for stand beside the class that won them, which the test table lacks as well. */
function widened(
  asked: readonly ColumnProfile[],
  lacking: readonly ColumnProfile[],
): readonly ColumnProfile[] {
  return asked.length > 1 && !asked.every(isMarkColumn) && lacking.length > 0 ? lacking : asked;
}

/** One column a class in the form, each a value of this column. */
function holdsAll(values: ReadonlyMap<string, number>, names: readonly string[]): boolean {
  if (names.length < 2 || values.size > names.length * 1.2) return false;
  const plain = new Set([...values.keys()].map(plainName));
  return names.filter((name) => plain.has(plainName(name))).length >= names.length * 0.9;
}

/** `test.csv` with some columns of `train.csv`, and no others. */
function isTestOf(test: Neighbour, table: Neighbour): boolean {
  if (test === table || !test.sample.named || !table.sample.named) return false;
  if (splitOfFileName(baseName(test.path)) !== 'test') return false;
  const known = new Set(table.sample.header);
  const own = test.sample.header.filter((name) => !isIdName(name) || known.has(name));
  return own.length < known.size && own.every((name) => known.has(name));
}

/** True for a test table without what its neighbour is read by. */
function lacksLabel(test: Neighbour, { sample }: Neighbour, reading?: TableReading): boolean {
  if (reading === undefined || reading.confidence < 0.5) return true;
  const { label, needs } = reading.recipe;
  const labels = label.kind === 'column' ? [label.column] : label.columns.map((one) => one.column);
  return [...labels, ...needs].some(
    (column) => !test.sample.header.includes(sample.header[column]),
  );
}

function chosen(
  { sample, readings }: Neighbour,
  { columns, byForm, listed }: Targets,
): TableReading[] {
  const [only] = columns;
  if (columns.length > 1 && columns.every(isMarkColumn)) {
    return first(readOneHot(sample, columns), readings);
  }
  // A name that says label outright holds for the test table, too.
  const best = readings.at(0);
  const isNamed = best !== undefined && best.confidence >= sure && best.id !== 'one-hot';
  if (isNamed && !byForm) return [...readings];
  const isOne = columns.length === 1;
  if (isOne && (listed || isOfClasses(only, readings))) {
    return first(readingOf(only, sample), readings);
  }
  if (isOne && byForm) {
    // Words are asked for, of which a label beside them says the kind.
    const isFree = only.kind === 'text' && isNamed;
    return isFree ? [...readings] : readings.map(damped);
  }
  return amongLacking(columns, readings);
}

/** Classes recur, and are no measures. */
function isOfClasses(column: ColumnProfile, readings: readonly TableReading[]): boolean {
  const known = readings.find(({ id }) => id === `column:${column.name}`);
  if (known !== undefined && known.confidence >= 0.5) return true;
  if (column.kind !== 'integer' && column.kind !== 'text') return known?.multiLabel === true;
  const { size } = column.values;
  if (size < 2 || (column.filled >= 10 && size * 2 > column.filled)) return false;
  const most = column.kind === 'integer' ? fewNumbers : column.label.promise > 0 ? 1000 : fewTexts;
  return size <= most && column.meanWords <= 8;
}

function readingOf(column: ColumnProfile, sample: TableSample): TableReading | undefined {
  const id = `column:${column.name}`;
  return readTable(sample, id).find((reading) => reading.id === id);
}

/** Only what the test table lacks can be its label; a measure named like a target leaves no doubt that it is the one. */
function amongLacking(
  columns: readonly ColumnProfile[],
  readings: readonly TableReading[],
): TableReading[] {
  const indexes = new Set(columns.map(({ index }) => index));
  const measured = columns.some(({ kind, label }) => kind === 'number' && label.promise === 3);
  const fits = (reading: TableReading): boolean => {
    const { label } = reading.recipe;
    if (measured) return false;
    if (label.kind === 'one-hot') return label.columns.every(({ column }) => indexes.has(column));
    return indexes.has(label.column);
  };
  const fitting = readings.filter(fits);
  const texts = fitting.filter(
    ({ recipe: { label } }) => label.kind === 'column' && !label.integers,
  );
  const lone = texts.length === 1 ? texts[0] : fitting.length === 1 ? fitting[0] : undefined;
  if (lone !== undefined && lone.confidence >= 0.3 && lone.labels.length <= 1000) {
    return first({ ...lone, confidence: Math.max(lone.confidence, 0.6) }, readings);
  }
  return readings.map((reading) => (fits(reading) ? reading : damped(reading)));
}

function first(best: TableReading | undefined, readings: readonly TableReading[]): TableReading[] {
  if (best === undefined) return readings.map(damped);
  const others = readings.filter(({ id }) => id !== best.id).map(damped);
  const evidence = [...best.evidence, 'the files beside the table ask for it'];
  return [{ ...best, evidence, confidence: Math.max(best.confidence, told) }, ...others];
}

function damped(reading: TableReading): TableReading {
  return { ...reading, confidence: Math.min(reading.confidence, passedOver) };
}
