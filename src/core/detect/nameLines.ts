// Reads a file of class names, one a line, where a format knows which file that is.
// Must not know formats; a file that cannot be read names nothing.

import type { ClassEntry } from '../model';
import { type ByteInput, SourceError } from '../ports';
import { parseNamesFile } from './namesFile';

const namesLimit = 8 * 1024 * 1024;

/** The names with their ids, counted in line order from `from`. */
export async function readNameLines(
  path: string,
  files: ByteInput,
  from = 0,
): Promise<ClassEntry[]> {
  try {
    const text = new TextDecoder().decode(await files.whole(path, namesLimit));
    return parseNamesFile(text)
      .filter(({ name }) => name !== '')
      .map(({ name }, at) => ({ id: (at + from).toString(), name }));
  } catch (error) {
    // Names are a help only: without them the ids stand for themselves.
    if (error instanceof SourceError) return [];
    throw error;
  }
}
