// Lists of paths beside class folders that name the samples held out: validation_list.txt, testing_list.txt.
// Must not know which format keeps them.

import { parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import type { Tally } from '../tally';

/** Path of a list by the split of what it names. */
export type SplitLists = Readonly<Record<string, string>>;

const listLimit = 256 * 1024 * 1024;

/** The split of a sample by its path from the root; undefined for samples in no list. */
export async function readSplitLists(
  lists: SplitLists,
  input: ByteInput,
  tally: Tally,
): Promise<(path: string) => string | undefined> {
  const splits = new Map<string, string>();
  for (const [split, file] of Object.entries(lists)) {
    const folder = parentPath(file);
    try {
      const text = new TextDecoder().decode(await input.whole(file, listLimit));
      for (const line of text.split(/\r?\n/)) {
        const name = line.trim().replace(/^\.\//, '');
        if (name !== '') splits.set(folder === '' ? name : `${folder}/${name}`, split);
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tally.problem({ code: error.code, severity: 'error', file, message: error.message });
    }
  }
  return (path) => splits.get(path);
}
