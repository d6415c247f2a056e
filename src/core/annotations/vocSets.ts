// The splits of a Pascal VOC dataset by its image sets: ImageSets/Main/train.txt, PaddleX's val_list.txt, splits/val.txt.
// Must not know annotations.

import { smallFileLimit } from '../detect/eachFile';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { baseName } from '../paths';
import { plural } from '../plural';
import type { ByteInput } from '../ports';
import type { Problem } from '../problems';

/** Split by image id, and what was odd. */
export interface VocSets {
  readonly splits: ReadonlyMap<string, SplitName>;
  readonly problems: readonly Problem[];
}

/** In this order: what train or val hold is not counted again for trainval. */
const setNames = ['train', 'val', 'test', 'trainval'] as const;
type SetName = (typeof setNames)[number];

/** Reads the sets of the dataset in a folder; no splits where it has none. */
export async function readVocSets(base: FolderView, files: ByteInput): Promise<VocSets> {
  const folder = setFolder(base);
  if (folder === undefined) return { splits: new Map(), problems: [] };
  const splits = new Map<string, SplitName>();
  const problems: Problem[] = [];
  const isMerged = !hasSet(folder, 'train') && !hasSet(folder, 'val');
  for (const name of setNames) {
    const file = setFile(folder, name);
    if (file === undefined) continue;
    const path = folder.pathOf(file);
    const ids = idsIn(new TextDecoder().decode(await files.whole(path, smallFileLimit)));
    const split = name === 'trainval' && isMerged ? 'train' : name;
    const repeated = addAll(splits, ids, split);
    if (name === 'trainval' && isMerged) problems.push(mergedSet(path));
    else if (name !== 'trainval' && repeated > 0) problems.push(overlap(path, repeated));
  }
  return { splits, problems };
}

/** True where the image sets of a dataset lie in this folder. */
export function holdsVocSets(base: FolderView): boolean {
  return setFolder(base) !== undefined;
}

function setFolder(base: FolderView): FolderView | undefined {
  const sets = base.folders.find((child) => /^image_?sets$/i.test(child.name));
  const main = sets?.folders.find((child) => /^main$/i.test(child.name));
  const splits = base.folders.find((child) => /^splits?$/i.test(child.name));
  return [main, sets, base, splits].find(
    (folder) => folder !== undefined && setNames.some((name) => hasSet(folder, name)),
  );
}

function hasSet(folder: FolderView, name: SetName): boolean {
  return setFile(folder, name) !== undefined;
}

/** The file of a set, `valid.txt` and `val_list.txt` among the others. */
function setFile(folder: FolderView, name: SetName): string | undefined {
  const words = name === 'val' ? ['val', 'valid', 'validation'] : [name];
  const files = ['.txt', '_list.txt'].flatMap((end) => words.map((word) => `${word}${end}`));
  return files.find((file) => folder.files.includes(file));
}

/** First field of each line, without folders and extension: lists of paths are in use too. */
function idsIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const first = line.trim().split(/\s+/).at(0) ?? '';
    return first === '' ? [] : [vocId(first.replaceAll('\\', '/'))];
  });
}

/** The id of an image: its file's name without folder and extension. */
export function vocId(path: string): string {
  return baseName(path).replace(/\.(?:xml|jpe?g|png|bmp|webp|tiff?)$/i, '');
}

function addAll(splits: Map<string, SplitName>, ids: readonly string[], split: SplitName): number {
  let repeated = 0;
  for (const id of ids) {
    const known = splits.get(id);
    if (known === undefined) splits.set(id, split);
    else if (known !== split) repeated += 1;
  }
  return repeated;
}

function mergedSet(file: string): Problem {
  const message = 'There is a trainval set, but no train set: trainval is taken for train.';
  return { code: 'trainval-is-train', severity: 'information', file, message };
}

function overlap(file: string, count: number): Problem {
  const message = plural(
    count,
    'image of this set is in an earlier one too; it is counted once, there.',
    'images of this set are in an earlier one too; they are counted once, there.',
  );
  return { code: 'splits-overlap', severity: 'warning', file, message };
}
