// STL-10: train_y.bin and test_y.bin, one byte an image, counted from 1; names in class_names.txt.
// Must not know other formats.

import { fileUnits } from '../arrays/fileUnits';
import { LabelValues } from '../arrays/labelValues';
import { eachRecord } from '../arrays/records';
import { openPull } from '../bytes/pull';
import type { Plan, Source } from '../claims';
import { candidatesOf, coversOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import { readNameLines } from '../detect/nameLines';
import type { FolderView, Head } from '../folderView';
import { extensionIn } from '../paths';
import type { LabelFormat } from './format';

const id = 'stl10';
const namesFile = 'class_names.txt';

export const stl10: LabelFormat = {
  id,
  title: 'STL-10',
  units: ['image'],
  notes: {
    detects: '`train_y.bin` and `test_y.bin`: one byte an image, from 1',
    splits: 'File names',
    remarks:
      'Names from `class_names.txt`. Unlabelled images have no label file and are not counted.',
  },

  async *detect(root, signal) {
    const folders = new Map<FolderView, Source[]>();
    for (const { folder, name, path } of candidatesOf(
      root,
      id,
      signal,
      mayBeLabels,
      extensionIn('.bin'),
    )) {
      const holds = await lookedAt({ folder, name }, signal, async () =>
        holdsLabels(await folder.head(name)),
      );
      if (holds !== true) continue;
      const split = name.startsWith('test') ? 'test' : 'train';
      const source: Source = { path, kind: 'file', split };
      folders.set(folder, [...(folders.get(folder) ?? []), source]);
    }
    for (const [folder, sources] of folders) {
      const names = folder.files.includes(namesFile) ? [folder.pathOf(namesFile)] : [];
      const images = folder.files.filter((name) => name.endsWith('_X.bin'));
      yield {
        format: id,
        name: folder.name,
        unit: 'image',
        confidence: names.length + images.length > 0 ? 0.9 : 0.6,
        evidence: ['train_y.bin or test_y.bin: one small number a byte, from 1'],
        sources,
        covers: coversOf(names),
        options: { names: names.at(0) ?? null },
      };
    }
  },

  async plan(claim, files) {
    const { names } = claim.options;
    const classes = typeof names === 'string' ? await readNameLines(names, files, 1) : [];
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: false,
      units: await fileUnits(claim, files, {}),
      problems: [],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    for (const path of unit.paths) {
      const values = new LabelValues(tally, unit.split, path);
      const onRecord = (view: DataView, at: number): void => {
        values.add(view.getUint8(at));
      };
      await eachRecord(await openPull(input, path), { size: 1, onRecord }, signal);
      values.end();
    }
  },
};

function mayBeLabels(name: string): boolean {
  return name === 'train_y.bin' || name === 'test_y.bin';
}

function holdsLabels(head: Head | undefined): boolean {
  if (head === undefined || head.bytes.length === 0) return false;
  return head.bytes.every((byte) => byte >= 1 && byte <= 100);
}
