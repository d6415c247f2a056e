// Finds programs on the PATH.
// Must not run them.

import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { systemCode } from './sourceErrors';

/** What Python is called, best first. On Windows `python3` is the Store's alias, if anything. */
export const pythonNames: readonly string[] =
  process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];

/**
 * The first program of these names on the PATH, names before folders, aliases of Windows' Store after all others.
 * @returns its absolute path; `undefined` where there is none.
 */
export async function findOnPath(
  names: readonly string[],
  path = process.env.PATH ?? '',
): Promise<string | undefined> {
  const ends = process.platform === 'win32' ? ['.exe', '.bat', '.cmd'] : [''];
  // Windows keeps a program in there that only offers to install Python, before or behind one that is installed.
  const last = (folder: string): number =>
    /[\\/]Microsoft[\\/]WindowsApps[\\/]?$/i.test(folder) ? 1 : 0;
  // An empty entry means the current folder, which is the workspace: nothing of it is run.
  const folders = path.split(delimiter).filter((folder) => folder !== '' && folder !== '.');
  const places = [0, 1].flatMap((when) =>
    names.flatMap((name) =>
      folders
        .filter((folder) => last(folder) === when)
        .flatMap((folder) => ends.map((end) => join(folder, name + end))),
    ),
  );
  for (const file of places) {
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return false;
  }
}
