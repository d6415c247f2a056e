// Files that list class names, one a line; they give names to ids and are never samples themselves.
// Must not know formats.

import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { NameSet } from '../nameSet';

const namesFiles = new NameSet([
  'classes.txt',
  'class_names.txt',
  'classnames.txt',
  'class_list.txt',
  'labels.txt',
  'label_names.txt',
  'obj.names',
  'synsets.txt',
  'synset_words.txt',
  'categories.txt',
  'names.txt',
  'predefined_classes.txt',
  '_classes.txt',
  '_darknet.labels',
]);

/** True for the usual names of such files (`classes.txt`, `obj.names`, `*.names`, `synsets.txt` …). */
export function isNamesFile(name: string): boolean {
  const lower = name.toLowerCase();
  return namesFiles.has(lower) || lower.endsWith('.names');
}

/** One name a line, ids counting from 0 in line order. A trailing empty line is none; blanks at the ends are cut. */
export function parseNamesFile(text: string): ClassEntry[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line, index) => ({ id: index.toString(), name: line.trim() }));
}

/** The folder, this one or up to three above, that holds a file of class names. */
export function namesNear(folder: FolderView): FolderView | undefined {
  let at: FolderView | undefined = folder;
  for (let level = 0; at !== undefined && level < 4; level += 1, at = at.parent) {
    if (at.labelFiles.some(isNamesFile)) return at;
  }
  return undefined;
}

/** Path of the likeliest names file in a folder: `classes.txt` and `*.names` before the others. */
export function bestNamesFile(folder: FolderView): string | undefined {
  const files = folder.labelFiles.filter(isNamesFile);
  const best = files.find((name) => /^classes\.txt$|\.names$/i.test(name)) ?? files.at(0);
  return best === undefined ? undefined : folder.pathOf(best);
}
