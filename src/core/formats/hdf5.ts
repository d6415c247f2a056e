// HDF5 files (.h5, .hdf5): datasets named like labels, as h5py and Keras examples write them.
// Must not know how HDF5 lays them out. Read by own code: a library compiled from C would need the whole file in memory.

import {
  arrayClaims,
  arrayPlan,
  type ArraysFound,
  type ArrayUnitNotes,
} from '../arrays/arrayClaims';
import { type Candidate, candidatesOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import { superblockPlace } from '../hdf5/file';
import { countHdf5, lookAtHdf5 } from '../hdf5/hdf5Arrays';
import { SourceError } from '../ports';
import { groupBySplit, type GroupFile } from '../tables/splitGroups';
import { extensionIn } from '../paths';
import { reasonOf } from '../reason';
import type { LabelFormat } from './format';

const id = 'hdf5';

export const hdf5: LabelFormat = {
  id,
  title: 'HDF5',
  units: ['row', 'image', 'pixel'],
  notes: {
    detects:
      '`.h5`, `.hdf5` with datasets named like labels (`y_train`, `labels`, `train_set_y`), (N), (N,1) or one-hot',
    splits: 'Names of datasets and groups (`train/labels`), else file names',
    remarks:
      'Class names from a dataset such as `list_classes` or an attribute. Fields of records (PyTables, pandas with ' +
      '`data_columns`) count too. Filters deflate, shuffle, LZF and checksums; others, and data in other files, are said ' +
      'not to be read. Weights of models are no labels.',
  },

  async *detect(root, signal) {
    const found: GroupFile<ArraysFound>[] = [];
    for (const candidate of candidatesOf(
      root,
      id,
      signal,
      isHdf5,
      extensionIn('.h5', '.hdf5', '.hdf', '.he5', '.nc'),
    )) {
      const value = await lookedAt(candidate, signal, () => lookAt(candidate, signal));
      if (value === undefined || value.readings.length === 0) continue;
      const signature = value.readings.map(({ key }) => key).join();
      found.push({ path: candidate.path, placed: shardPath(candidate), signature, value });
    }
    for (const group of groupBySplit(found)) yield* arrayClaims(id, group, 'an HDF5 file');
  },

  plan: arrayPlan,

  async count(unit, input, tally, signal) {
    const { reading, member } = unit.options as unknown as ArrayUnitNotes;
    for (const file of unit.paths) {
      const read = (start: number, end: number) => input.read(file, start, end);
      const place = { tally, split: unit.split, file };
      await countHdf5(read, await input.size(file), member, reading, place, signal);
    }
  },
};

/** ModelNet40 numbers the parts of each split (`ply_data_train0.h5`) and lists them in `train_files.txt`. */
function shardPath({ folder, path }: Candidate): string {
  const isListed = folder.files.some((name) => /^(?:train|test|val|all)_files\.txt$/i.test(name));
  return isListed ? path.replace(/(\D)(\d{1,4})(?=\.\w+$)/, '$1_0000$2') : path;
}

function isHdf5(name: string): boolean {
  return /\.(?:h5|hdf5|hdf|he5|nc)$/i.test(name);
}

async function lookAt(
  { folder, name, path, chosen }: Candidate,
  signal: AbortSignal,
): Promise<ArraysFound | undefined> {
  const head = await folder.head(name);
  if (head === undefined || superblockPlace(head.bytes) < 0) return undefined;
  const read = folder.readerOf(path);
  const place = { file: path, line: 1, column: head.size + 1 };
  try {
    const most = chosen ? Number.POSITIVE_INFINITY : undefined;
    const look = await lookAtHdf5({ path, read, size: head.size, most }, signal);
    for (const problem of look.problems) folder.note(problem);
    return look;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    const message = `The HDF5 file cannot be read, it is damaged or cut off: ${reasonOf(error)}.`;
    folder.note({ code: 'hdf5-damaged', severity: 'error', ...place, message });
    return undefined;
  }
}
