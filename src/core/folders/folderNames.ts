// Names for class folders that are called by numbers, from a map beside them: `{"21": "fire lily"}`, a table `ClassId,Name`.
// Must not know which kind of sample the folders hold.

import type { ClassLayout } from '../detect/classTree';
import type { ClassEntry } from '../model';
import type { ByteInput } from '../ports';
import { nameListsBeside, namesFor } from '../tables/nameLists';

/** The classes of the folders in their order, with names where a map has one for each of them. */
export async function namedFolders(
  { root, names }: ClassLayout,
  files: ByteInput,
): Promise<readonly ClassEntry[]> {
  const plain = names.map((name) => ({ id: name, name }));
  if (names.length < 2 || !names.every((name) => /^\d+$/.test(name))) return plain;
  const lists = nameListsBeside(root, '').filter((path) => /\.(?:json|csv)$/i.test(path));
  // `00014` is 14 in a table.
  const numbers = names.map((name) => String(Number(name)));
  const isPadded = new Set(numbers).size === names.length;
  const found =
    (await namesFor(names, lists, files, { file: root.path })) ??
    (isPadded ? await namesFor(numbers, lists, files, { file: root.path }) : undefined);
  const byId = new Map(found?.classes.map(({ id, name }) => [id, name]));
  const folders = new Set(names);
  // An index of the folders, as Keras writes it, names none of them.
  if ([...byId.values()].every((name) => folders.has(name))) return plain;
  return plain.map(({ id }) => ({ id, name: byId.get(id) ?? byId.get(String(Number(id))) ?? id }));
}
