// Where the shared data lies, beside the checkout or where CLASS_BALANCE_SHARED says; it is no part of the project.
// Tests that need it name what they could not run without it.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The repository's root. */
export const root = resolve(import.meta.dirname, '../..');

/** The shared folder, if it is there. */
export function sharedFolder(): string | undefined {
  const folder = process.env.CLASS_BALANCE_SHARED ?? resolve(root, '../shared');
  return existsSync(folder) ? folder : undefined;
}

/** A path in the shared folder; says by name what cannot run where it is not there. */
export function sharedPath(path: string, needs: string): string | undefined {
  const folder = sharedFolder();
  if (folder !== undefined && existsSync(resolve(folder, path))) return resolve(folder, path);
  console.warn(`Not run: ${needs} (needs the shared data ${path}).`);
  return undefined;
}
