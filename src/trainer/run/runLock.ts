// One process a run folder: a lock file that names who holds it, taken over from a process that is gone.
// Must not know what the process does.

import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../node/processes';
import { systemCode } from '../../node/sourceErrors';
import { RunError } from './runError';

const name = 'run.lock';

/**
 * Takes the folder; answers what gives it back.
 * @throws RunError where a living process holds it.
 */
export function lockRun(folder: string): () => void {
  const file = join(folder, name);
  for (let tries = 0; tries < 2; tries++) {
    try {
      const descriptor = openSync(file, 'wx');
      writeSync(descriptor, `${process.pid}\n`);
      closeSync(descriptor);
      return () => {
        // Somebody may have removed the folder, and begun another run in its place.
        if (holderOf(file) === process.pid) remove(file);
      };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      const holder = holderOf(file);
      if (holder !== undefined && isAlive(holder)) {
        throw new RunError(`“${folder}” is being trained by process ${holder}.`);
      }
      remove(file);
    }
  }
  throw new RunError(`“${folder}” was taken by another process just now.`);
}

function holderOf(file: string): number | undefined {
  try {
    const holder = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isSafeInteger(holder) && holder > 0 ? holder : undefined;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
