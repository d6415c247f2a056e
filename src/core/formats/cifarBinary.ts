// CIFAR-10 and CIFAR-100 in their binary form: a label byte (or a coarse and a fine one) before 3072 pixel bytes.
// Must not know other formats; only the label bytes are looked at.

import { fileUnits } from '../arrays/fileUnits';
import { LabelValues } from '../arrays/labelValues';
import { eachRecord, truncated } from '../arrays/records';
import { openPull } from '../bytes/pull';
import type { Claim, Plan, Source } from '../claims';
import { candidatesOf, coversOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import { readNameLines } from '../detect/nameLines';
import type { FolderView, Head } from '../folderView';
import { extensionIn } from '../paths';
import type { LabelFormat } from './format';

const id = 'cifar-binary';
const pixels = 3072;

export const cifarBinary: LabelFormat = {
  id,
  title: 'CIFAR binary',
  units: ['image'],
  notes: {
    detects:
      '`data_batch_1.bin` … `test_batch.bin` (3073 bytes an image), `train.bin` and `test.bin` (3074)',
    splits: 'File names',
    remarks:
      'Names from `batches.meta.txt` or `fine_label_names.txt`; the coarse labels of CIFAR-100 are offered.',
  },

  async *detect(root, signal) {
    const folders = new Map<FolderView, Source[]>();
    for (const { folder, name, path } of candidatesOf(
      root,
      id,
      signal,
      mayBeBatch,
      extensionIn('.bin'),
    )) {
      const labels = isHundred(name) ? 2 : 1;
      const holds = await lookedAt({ folder, name }, signal, async () =>
        holdsRecords(await folder.head(name), labels, folder),
      );
      if (holds !== true) continue;
      const split = name.startsWith('test') ? 'test' : 'train';
      const source: Source = { path, kind: 'file', split };
      folders.set(folder, [...(folders.get(folder) ?? []), source]);
    }
    for (const [folder, sources] of folders) yield* claimsOf(folder, sources);
  },

  async plan(claim, files) {
    const { names, at, labels } = claim.options;
    const classes = typeof names === 'string' ? await readNameLines(names, files) : [];
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: false,
      denseIndexes: true,
      units: await fileUnits(claim, files, { at, labels }),
      problems: [],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const offset = Number(unit.options.at);
    const size = pixels + Number(unit.options.labels);
    for (const path of unit.paths) {
      const values = new LabelValues(tally, unit.split, path);
      const onRecord = (view: DataView, at: number): void => {
        values.add(view.getUint8(at + offset));
      };
      const pull = await openPull(input, path, 1 << 20);
      const { rest } = await eachRecord(pull, { size, onRecord }, signal);
      values.end();
      if (rest > 0)
        truncated(tally, path, pull.offset, `the last image has ${rest} of ${size} bytes`);
    }
  },
};

function mayBeBatch(name: string): boolean {
  return /^(?:data_batch_\d+|test_batch|train|test)\.bin$/.test(name);
}

function isHundred(name: string): boolean {
  return name === 'train.bin' || name === 'test.bin';
}

/** Whole images, or an unfinished file where the names beside it leave no doubt; the labels in range. */
function holdsRecords(head: Head | undefined, labels: number, folder: FolderView): boolean {
  if (head === undefined || head.size === 0) return false;
  const record = pixels + labels;
  const sure = folder.files.some((name) => /^(?:batches\.meta|fine_label_names)\.txt$/.test(name));
  if (head.size % record !== 0 && !sure) return false;
  for (let at = 0; at + labels <= head.bytes.length; at += record) {
    if (head.bytes[at] >= (labels === 1 ? 10 : 20)) return false;
    if (labels === 2 && head.bytes[at + 1] >= 100) return false;
  }
  return true;
}

function* claimsOf(folder: FolderView, all: readonly Source[]): Generator<Claim> {
  const ten = all.filter(({ path }) => path.includes('_batch'));
  const hundred = all.filter((source) => !ten.includes(source));
  if (ten.length > 0) yield claimOf(folder, ten, 'batches.meta.txt', { at: 0, labels: 1 });
  if (hundred.length === 0) return;
  const fine = claimOf(folder, hundred, 'fine_label_names.txt', { at: 1, labels: 2 });
  yield { ...fine, reading: { id: 'fine', title: 'fine labels' } };
  const coarse = claimOf(folder, hundred, 'coarse_label_names.txt', { at: 0, labels: 2 });
  yield { ...coarse, confidence: 0.45, reading: { id: 'coarse', title: 'coarse labels' } };
}

function claimOf(
  folder: FolderView,
  sources: readonly Source[],
  namesFile: string,
  notes: { readonly at: number; readonly labels: number },
): Claim {
  const names = folder.files.includes(namesFile) ? folder.pathOf(namesFile) : null;
  return {
    format: id,
    name: folder.name,
    unit: 'image',
    confidence: 0.9,
    evidence: [`images of ${pixels} bytes behind ${notes.labels} label bytes`],
    sources,
    covers: coversOf(names === null ? [] : [names]),
    options: { ...notes, names },
  };
}
