// The datasets of an HDF5 file by their paths.
// Must not know labels. Groups may refer to each other in circles: each is entered once.

import { attributeTexts } from './attributes';
import { datasetAt, fieldOf, type Hdf5Dataset, readDataset } from './dataset';
import type { Hdf5File } from './file';
import { type Link, linksOf, type Message, readMessages } from './objects';

/** A dataset, why it cannot be read, or how the object there is damaged. */
export interface TreeEntry {
  /** With `/`, without one at the start. */
  readonly path: string;
  readonly dataset: Hdf5Dataset | { readonly refused: string } | { readonly damaged: string };
  /** Class names in an attribute of the dataset or of a group around it. */
  readonly classNames?: readonly string[];
  /** What is refused may be labels whatever its name. */
  readonly always?: boolean;
}

/** Files of one group a sample can have millions of objects; each costs several reads. */
export const usualObjects = 20_000;
/** Links on the way to one object: soft ones may lead to soft ones, and in circles. */
const mostHops = 64;

interface Place {
  readonly path: string;
  readonly address: number;
  readonly classNames?: readonly string[];
}

/**
 * Datasets below the root group, groups in the order of the file. `#refs#` are MATLAB's own. Answers how many objects
 * were left unread beyond the first `most`; there may be more below those.
 */
export async function* hdf5Tree(
  file: Hdf5File,
  signal: AbortSignal,
  most = usualObjects,
): AsyncGenerator<TreeEntry, number> {
  let level: Place[] = [{ path: '', address: file.root }];
  const seen = new Set<number>();
  while (level.length > 0) {
    const below: Place[] = [];
    for (const [at, place] of level.entries()) {
      signal.throwIfAborted();
      if (seen.has(place.address)) continue;
      if (seen.size >= most) return level.length - at + below.length;
      seen.add(place.address);
      const { entries, members } = await objectAt(file, place);
      yield* entries;
      below.push(...members);
    }
    level = below;
  }
  return 0;
}

const isLabelless = (name: string): boolean => name === '#refs#' || name === '#subsystem#';

const joined = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

interface Found {
  readonly entries: readonly TreeEntry[];
  readonly members: readonly Place[];
}

/** What is at an address: a dataset, or the members of a group. A damaged object costs itself; without the root there is nothing. */
async function objectAt(file: Hdf5File, place: Place): Promise<Found> {
  const { path } = place;
  try {
    const messages = await readMessages(file, place.address);
    const about = await attributeTexts(file, messages, aboutObjects);
    const own = [...about].find(([name, texts]) => classWords.test(name) && texts.length > 1)?.[1];
    const classNames = own ?? place.classNames;
    const noted = classNames === undefined ? {} : { classNames };
    const dataset = await datasetIn(file, messages, about);
    if (dataset === undefined) return await groupAt(file, messages, { ...place, ...noted }, about);
    if ('refused' in dataset || dataset.type.use !== 'record') {
      return { entries: [{ path, dataset, ...noted }], members: [] };
    }
    const entries = dataset.type.fields.map((field) => {
      return { path: joined(path, field.name), dataset: fieldOf(dataset, field), ...noted };
    });
    const isPacked = dataset.type.fields.some(({ name }) => name.startsWith('values_block_'));
    return { entries: isPacked ? [...entries, packedFrame(path)] : entries, members: [] };
  } catch (error) {
    if (!(error instanceof RangeError) || path === '') throw error;
    return { entries: [{ path, dataset: { damaged: error.message } }], members: [] };
  }
}

const classWords = /^(?:class(?:es)?|(?:class|label|target|category)[_ ]?names|categories)$/i;
const aboutObjects = new RegExp(`${classWords.source}|^(?:MATLAB_class|pandas_type)$`, 'i');

async function datasetIn(
  file: Hdf5File,
  messages: readonly Message[],
  about: ReadonlyMap<string, readonly string[]>,
): Promise<Hdf5Dataset | { readonly refused: string } | undefined> {
  try {
    const dataset = await readDataset(file, messages);
    const matlab = about.get('MATLAB_class')?.at(0);
    if (dataset === undefined || matlab === undefined) return dataset;
    if (plainClasses.test(matlab)) return { ...dataset, matlab };
    return {
      refused: `it is an object of MATLAB (${matlab}), whose layout is not documented; ${asCell}`,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { refused: error.message };
  }
}

const plainClasses = /^(?:u?int\d+|single|double|logical|char|cell|struct)$/;
const asCell = 'save it anew as cellstr(labels) or double(labels)';

/** Members of a group; what pandas packs together is refused as a whole. */
async function groupAt(
  file: Hdf5File,
  messages: readonly Message[],
  { path, classNames }: Place,
  about: ReadonlyMap<string, readonly string[]>,
): Promise<Found> {
  const noted = classNames === undefined ? {} : { classNames };
  if (/^(?:frame|series)$/.test(about.get('pandas_type')?.at(0) ?? '')) {
    return { entries: [packedFrame(path)], members: [] };
  }
  const entries: TreeEntry[] = [];
  const members: Place[] = [];
  for (const link of await linksOf(file, messages)) {
    if (isLabelless(link.name)) continue;
    const to = await addressOf(file, link, path);
    const own = joined(path, link.name);
    if (typeof to === 'number') members.push({ path: own, address: to, ...noted });
    else entries.push({ path: own, dataset: { refused: to } });
  }
  return { entries, members };
}

function packedFrame(path: string): TreeEntry {
  const refused =
    'it is a table of pandas whose columns are packed together; save it anew with ' +
    "df.to_hdf(path, key='df', format='table', data_columns=True), or as CSV or Parquet";
  return { path, dataset: { refused }, always: true };
}

/** Where a link of the group at `path` leads; a reason where it leads to nothing that can be read. */
async function addressOf(
  file: Hdf5File,
  { to }: Link,
  path: string,
  budget = { left: mostHops },
): Promise<number | string> {
  if (to === 'other file') return 'it is a link into another file, and those are not followed';
  if ('address' in to) return to.address;
  const whole = to.path.startsWith('/') ? to.path : joined(path, to.path);
  const parts = whole.split('/').filter((part) => part !== '' && part !== '.');
  let at: number | string = file.root;
  for (const [index, part] of parts.entries()) {
    const links = await linksOf(file, await readMessages(file, at));
    const link = links.find((one) => one.name === part);
    budget.left -= 1;
    if (link === undefined || budget.left < 0) {
      return `it is a link to ${whole}, which is not there`;
    }
    at = await addressOf(file, link, parts.slice(0, index).join('/'), budget);
    if (typeof at === 'string') return at;
  }
  return at;
}

/** The dataset at a path; the last part may be a field of records. Rejects with a RangeError where it is not there or cannot be read. */
export async function datasetAtPath(file: Hdf5File, path: string): Promise<Hdf5Dataset> {
  const gone = new RangeError(`${path} is not there any more`);
  const parts = path.split('/');
  let address = file.root;
  for (const [index, name] of parts.entries()) {
    const messages = await readMessages(file, address);
    const links = await linksOf(file, messages);
    const link = links.find((one) => one.name === name);
    if (link === undefined) {
      const rest = parts.slice(index).join('/');
      return fieldIn(await datasetAt(file, address), rest) ?? Promise.reject(gone);
    }
    const to = await addressOf(file, link, parts.slice(0, index).join('/'));
    if (typeof to === 'string') throw new RangeError(to);
    address = to;
  }
  return (await datasetAt(file, address)) ?? Promise.reject(gone);
}

function fieldIn(dataset: Hdf5Dataset | undefined, name: string): Hdf5Dataset | undefined {
  if (dataset?.type.use !== 'record') return undefined;
  const field = dataset.type.fields.find((one) => one.name === name);
  return field === undefined ? undefined : fieldOf(dataset, field);
}
