// What a walk always leaves out, and the user's exclude globs compiled so that most names cost one Set lookup.
// Must not know the disk.

import picomatch from 'picomatch/posix';
import { joinPath } from '../core/paths';

/** Folders that never hold the user's labels: version control, packages, caches, our own runs and exports. */
const neverWalked: ReadonlySet<string> = new Set([
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
export const environmentMarks: readonly string[] = ['pyvenv.cfg', 'conda-meta'];

/** True for a name directly in a folder (given by its path from the root) that is left out. */
export type Excluded = (name: string, folder: string) => boolean;

/** Names of folders that are left out whatever the user says. */
export function isNeverWalked(name: string): boolean {
  return neverWalked.has(name);
}

const wild = /[*?[\]{}()!+@\\|]/;
const dot = /^\*(\.[^.]+)$/;

/**
 * Compiles `files.exclude` globs, relative to the root. A folder that matches is not entered. Case counts only where
 * the file system says so.
 */
export function compileExcludes(globs: readonly string[], caseSensitive: boolean): Excluded {
  const names = new Set<string>();
  const extensions = new Set<string>();
  const paths: ((path: string) => boolean)[] = [];
  for (const glob of globs.map((text) => text.replace(/\/+$/, '')).filter((text) => text !== '')) {
    const anywhere = glob.startsWith('**/') ? glob.slice(3) : '/';
    const extension = dot.exec(anywhere)?.[1];
    const plain = caseSensitive && !anywhere.includes('/');
    if (plain && !wild.test(anywhere)) names.add(anywhere);
    else if (plain && extension !== undefined && !wild.test(extension)) extensions.add(extension);
    else paths.push(picomatch(glob, { dot: true, nocase: !caseSensitive }));
  }
  return (name, folder) => {
    if (names.size > 0 && names.has(name)) return true;
    if (extensions.size > 0 && extensions.has(lastExtension(name))) return true;
    if (paths.length === 0) return false;
    const path = joinPath(folder, name);
    return paths.some((matches) => matches(path));
  };
}

function lastExtension(name: string): string {
  const at = name.lastIndexOf('.');
  return at < 0 ? '' : name.slice(at);
}
