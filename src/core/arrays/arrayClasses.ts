// Classes of arrays whose labels are numbers: names from a list beside the file, else the columns of a one-hot array.
// Must not know files' formats.

import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { parentPath } from '../paths';
import type { ByteInput } from '../ports';
import { nameListsBeside, namesFor } from '../tables/nameLists';
import type { ArrayReading } from './arrayReading';

/** The declared classes of a reading of the file at `path`; none where nothing declares them. */
export async function arrayClasses(
  path: string,
  reading: ArrayReading,
  root: FolderView,
  files: ByteInput,
): Promise<readonly ClassEntry[]> {
  if (reading.text) return [];
  const [least, largest] = reading.ends ?? [0, Math.max(0, reading.columns - 1)];
  const labels = [...new Set([least, largest])].map((label) => label.toString());
  const lists = nameListsBeside(root.at(parentPath(path)), path);
  const named = await namesFor(labels, lists, files, { file: path });
  // A list that ends before the largest label is of something else.
  const fits =
    named !== undefined &&
    named.classes.length >= reading.columns &&
    labels.every((label) => named.classes.some(({ id }) => id === label));
  if (fits) return named.classes;
  return Array.from({ length: reading.columns }, (_, at) => ({ id: `${at}`, name: `${at}` }));
}
