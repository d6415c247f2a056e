// The splits of masks that lie in one folder, from the lists beside it as PASCAL VOC keeps them:
// ImageSets/Segmentation/train.txt and the like. Must not know pixels.

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
  const folder = sets?.folder('Segmentation') ?? sets;
  const lists = new Map<SplitName, string>();
  for (const name of folder?.files ?? []) {
    const split = /\.txt$/i.test(name) ? splitOfWord(stemOf(name)) : undefined;
    if (split !== undefined && folder !== undefined) lists.set(split, folder.pathOf(name));
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
      const name = line.trim();
      if (name !== '') splits.set(stemOf(name), split);
    }
  }
  return { splitOf: (path) => splits.get(stemOf(path)), problems };
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
