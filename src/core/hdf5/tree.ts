// The datasets of an HDF5 file by their paths.
// Must not know labels. Bounded: groups may refer to each other in circles.

import { type Hdf5Dataset, readDataset } from './dataset';
import type { Hdf5File } from './file';
import { linksOf, readMessages } from './objects';

/** A dataset, or why it cannot be read. */
export interface TreeEntry {
  /** With `/`, without one at the start. */
  readonly path: string;
  readonly dataset: Hdf5Dataset | { readonly refused: string };
}

const deepest = 6;
const mostObjects = 20_000;

/** Every dataset below the root group, groups in the order of the file. `#refs#` are MATLAB's own. */
export async function* hdf5Tree(file: Hdf5File, signal: AbortSignal): AsyncGenerator<TreeEntry> {
  const queue = [{ path: '', address: file.root, depth: 0 }];
  const seen = new Set<number>();
  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
    signal.throwIfAborted();
    if (seen.has(entry.address) || seen.size > mostObjects) continue;
    seen.add(entry.address);
    const messages = await readMessages(file, entry.address);
    let dataset: TreeEntry['dataset'] | undefined;
    try {
      dataset = await readDataset(file, messages);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      dataset = { refused: error.message };
    }
    if (dataset !== undefined) {
      yield { path: entry.path, dataset };
      continue;
    }
    if (entry.depth >= deepest) continue;
    for (const { name, address } of await linksOf(file, messages)) {
      if (name === '#refs#' || name === '#subsystem#') continue;
      const path = entry.path === '' ? name : `${entry.path}/${name}`;
      queue.push({ path, address, depth: entry.depth + 1 });
    }
  }
}

/** The dataset at a path. Rejects with a RangeError where it is not there or cannot be read. */
export async function datasetAtPath(
  file: Hdf5File,
  path: string,
  signal: AbortSignal,
): Promise<Hdf5Dataset> {
  for await (const entry of hdf5Tree(file, signal)) {
    if (entry.path !== path) continue;
    if ('refused' in entry.dataset) throw new RangeError(entry.dataset.refused);
    return entry.dataset;
  }
  throw new RangeError(`${path} is not there any more`);
}
