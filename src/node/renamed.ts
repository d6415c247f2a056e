// Moves a file or folder, with patience on Windows. Must not know what is moved.

import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from './sourceErrors';

/** What Windows says while a virus scanner, an indexer or another window has the file, or one in the folder, open. */
const busy = new Set(['EACCES', 'EBUSY', 'EPERM']);
/** Waits in milliseconds between tries: 1.3 seconds in all. */
const waits = [10, 20, 40, 80, 160, 320, 640];

/**
 * Like `rename`, replacing a file at `target`; on Windows it tries again where somebody may have either open just now.
 * Rejects as `rename` does.
 */
export async function renamed(source: string, target: string): Promise<void> {
  for (const wait of process.platform === 'win32' ? waits : []) {
    try {
      await rename(source, target);
      return;
    } catch (error) {
      if (!busy.has(systemCode(error) ?? '')) throw error;
      await sleep(wait);
    }
  }
  await rename(source, target);
}
