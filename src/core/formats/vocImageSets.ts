// Pascal VOC's classification lists alone: ImageSets/Main/cat_train.txt holds each image of the set with 1, -1 or 0 for one class.
// Must not know other formats; beside Annotations these say again what the boxes say, and are left to them.

import type { Claim, Plan, WorkUnit } from '../claims';
import { smallFileLimit } from '../detect/eachFile';
import { splitOfWord } from '../detect/splits';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { compareText } from '../order';
import { joinPath } from '../paths';
import type { ByteInput } from '../ports';
import { pack } from '../tables/packed';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'voc-image-sets';
const listName = /^(.+)_(train|val|test|trainval)\.txt$/;
/** An image, and whether it shows the class: 1, only as a difficult object 0, else -1. */
const line = /^(\S+)\s+(-1|0|1)$/;

export const vocImageSets: LabelFormat = {
  id,
  title: 'Pascal VOC image sets',
  units: ['image'],
  notes: {
    detects: '`ImageSets/Main/<class>_train.txt` of images with 1, -1 or 0, without annotations',
    splits: 'file names; `trainval` where neither `train` nor `val` is there',
    remarks:
      'Multi-label: a class is counted where it is 1. Where XML annotations are there, their objects are counted instead.',
  },

  async *detect(root, signal) {
    for (const folder of root.walk()) {
      signal.throwIfAborted();
      if (!/^main$/i.test(folder.name) || !/^image_?sets$/i.test(folder.parent?.name ?? ''))
        continue;
      const claim = await folderLookedAt(folder, signal, () => claimOf(folder));
      if (claim !== undefined) yield claim;
    }
  },

  plan,
  count,
};

async function claimOf(folder: FolderView): Promise<Claim | undefined> {
  const base = folder.parent?.parent;
  const lists = folder.files.filter((name) => listName.test(name));
  const names = namesOf(lists);
  if (base === undefined || names.length < 2 || holdsAnnotations(base)) return undefined;
  const head = await folder.textHead(lists[0]);
  const lines = linesOf(new TextDecoder().decode(head?.bytes));
  const whole = head?.complete === false ? lines.slice(0, -1) : lines;
  if (whole.length === 0 || !whole.every((one) => line.test(one))) return undefined;
  return {
    format: id,
    name: base.name,
    unit: 'image',
    confidence: 0.9,
    evidence: [`lists of images with 1 or -1 for each of ${names.length} classes`],
    sources: [{ path: folder.path, kind: 'folder', split: 'all', extensions: ['.txt'] }],
    options: pack({ folder: folder.path }),
  };
}

function namesOf(lists: readonly string[]): string[] {
  const names = new Set(lists.map((name) => listName.exec(name)?.at(1) ?? ''));
  return [...names].sort(compareText);
}

function holdsAnnotations(base: FolderView): boolean {
  return base.folders.some(
    ({ name, files }) =>
      /^annotations?$/i.test(name) && files.some((file) => file.endsWith('.xml')),
  );
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
}

async function plan(claim: Claim, files: ByteInput, root: FolderView): Promise<Plan> {
  const path = claim.sources[0].path;
  const lists = (root.at(path)?.files ?? []).filter((name) => listName.test(name));
  const bySet = new Map<string, string[]>();
  for (const name of lists) {
    const set = listName.exec(name)?.at(2) ?? '';
    bySet.set(set, [...(bySet.get(set) ?? []), name]);
  }
  if (bySet.has('train') || bySet.has('val')) bySet.delete('trainval');
  const units = [...bySet].map(async ([set, names]): Promise<WorkUnit> => {
    const paths = names.map((name) => joinPath(path, name)).sort(compareText);
    const sizes = await Promise.all(paths.map(async (one) => files.size(one)));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { format: id, split: splitOf(set), paths, bytes, options: {} };
  });
  return {
    classes: namesOf(lists).map((name) => ({ id: name, name })),
    order: 'text',
    multiLabel: true,
    openVocabulary: false,
    units: await Promise.all(units),
    problems: [],
  };
}

function splitOf(set: string): SplitName {
  return set === 'trainval' ? 'train' : (splitOfWord(set) ?? set);
}

async function count(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const images = new Map<string, { readonly at: number; readonly labels: number[] }>();
  for (const path of unit.paths) {
    signal.throwIfAborted();
    const name = listName.exec(path.slice(path.lastIndexOf('/') + 1))?.at(1) ?? '';
    const label = tally.labels.indexOfText(name);
    const text = new TextDecoder().decode(await input.whole(path, smallFileLimit));
    for (const [at, one] of linesOf(text).entries()) {
      const [, image, mark] = line.exec(one) ?? ['', '', ''];
      if (image === '') {
        const message = 'The line is no image with 1, -1 or 0; it is not counted.';
        const place = { file: path, line: at + 1, column: 1 };
        tally.problem({ code: 'malformed-row', severity: 'warning', ...place, message });
        continue;
      }
      const known = images.get(image) ?? { at: at + 1, labels: [] };
      images.set(image, known);
      if (mark === '1') known.labels.push(label);
    }
  }
  const split = tally.split(unit.split);
  for (const [image, { at, labels }] of images) {
    split.samples += 1;
    if (labels.length === 0) split.unlabelled += 1;
    for (const label of labels) split.add(label);
    split.recorder?.end(unit.paths[0], at, image);
  }
}
