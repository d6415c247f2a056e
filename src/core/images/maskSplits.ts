// The splits of masks that lie in one folder, from the lists beside it: PASCAL VOC's ImageSets/Segmentation/train.txt,
// splits/train.txt, PaddleSeg's train.txt of an image and a mask a line. Must not know pixels.

import { splitOfWord } from '../detect/splits';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { baseName } from '../paths';
import type { Problem } from '../problems';
import { type ByteInput, SourceError } from '../ports';

const listLimit = 64 * 1024 * 1024;

/** Paths of the lists by split; `trainval.txt` names what train and val name already. */
export function maskListsNear(top: FolderView): ReadonlyMap<SplitName, string> {
  const sets = top.parent?.folder('ImageSets');
  const folders = [sets?.folder('Segmentation') ?? sets, top.parent?.folder('splits'), top.parent];
  for (const folder of folders) {
    const lists = folder === undefined ? new Map<SplitName, string>() : listsIn(folder);
    if (lists.size > 0) return lists;
  }
  return new Map();
}

function listsIn(folder: FolderView): ReadonlyMap<SplitName, string> {
  const lists = new Map<SplitName, string>();
  for (const name of folder.files) {
    const word = stemOf(name).replace(/_list$/i, '');
    const split = /\.txt$/i.test(name) ? splitOfWord(word) : undefined;
    if (split !== undefined) lists.set(split, folder.pathOf(name));
  }
  return lists;
}

/** The split of a mask by its path, undefined where no list names it; and which lists could not be read. */
export async function readMaskSplits(
  lists: ReadonlyMap<SplitName, string>,
  files: ByteInput,
): Promise<{
  readonly splitOf: (path: string) => SplitName | undefined;
  readonly problems: readonly Problem[];
}> {
  const splits = new Map<string, SplitName>();
  const problems: Problem[] = [];
  for (const [split, file] of lists) {
    for (const line of await linesOf(file, files, problems)) {
      const name = line.trim().split(/\s+/).at(-1) ?? '';
      if (name !== '') splits.set(stemOf(name), split);
    }
  }
  // `00000_gt.png` is called `00000` in a list.
  const shorter = (stem: string): string => stem.replace(/_[a-z]+$/i, '');
  const splitOf = (path: string) => {
    const stem = stemOf(path);
    return splits.get(stem) ?? splits.get(shorter(stem));
  };
  return { splitOf, problems };
}

async function linesOf(
  file: string,
  files: ByteInput,
  problems: Problem[],
): Promise<readonly string[]> {
  try {
    return new TextDecoder().decode(await files.whole(file, listLimit)).split(/\r?\n/);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    // The masks are counted all the same, as of no split.
    const { code, message } = error;
    problems.push({ code, severity: 'warning', file, message });
    return [];
  }
}

/** The name without its last extension. */
function stemOf(path: string): string {
  return baseName(path).replace(/\.[a-z]+$/i, '');
}
