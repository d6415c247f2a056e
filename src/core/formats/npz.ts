// NumPy archives (.npz): several arrays in a zip, as np.savez, Keras and MedMNIST write them.
// Must not know the layout of arrays or archives; arrays/ and archives/ do.

import {
  arrayClaims,
  arrayPlan,
  type ArraysFound,
  type ArrayUnitNotes,
} from '../arrays/arrayClaims';
import { countArray, refuse } from '../arrays/arrayCounter';
import type { GroupReading } from '../arrays/arrayGroups';
import { lookAtArchive } from '../arrays/npzArrays';
import { InflateError } from '../archives/inflate';
import { readZipDirectory } from '../archives/zipDirectory';
import { openMember } from '../archives/zipMember';
import type { WorkUnit } from '../claims';
import { candidatesOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { ByteInput } from '../ports';
import { groupBySplit } from '../tables/splitGroups';
import type { Tally } from '../tally';
import { extensionIn } from '../paths';
import { reasonOf } from '../reason';
import type { LabelFormat } from './format';

const id = 'npz';

export const npz: LabelFormat = {
  id,
  title: 'NumPy archive',
  units: ['row', 'image', 'pixel'],
  notes: {
    detects:
      '`.npz` with arrays named like labels (`y_train`, `train_labels`), (N), (N,1) or one-hot',
    splits: 'Keys (`train_labels`, `y_test`), else file names',
    remarks: 'Only the label arrays are unpacked. Class names from an array such as `label_names`.',
  },

  async *detect(root, signal) {
    const found: { path: string; signature: string; value: ArraysFound }[] = [];
    for (const { folder, name, path } of candidatesOf(
      root,
      id,
      signal,
      isNpz,
      extensionIn('.npz'),
    )) {
      const look = await lookedAt({ folder, name }, signal, async () => {
        const head = await folder.headAt(path);
        return head === undefined
          ? undefined
          : await lookAtArchive(folder.readerOf(path), head.size, path);
      });
      if (look === undefined) continue;
      const value = { ...look, images: look.images || hasImagesBeside(folder, name) };
      for (const problem of value.problems) folder.note(problem);
      if (value.readings.length === 0) continue;
      found.push({ path, signature: value.readings.map(({ key }) => key).join(), value });
    }
    for (const group of groupBySplit(found))
      yield* arrayClaims(id, group, 'an archive of NumPy arrays');
  },

  plan: arrayPlan,

  async count(unit, input, tally, signal) {
    const { reading, member } = unit.options as unknown as ArrayUnitNotes;
    for (const file of unit.paths) {
      await countMember(file, member, reading, unit, input, tally, signal);
    }
  },
};

function isNpz(name: string): boolean {
  return /\.npz$/i.test(name);
}

/** Kuzushiji-MNIST keeps images and labels in archives of their own. */
function hasImagesBeside(folder: FolderView, name: string): boolean {
  return ['imgs', 'images'].some((word) => {
    const images = name.replace(/labels?(?=\.npz$)/i, word);
    return images !== name && folder.files.includes(images);
  });
}

async function countMember(
  path: string,
  name: string,
  reading: GroupReading,
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const read = (start: number, end: number) => input.read(path, start, end);
  const members = await readZipDirectory(read, await input.size(path));
  const member = members?.find((one) => one.name === name);
  const place = { tally, split: unit.split, file: path };
  if (member === undefined) {
    refuse(place, `${name} is not in the archive, or the archive is damaged`);
    return;
  }
  try {
    const pull = await openMember(read, member);
    if ('refused' in pull) refuse(place, `${name}: ${pull.refused}`);
    else await countArray(reading, pull, place, signal);
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    const message = `${name} cannot be unpacked: ${reasonOf(error)}.`;
    const column = member.header + 1;
    tally.problem({
      code: 'archive-damaged',
      severity: 'error',
      file: path,
      line: 1,
      column,
      message,
    });
  }
}
