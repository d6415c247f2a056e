// The datasets of an HDF5 file by their paths.
// Must not know labels. Groups may refer to each other in circles: each is entered once.

import { type Hdf5Dataset, readDataset } from './dataset';
import type { Hdf5File } from './file';
import { linksOf, type Message, readMessages } from './objects';

/** A dataset, why it cannot be read, or how the object there is damaged. */
export interface TreeEntry {
  /** With `/`, without one at the start. */
  readonly path: string;
  readonly dataset: Hdf5Dataset | { readonly refused: string } | { readonly damaged: string };
}

/** Files of one group a sample can have millions of objects; each costs several reads. */
export const usualObjects = 20_000;

/**
 * Datasets below the root group, groups in the order of the file. `#refs#` are MATLAB's own. Answers how many objects
 * were left unread beyond the first `most`; there may be more below those.
 */
export async function* hdf5Tree(
  file: Hdf5File,
  signal: AbortSignal,
  most = usualObjects,
): AsyncGenerator<TreeEntry, number> {
  let level = [{ path: '', address: file.root }];
  const seen = new Set<number>();
  while (level.length > 0) {
    const below: typeof level = [];
    for (const [at, { path, address }] of level.entries()) {
      signal.throwIfAborted();
      if (seen.has(address)) continue;
      if (seen.size >= most) return level.length - at + below.length;
      seen.add(address);
      const found = await objectAt(file, address, path);
      if (Array.isArray(found)) below.push(...found);
      else yield { path, dataset: found };
    }
    level = below;
  }
  return 0;
}

const isLabelless = (name: string): boolean => name === '#refs#' || name === '#subsystem#';

const joined = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`);

/** What is at an address: a dataset, or the members of a group. A damaged object costs itself; without the root there is nothing. */
async function objectAt(
  file: Hdf5File,
  address: number,
  path: string,
): Promise<TreeEntry['dataset'] | { readonly path: string; readonly address: number }[]> {
  try {
    const messages = await readMessages(file, address);
    return (await datasetIn(file, messages)) ?? (await membersOf(file, messages, path));
  } catch (error) {
    if (!(error instanceof RangeError) || path === '') throw error;
    return { damaged: error.message };
  }
}

async function datasetIn(
  file: Hdf5File,
  messages: readonly Message[],
): Promise<TreeEntry['dataset'] | undefined> {
  try {
    return await readDataset(file, messages);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { refused: error.message };
  }
}

async function membersOf(
  file: Hdf5File,
  messages: readonly Message[],
  path: string,
): Promise<{ readonly path: string; readonly address: number }[]> {
  const links = await linksOf(file, messages);
  return links
    .filter(({ name }) => !isLabelless(name))
    .map(({ name, address }) => ({ path: joined(path, name), address }));
}

/** The dataset at a path. Rejects with a RangeError where it is not there or cannot be read. */
export async function datasetAtPath(file: Hdf5File, path: string): Promise<Hdf5Dataset> {
  let messages = await readMessages(file, file.root);
  for (const name of path.split('/')) {
    const links = await linksOf(file, messages);
    const link = links.find((one) => one.name === name);
    if (link === undefined) throw new RangeError(`${path} is not there any more`);
    messages = await readMessages(file, link.address);
  }
  const dataset = await readDataset(file, messages);
  if (dataset === undefined) throw new RangeError(`${path} is not there any more`);
  return dataset;
}
