// Trees of images by numbers that are no classes: albums by year and month, tiles of maps by zoom, column and row, frames of
// films.
// Must not know formats nor files' content.

import type { ClassLayout } from '../detect/classTree';
import type { FolderView } from '../folderView';

const year = /^(?:19|20)\d\d$/;
/** `2019`, `2019-06`, `2019_06_30 Rome`: the day that photographs were taken. */
const dated = /^(?:19|20)\d\d(?:$|[-_. ](?:0[1-9]|1[0-2])(?:$|\D)|[-_. ]+\p{L})/u;
const month = /^(?:0?[1-9]|1[0-2])$/;
const whole = /^\d+$/;

/** True for photographs by the day they were taken. */
export function isAlbum({ root, names }: ClassLayout): boolean {
  if (names.every((name) => dated.test(name))) return true;
  return year.test(root.name) && names.every((name) => month.test(name));
}

/** True for `<zoom>/<column>/<row>.png`: each level numbers what is below it. */
export function isTilePyramid({ root, names }: ClassLayout): boolean {
  const beside = root.parent?.folders ?? [];
  const isNumbered = whole.test(root.name) && names.every((name) => whole.test(name));
  if (!isNumbered || beside.length < 2 || !beside.every(({ name }) => whole.test(name)))
    return false;
  return root.folders.every(holdsNumbers);
}

/** True for `frames/<film>/<film>_000001.jpg`: the pictures of each folder are one film's. */
export function isFilmFrames({ root, parts }: ClassLayout): boolean {
  if (!/^(?:(?:raw|video|extracted)[-_]?)?frames$/i.test(root.name)) return false;
  const films = parts.flatMap(({ classes }) => classes.map(({ folder }) => folder));
  return films.every(({ name, files }) =>
    files.every((file) => {
      const rest = file.startsWith(name) ? file.slice(name.length) : file;
      return /^[-_.]?(?:(?:frames?|im(?:age|g)|flow_[xy])[-_]?)?\d+\.\w+$/i.test(rest);
    }),
  );
}

function holdsNumbers({ files }: FolderView): boolean {
  return files.slice(0, 20).every((name) => /^\d+(?:@\dx)?\.[a-z]+$/.test(name));
}
