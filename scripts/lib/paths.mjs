// Where things are: the checkout, the per-user cache, and temp folders that clean themselves up.
// Must not know what is kept in them.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The per-user cache for tools that are too big for node_modules. */
export const cacheDir = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'class-balance',
);

const temporary = new Set();
process.on('exit', () => temporary.forEach(removeFolder));

/**
 * Removes a folder; a process that is just ending may still write into it, so it tries again.
 * @param {string} folder
 */
export function removeFolder(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    temporary.delete(folder);
  } catch (error) {
    process.stderr.write(`could not remove ${folder}: ${error.message}\n`);
  }
}

/**
 * A fresh temp folder, removed at the latest when this process ends.
 * @param {string} name
 * @returns {string}
 */
export function tempFolder(name) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), `class-balance-${name}-`));
  temporary.add(folder);
  return folder;
}
