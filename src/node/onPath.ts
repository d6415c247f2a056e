// Finds programs on the PATH.
// Must not run them.

import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { systemCode } from './sourceErrors';

/**
 * The first program of these names on the PATH, names before folders.
 * @returns its absolute path; `undefined` where there is none.
 */
export async function findOnPath(
  names: readonly string[],
  path = process.env.PATH ?? '',
): Promise<string | undefined> {
  const ends = process.platform === 'win32' ? ['.exe', '.bat', '.cmd'] : [''];
  // An empty entry means the current folder, which is the workspace: nothing of it is run.
  const folders = path.split(delimiter).filter((folder) => folder !== '' && folder !== '.');
  for (const name of names) {
    for (const file of folders.flatMap((folder) => ends.map((end) => join(folder, name + end)))) {
      if (await isProgram(file)) return file;
    }
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
