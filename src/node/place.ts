// Where the files lie that are packed beside the program.
// Must not know which there are.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file that is packed beside the running program, wherever the bundler put this module: beside the
 * program or in a folder of chunks below it.
 * @throws Error where there is none.
 */
export function besideProgram(name: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [here, dirname(here)].map((folder) => join(folder, name));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`There is no “${name}” beside “${here}”.`);
  return found;
}
