// Which datasets of an HDF5 file are labels; and counting one of them.
// Must not know files' names, nor that MATLAB writes such files too.

import type { RangeReader } from '../archives/zipDirectory';
import type { ArraysFound } from '../arrays/arrayClaims';
import { type ArrayPlace, countElements, refuse } from '../arrays/arrayCounter';
import { type SeenArray, sortArrays } from '../arrays/arrayGroups';
import { readArrayName } from '../arrays/arrayNames';
import {
  type ArrayReading,
  readArray,
  sampleBytes,
  suits,
  unreadReason,
} from '../arrays/arrayReading';
import type { NpyArray } from '../arrays/npyHeader';
import { SourceError } from '../ports';
import type { Problem } from '../problems';
import { reasonOf } from '../reason';
import type { Hdf5Dataset } from './dataset';
import { elementsOf, openElements } from './elements';
import { Hdf5File } from './file';
import { countStructs, labelFieldOf } from './structs';
import { hdf5Texts, isLetters } from './texts';
import { datasetAtPath, hdf5Tree, type TreeEntry, usualObjects } from './tree';

const mostNames = 100_000;

/** A file to look through. */
export interface Hdf5Source {
  readonly path: string;
  readonly read: RangeReader;
  readonly size: number;
  /** Objects that are looked at; fewer than all is said. */
  readonly most?: number;
}

/** Looks through a file. Rejects with a RangeError where it is damaged. */
export async function lookAtHdf5(
  { path: filePath, read, size, most = usualObjects }: Hdf5Source,
  signal: AbortSignal,
): Promise<ArraysFound & { readonly problems: readonly Problem[] }> {
  const file = await Hdf5File.open(read, size);
  const seen: SeenArray[] = [];
  const datasets = new Map<string, Hdf5Dataset>();
  const attributed = new Map<string, readonly string[]>();
  const refused: string[] = [];
  const damaged: string[] = [];
  const tree = hdf5Tree(file, signal, most);
  let next = await tree.next();
  for (; next.done !== true; next = await tree.next()) {
    const { path, dataset, classNames } = next.value;
    if (classNames !== undefined) attributed.set(path, classNames);
    if ('damaged' in dataset) {
      damaged.push(`${path}: ${dataset.damaged}`);
      continue;
    }
    const one = await lookAtDataset(file, next.value);
    if (typeof one === 'string') refused.push(one);
    else if (one !== undefined) {
      seen.push(one);
      if ('shape' in dataset) datasets.set(path, dataset);
    }
  }
  const { readings, names, images } = sortArrays(seen);
  const named = names === undefined ? undefined : datasets.get(names.member);
  const first = readings.at(0)?.members.at(0)?.member ?? '';
  const texts =
    named === undefined
      ? (attributed.get(first) ?? enumNames(first, datasets))
      : await firstTexts(file, named);
  const place = { file: filePath, line: 1, column: size + 1 };
  const problems = [
    ...damaged.map((reason) => damagedAt(place, reason)),
    ...refused.map((reason) => notRead(place, reason)),
    ...(next.value === 0 ? [] : [notLookedAt(filePath, most, next.value)]),
  ];
  return { readings, names: texts, images, problems };
}

function damagedAt(place: Pick<Problem, 'file' | 'line' | 'column'>, reason: string): Problem {
  const message = `The HDF5 file is damaged or cut off, and what is there is not read: ${reason}.`;
  return { code: 'hdf5-damaged', severity: 'error', ...place, message };
}

function notRead(place: Pick<Problem, 'file' | 'line' | 'column'>, reason: string): Problem {
  const message = `A dataset is not read: ${reason}.`;
  return { code: 'hdf5-not-read', severity: 'warning', ...place, message };
}

function notLookedAt(file: string, most: number, unseen: number): Problem {
  const message =
    `Only the first ${most} groups and datasets were looked at for labels; ${unseen} or more were passed over. ` +
    'Name the format of this file in the setting classBalance.sources to have all looked at.';
  return { code: 'hdf5-sampled', severity: 'warning', file, line: 1, column: 1, message };
}

async function firstTexts(file: Hdf5File, dataset: Hdf5Dataset): Promise<string[]> {
  const texts: string[] = [];
  if (elementsOf(dataset) > mostNames) return texts;
  for await (const text of hdf5Texts(file, dataset)) texts.push(text);
  return texts;
}

/** Names of an enumeration that counts from 0 without gaps; others stand for their numbers. */
function enumNames(path: string, datasets: ReadonlyMap<string, Hdf5Dataset>): string[] {
  const type = datasets.get(path)?.type;
  if (type?.use !== 'plain') return [];
  const sorted = type.names.toSorted(([a], [b]) => a - b);
  return sorted.every(([value], at) => value === at) ? sorted.map(([, name]) => name) : [];
}

/** An array, a reason why a dataset that may be labels is not read, or nothing of interest. */
async function lookAtDataset(
  file: Hdf5File,
  { path, dataset, always }: TreeEntry,
): Promise<SeenArray | string | undefined> {
  const name = readArrayName(path.replace(/^.*\/(?=[^/]+\/)/, ''));
  const own = readArrayName(path.replace(/^.*\//, ''));
  const wanted = own.role === 'labels' || own.role === 'names' || own.role === 'masks';
  if ('damaged' in dataset) return undefined;
  if ('refused' in dataset)
    return wanted || always === true ? `${path}: ${dataset.refused}` : undefined;
  const array = arrayOf(dataset);
  if (dataset.type.use === 'reference' && !wanted) return structsAt(file, path, dataset);
  if (array === undefined) return wanted ? `${path}: its type holds no labels` : undefined;
  const split = own.split === 'all' ? name.split : own.split;
  const inFile = { member: path, bytes: elementsOf(dataset) * dataset.type.size, array };
  if (!wanted) return { ...inFile, name: { ...own, split }, reading: undefined };
  try {
    const reading = await readingOf(file, dataset, array, own);
    if (typeof reading === 'string') return `${path}: ${reading}`;
    return { ...inFile, name: { ...own, split }, reading };
  } catch (error) {
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    return `${path}: ${reasonOf(error)}`;
  }
}

/** The labels in the structs that a dataset refers to. */
async function structsAt(
  file: Hdf5File,
  path: string,
  dataset: Hdf5Dataset,
): Promise<SeenArray | undefined> {
  const field = await labelFieldOf(file, dataset).catch((error: unknown) => {
    // References to something else, or to nothing.
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  if (field === undefined) return undefined;
  const count = elementsOf(dataset);
  const plain = { columns: 0, text: false, ignoreNegative: false, ignore255: false } as const;
  return {
    member: `${path}/${field}`,
    bytes: count * dataset.type.size,
    name: readArrayName(field),
    array: { kind: 'f', size: 8, little: true, fortran: false, shape: [count] },
    reading: { ...plain, use: 'boxes' },
  };
}

async function readingOf(
  file: Hdf5File,
  dataset: Hdf5Dataset,
  array: NpyArray,
  name: SeenArray['name'],
): Promise<ArrayReading | string | undefined> {
  if (elementsOf(dataset) === 0) return undefined;
  const isText = dataset.type.use !== 'plain' || isLetters(dataset);
  if (isText) return readArray(array, name, new Uint8Array(0));
  const start = await (await openElements(file, dataset)).take(sampleBytes(array));
  return readArray(array, name, start) ?? unreadReason(array, name, start);
}

/**
 * A dataset as an array; sizes of 1 beside a longer one are left out, as MATLAB has them, whose matrices lie in the file
 * by columns. Undefined for other types.
 */
function arrayOf(dataset: Hdf5Dataset): NpyArray | undefined {
  const { shape, type, record, matlab } = dataset;
  if (isLetters(dataset)) {
    return { little: true, fortran: false, shape: [shape[1] ?? 1], kind: 'U', size: 4 };
  }
  const longer = shape.filter((length) => length !== 1);
  const dims = longer.length === 1 ? longer : shape;
  const byColumns = matlab !== undefined && dims.length === 2;
  const order = { little: true, fortran: byColumns, shape: byColumns ? dims.toReversed() : dims };
  if (type.use === 'plain') {
    const field =
      record === undefined
        ? {}
        : { field: { name: '', record: record.size, offset: record.offset } };
    const { kind, size, little, blanks = false } = type;
    return { ...order, ...field, kind, size, little, blanks };
  }
  return type.use === 'other' || type.use === 'record'
    ? undefined
    : { ...order, kind: 'U', size: 4 };
}

/** Counts the dataset at a path. Bad data becomes a problem. */
export async function countHdf5(
  read: RangeReader,
  size: number,
  path: string,
  reading: ArrayReading,
  place: ArrayPlace,
  signal: AbortSignal,
): Promise<void> {
  try {
    const file = await Hdf5File.open(read, size);
    if (reading.use === 'boxes') {
      const [, above, field] = /^(.*)\/([^/]*)$/.exec(path) ?? ['', path, ''];
      await countStructs(file, await datasetAtPath(file, above), field, place, signal);
      return;
    }
    const dataset = await datasetAtPath(file, path);
    const array = arrayOf(dataset);
    if (array === undefined || !suits(reading, array)) {
      refuse(place, `${path} is not what it was when it was found`);
    } else if (dataset.type.use === 'plain' && !isLetters(dataset)) {
      await countElements(reading, array, await openElements(file, dataset), place, signal);
    } else await countTexts(file, dataset, place, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    const message = `${path} cannot be read: ${reasonOf(error)}.`;
    const where = { file: place.file, line: 1, column: size + 1 };
    place.tally.problem({ code: 'hdf5-damaged', severity: 'error', ...where, message });
  }
}

async function countTexts(
  file: Hdf5File,
  dataset: Hdf5Dataset,
  { tally, split: name, file: path }: ArrayPlace,
  signal: AbortSignal,
): Promise<void> {
  const split = tally.split(name);
  let row = 0;
  for await (const text of hdf5Texts(file, dataset)) {
    signal.throwIfAborted();
    row += 1;
    split.samples += 1;
    if (text === '') split.unlabelled += 1;
    else split.add(tally.labels.indexOfText(text));
    split.recorder?.end(path, row);
  }
}
