// The splits of label files, one an image, by lists of images beside or above their folder: train.txt, ImageSets/val.txt,
// splits/test.txt. Must not know formats.

import type { Claim } from '../claims';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { isBelow } from '../paths';
import type { ByteInput } from '../ports';
import { readVocSets, vocId, type VocSets } from './vocSets';

/** Folders above that of the label files that may hold the lists. */
const levels = 3;

/** What the lists say of a label file; undefined where they say nothing. */
export interface ListedSplits {
  readonly splitOf: (path: string) => SplitName | undefined;
  readonly problems: VocSets['problems'];
}

/** The nearest lists that name any of the files; they are not asked where the folders tell the splits. */
export async function splitsBeside(
  { sources }: Claim,
  root: FolderView,
  files: ByteInput,
): Promise<ListedSplits> {
  const nothing: ListedSplits = { splitOf: () => undefined, problems: [] };
  const folders = sources.flatMap(({ path }) => root.at(path) ?? []);
  if (folders.length === 0 || sources.some(({ split }) => split !== 'all')) return nothing;
  const isAbove = ({ path }: FolderView): boolean =>
    folders.every((one) => isBelow(one.path, path));
  let at: FolderView | undefined = folders[0];
  for (let level = 0; at !== undefined && level <= levels; at = at.parent) {
    if (!isAbove(at)) continue;
    level += 1;
    const { splits, problems } = await readVocSets(at, files);
    const isOurs = folders.some((folder) => folder.files.some((name) => splits.has(idOf(name))));
    if (isOurs) return { splitOf: (path) => splits.get(idOf(path)) ?? 'unlisted', problems };
  }
  return nothing;
}

/** `000040.txt`, `000040.json` and `000040.jpg.txt` belong to 000040. */
function idOf(path: string): string {
  return vocId(path.replace(/\.(?:txt|json)$/i, ''));
}
