// Files that are numbered through, `doc_1.conll` to `doc_300.conll`: pieces of one dataset, however their numbers are written.
// Must not know what lies in the files.

import { baseName, parentPath } from '../paths';

interface Numbered {
  readonly path: string;
  readonly placed?: string;
  readonly signature: string;
}

/** So many are no rounds of an experiment, of which each is a dataset of its own. */
const enough = 12;
/** Words before a number that says which of several whole datasets a file is, or who told one of them again. */
const whole =
  /(?:^|[._\- ])(?:folds?|cv|runs?|rounds?|seeds?|versions?|v|trials?|annotators?|raters?|experts?|observers?|coders?|models?|epochs?)[._\- ]?$/i;

/** A file's name without its extension, in turn what stands between its numbers and these. */
interface Name<T> {
  readonly file: T;
  readonly folder: string;
  readonly parts: readonly string[];
  readonly ending: string;
}

/** The paths that such files are grouped by, with their numbers written as those of shards are: `doc_00001.conll`. */
export function seriesPaths<T extends Numbered>(
  files: readonly T[],
  fewest = enough,
): Map<T, string> {
  const alike = new Map<string, Name<T>[]>();
  for (const file of files) {
    const name = nameOf(file);
    if (name.parts.length < 2) continue;
    const words = name.parts.filter((_, at) => !isNumber(at)).join('#');
    const id = [name.folder, words, name.ending, file.signature].join('\n');
    const known = alike.get(id);
    if (known === undefined) alike.set(id, [name]);
    else known.push(name);
  }
  return new Map([...alike.values()].flatMap((names) => numbered(names, fewest)));
}

function isNumber(at: number): boolean {
  return at % 2 === 1;
}

function nameOf<T extends Numbered>(file: T): Name<T> {
  const path = file.placed ?? file.path;
  const name = baseName(path);
  const dot = name.indexOf('.', 1);
  const stem = dot < 0 ? name : name.slice(0, dot);
  const ending = name.slice(stem.length);
  return { file, folder: parentPath(path), parts: stem.split(/(\d+)/), ending };
}

function numbered<T>(names: readonly Name<T>[], fewest: number): [T, string][] {
  const [{ parts: first }] = names;
  const varies = first.map(
    (part, at) => isNumber(at) && names.some(({ parts }) => parts[at] !== part),
  );
  const areWhole = first.some((word, at) => varies.at(at + 1) === true && whole.test(word));
  if (names.length < fewest || areWhole) return [];
  return names.map(({ file, folder, parts, ending }) => {
    const written = parts.map((part, at) => (varies[at] ? `0${part.padStart(4, '0')}` : part));
    const name = written.join('') + ending;
    return [file, folder === '' ? name : `${folder}/${name}`];
  });
}
