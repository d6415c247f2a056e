// Files that are numbered through, `doc_1.conll` to `doc_300.conll`: pieces of one dataset, however their numbers are written.
// Must not know what lies in the files.

import { baseName, parentPath } from '../paths';

interface Numbered {
  readonly path: string;
  readonly placed?: string;
  readonly signature: string;
}

/** So many are no folds, versions or rounds, of which each is a dataset of its own. */
const fewest = 12;
/** Words before a number that says which of several whole datasets a file is. */
const wholes = /(?:^|[._\- ])(?:folds?|cv|runs?|rounds?|seeds?|versions?|v|trials?)[._\- ]?\d+/i;

/** The paths that such files are grouped by, with their numbers written as those of shards are: `doc_00001.conll`. */
export function seriesPaths<T extends Numbered>(files: readonly T[]): Map<T, string> {
  const alike = new Map<string, T[]>();
  for (const file of files) {
    const path = file.placed ?? file.path;
    const pattern = numbersIn(path, () => '#');
    if (pattern === path || wholes.test(baseName(path))) continue;
    const id = `${pattern}\n${file.signature}`;
    const known = alike.get(id);
    if (known === undefined) alike.set(id, [file]);
    else known.push(file);
  }
  const series = [...alike.values()].filter((some) => some.length >= fewest);
  return new Map(
    series.flat().map((file) => {
      const path = file.placed ?? file.path;
      return [file, numbersIn(path, (digits) => `0${digits.padStart(4, '0')}`)];
    }),
  );
}

/** The path with other numbers in the file's name, but not in its extension. */
function numbersIn(path: string, number: (digits: string) => string): string {
  const name = baseName(path);
  const dot = name.indexOf('.', 1);
  const stem = dot < 0 ? name : name.slice(0, dot);
  const folder = parentPath(path);
  const other = stem.replace(/\d+/g, number) + name.slice(stem.length);
  return folder === '' ? other : `${folder}/${other}`;
}
