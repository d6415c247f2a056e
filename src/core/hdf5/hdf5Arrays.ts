// Which datasets of an HDF5 file are labels; and counting one of them.
// Must not know files' names, nor that MATLAB writes such files too.

import type { RangeReader } from '../archives/zipDirectory';
import type { ArraysFound } from '../arrays/arrayClaims';
import { type ArrayPlace, countElements, refuse } from '../arrays/arrayCounter';
import { type SeenArray, sortArrays } from '../arrays/arrayGroups';
import { readArrayName } from '../arrays/arrayNames';
import { type ArrayReading, readArray, sampleBytes, suits } from '../arrays/arrayReading';
import type { NpyArray } from '../arrays/npyHeader';
import { SourceError } from '../ports';
import type { Hdf5Dataset } from './dataset';
import { elementsOf, hdf5Texts, openElements } from './elements';
import { Hdf5File } from './file';
import { datasetAtPath, hdf5Tree, type TreeEntry, usualObjects } from './tree';

const mostNames = 100_000;

/** What was found, and which datasets named like labels cannot be read, with the reason. */
export interface Hdf5Look extends ArraysFound {
  readonly refused: readonly string[];
  /** The file ends before it says it does. */
  readonly cut: boolean;
  /** At least so many objects were not looked at. */
  readonly unseen: number;
}

/** Looks through a file, through `most` objects of it. Rejects with a RangeError where it is damaged. */
export async function lookAtHdf5(
  read: RangeReader,
  size: number,
  signal: AbortSignal,
  most = usualObjects,
): Promise<Hdf5Look> {
  const file = await Hdf5File.open(read, size);
  const seen: SeenArray[] = [];
  const datasets = new Map<string, Hdf5Dataset>();
  const refused: string[] = [];
  const tree = hdf5Tree(file, signal, most);
  let next = await tree.next();
  for (; next.done !== true; next = await tree.next()) {
    const { path, dataset } = next.value;
    const one = await lookAtDataset(file, next.value);
    if (typeof one === 'string') refused.push(one);
    else if (one !== undefined) {
      seen.push(one);
      if (!('refused' in dataset)) datasets.set(path, dataset);
    }
  }
  const { readings, names, images } = sortArrays(seen);
  const named = names === undefined ? undefined : datasets.get(names.member);
  const texts =
    named === undefined
      ? enumNames(readings[0]?.members[0]?.member, datasets)
      : await firstTexts(file, named);
  return { readings, names: texts, images, refused, cut: file.end > size, unseen: next.value };
}

async function firstTexts(file: Hdf5File, dataset: Hdf5Dataset): Promise<string[]> {
  const texts: string[] = [];
  if (elementsOf(dataset) > mostNames) return texts;
  for await (const text of hdf5Texts(file, dataset)) texts.push(text);
  return texts;
}

/** Names of an enumeration that counts from 0 without gaps; others stand for their numbers. */
function enumNames(path: string | undefined, datasets: ReadonlyMap<string, Hdf5Dataset>): string[] {
  const type = path === undefined ? undefined : datasets.get(path)?.type;
  if (type?.use !== 'plain') return [];
  const sorted = type.names.toSorted(([a], [b]) => a - b);
  return sorted.every(([value], at) => value === at) ? sorted.map(([, name]) => name) : [];
}

/** An array, a reason why a dataset that may be labels is not read, or nothing of interest. */
async function lookAtDataset(
  file: Hdf5File,
  { path, dataset }: TreeEntry,
): Promise<SeenArray | string | undefined> {
  const name = readArrayName(path.replace(/^.*\/(?=[^/]+\/)/, ''));
  const own = readArrayName(path.replace(/^.*\//, ''));
  const wanted = own.role === 'labels' || own.role === 'names' || own.role === 'masks';
  if ('refused' in dataset) return wanted ? `${path}: ${dataset.refused}` : undefined;
  const array = arrayOf(dataset);
  if (array === undefined) return wanted ? `${path}: its type holds no labels` : undefined;
  const split = own.split === 'all' ? name.split : own.split;
  const inFile = { member: path, bytes: elementsOf(dataset) * dataset.type.size, array };
  if (!wanted) return { ...inFile, name: { ...own, split }, reading: undefined };
  try {
    const reading = await readingOf(file, dataset, array, own.role);
    return { ...inFile, name: { ...own, split }, reading };
  } catch (error) {
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    return `${path}: ${error.message}`;
  }
}

async function readingOf(
  file: Hdf5File,
  dataset: Hdf5Dataset,
  array: NpyArray,
  role: SeenArray['name']['role'],
): Promise<ArrayReading | undefined> {
  if (elementsOf(dataset) === 0) return undefined;
  const isText = dataset.type.use !== 'plain';
  if (isText) return readArray(array, role, new Uint8Array(0));
  const pull = await openElements(file, dataset);
  return readArray(array, role, await pull.take(sampleBytes(array)));
}

/** A dataset as an array; sizes of 1 beside a longer one are left out, as MATLAB has them. Undefined for other types. */
function arrayOf({ shape, type }: Hdf5Dataset): NpyArray | undefined {
  const longer = shape.filter((length) => length !== 1);
  const dims = longer.length === 1 ? longer : shape;
  const order = { little: true, fortran: false, shape: dims };
  if (type.use === 'plain')
    return { ...order, kind: type.kind, size: type.size, little: type.little };
  return type.use === 'other' ? undefined : { ...order, kind: 'U', size: 4 };
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
    const dataset = await datasetAtPath(file, path);
    const array = arrayOf(dataset);
    if (array === undefined || !suits(reading, array)) {
      refuse(place, `${path} is not what it was when it was found`);
    } else if (dataset.type.use === 'plain') {
      await countElements(reading, array, await openElements(file, dataset), place, signal);
    } else await countTexts(file, dataset, place, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    const message = `${path} cannot be read: ${error.message}.`;
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
