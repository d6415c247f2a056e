// Which files are splits of one dataset: those whose paths differ in the word for the split alone.
// Must not know formats.

import type { SplitName } from '../model';
import { baseName, parentPath } from '../paths';
import { splitOfFolder } from '../detect/folderWords';
import { splitOfWord } from '../detect/splits';

/** A file's place among its siblings. */
export interface SplitPlace {
  readonly split: SplitName;
  /** Equal for files that are splits of one dataset. */
  readonly key: string;
}

/**
 * `instances_train2017.json` -> train of `instances_*2017.json`; `valid/_annotations.coco.json` -> val, together with
 * that of `train`; without a word for a split `all`, alone.
 */
export function splitPlaceOf(path: string): SplitPlace {
  const name = baseName(path);
  const parts = name.split(/([._\-\s]+)/);
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    const split = splitOfWord(parts[at]);
    if (split === undefined) continue;
    parts[at] = `*${/\d*$/.exec(parts[at])?.[0] ?? ''}`;
    // `train/zhiyuan_objv2_train.json` says it twice.
    const folder = starred(parentPath(path).split('/'), split);
    return { split, key: `${folder}/${parts.join('')}` };
  }
  const folders = parentPath(path).split('/');
  for (let at = folders.length - 1; at >= 0; at -= 1) {
    const split = splitOfFolder(folders[at]);
    if (split === undefined) continue;
    // `train/labelTxt/DOTA-v1.5_train` says it twice.
    return { split, key: `${starred(folders, split)}/${name}` };
  }
  return { split: 'all', key: path };
}

/** The folders with a star for what says the split: all of a name that gives it, of others a word: `DOTA-v1.5_train_hbb`. */
function starred(folders: readonly string[], split: SplitName): string {
  const star = (part: string): string => (splitOfWord(part) === split ? '*' : part);
  return folders
    .map((name) =>
      splitOfFolder(name) === split
        ? '*'
        : name
            .split(/([._\-\s]+)/)
            .map(star)
            .join(''),
    )
    .join('/');
}
