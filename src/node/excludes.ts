// What a walk always leaves out, and the user's exclude globs compiled so that most names cost one Set lookup.
// Must not know the disk.

import picomatch from 'picomatch/posix';
import { joinPath, parentPath } from '../core/paths';
import { Extensions, NameSet } from '../core/nameSet';

/** Folders that never hold the user's labels: version control, packages, caches, our own runs and exports. */
const neverWalked = new NameSet([
  '.git',
  '.hg',
  '.svn',
  '.jj',
  'CVS',
  '.dvc',
  'node_modules',
  'bower_components',
  'site-packages',
  'dist-packages',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.ipynb_checkpoints',
  '.tox',
  '.nox',
  '.eggs',
  '.gradle',
  '.vscode',
  '.vscode-test',
  '.idea',
  '.class-balance',
  '__MACOSX',
  '$RECYCLE.BIN',
  'System Volume Information',
]);

/** A folder that holds one of these is a Python environment. */
export const environmentMarks = new NameSet(['pyvenv.cfg', 'conda-meta']);

/** True for a name directly in a folder (given by its path from the root) that is left out. */
export type Excluded = (name: string, folder: string) => boolean;

/** Names of folders that are left out whatever the user says. */
export function isNeverWalked(name: string): boolean {
  return neverWalked.has(name);
}

const wild = /[*?[\]{}()!+@\\|]/;
const dot = /^\*(\.[^./]+)$/;

/**
 * Compiles `files.exclude` globs, relative to the root. A folder that matches is not entered. Case counts only where
 * the file system says so.
 */
export function compileExcludes(globs: readonly string[], caseSensitive: boolean): Excluded {
  const names = new Set<string>();
  const extensions = new Set<string>();
  const paths = new Set<string>();
  const others: ((path: string) => boolean)[] = [];
  for (const glob of globs.map(shortened).filter((text) => text !== '')) {
    const anywhere = glob.startsWith('**/') ? glob.slice(3) : '/';
    const extension = dot.exec(anywhere)?.[1];
    if (!caseSensitive) others.push(picomatch(glob, { dot: true, nocase: true }));
    else if (!wild.test(glob)) paths.add(glob);
    else if (!wild.test(anywhere) && !anywhere.includes('/')) names.add(anywhere);
    else if (extension !== undefined && !wild.test(extension)) extensions.add(extension);
    else others.push(picomatch(glob, { dot: true }));
  }
  const parents = new Set([...paths].map(parentPath));
  const named = new NameSet(names);
  const ending = new Extensions();
  return (name, folder) => {
    if (named.has(name)) return true;
    if (extensions.size > 0 && extensions.has(ending.of(name))) return true;
    const isNear = parents.size > 0 && parents.has(folder);
    if (!isNear && others.length === 0) return false;
    const path = joinPath(folder, name);
    return paths.has(path) || others.some((matches) => matches(path));
  };
}

/** A folder that is not entered takes all below it along: `a/**` says no more than `a`, but is slower to test. */
function shortened(glob: string): string {
  const text = glob.replace(/\/+$/, '');
  const folder = text.replace(/(?:\/\*\*)+$/, '');
  return wild.test(folder.replace(/^\*\*\//, '')) ? text : folder;
}
