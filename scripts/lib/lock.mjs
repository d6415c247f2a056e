// One process at a time for a named job (an install, a build), also across terminals.
// Must not know what the job is.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir } from './paths.mjs';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function tryTake(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** A lock whose owner has died is taken away; an empty one is just being written. */
function dropIfStale(file) {
  let owner = '';
  try {
    owner = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  if (owner !== '' && !isAlive(Number(owner))) rmSync(file, { force: true });
}

/**
 * Runs `work` while no other process of this user holds the lock of that name.
 * @template T
 * @param {string} name file-name safe
 * @param {() => Promise<T>} work
 * @param {{log?: (line: string) => void}} [options]
 * @returns {Promise<T>}
 */
export async function withLock(name, work, { log } = {}) {
  mkdirSync(cacheDir, { recursive: true });
  const file = join(cacheDir, `${name}.lock`);
  const free = () => rmSync(file, { force: true });
  for (let waited = 0; !tryTake(file); waited++) {
    if (waited === 10) log?.(`waiting for another process (${file})`);
    dropIfStale(file);
    await sleep(100);
  }
  process.once('exit', free);
  try {
    return await work();
  } finally {
    process.off('exit', free);
    free();
  }
}
