// Files that lie beside a MATLAB file of labels and explain it: lists of ids by split, names of the classes.
// Must not know how labels are counted.

import type { MatArray } from './matLook';
import type { SplitName } from '../model';

/** A looked-at file of the folder. */
export interface MatFile {
  readonly path: string;
  readonly arrays: readonly MatArray[];
}

/** Lists of sample numbers, from 1, one a split. */
export interface SplitLists {
  readonly path: string;
  readonly lists: readonly { readonly name: string; readonly split: SplitName }[];
}

const listName =
  /^(tr|trn|train|va|val|valid|te|tst|test)_?(?:id|ids|idx|inds?|index|indices|list)$/i;

function splitOfList(name: string): SplitName | undefined {
  const word = listName.exec(name)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  return word.startsWith('tr') ? 'train' : word.startsWith('v') ? 'val' : 'test';
}

/** The file whose lists share out `samples` samples, as Oxford's `setid.mat` does. */
export function splitListsFor(samples: number, files: readonly MatFile[]): SplitLists | undefined {
  for (const { path, arrays } of files) {
    const lists = arrays.flatMap(({ member, array }) => {
      const split = splitOfList(member);
      return split === undefined ? [] : [{ name: member, split, count: array.shape[0] }];
    });
    const all = lists.reduce((sum, { count }) => sum + count, 0);
    if (lists.length >= 2 && all <= samples && all > samples / 2) return { path, lists };
  }
  return undefined;
}

/** Class names in the file itself or, as `cars_meta.mat` has them, in one that holds nothing else. */
export function namesFor(own: MatFile, files: readonly MatFile[]): readonly string[] {
  const inOwn = own.arrays.find(isNames);
  if (inOwn !== undefined) return inOwn.texts;
  const other = files.find(
    ({ path, arrays }) => path !== own.path && arrays.length === 1 && arrays.every(isNames),
  );
  return other?.arrays[0].texts ?? [];
}

function isNames({ name, texts }: MatArray): boolean {
  return name.role === 'names' && texts.length > 1;
}
