// Other processes: whether they live, and asking them to stop.
// Must not know what they do.

import { systemCode } from './sourceErrors';

/** True for a process of anybody. */
export function isAlive(id: number): boolean {
  return signalled(id, 0);
}

/** Asks a process to end as Ctrl+C does; on Windows, where nothing can ask, it is ended. False where it is gone. */
export function interrupt(id: number): boolean {
  return signalled(id, 'SIGINT');
}

function signalled(id: number, signal: NodeJS.Signals | 0): boolean {
  // No process has such an id; Node would throw.
  if (id !== (id | 0)) return false;
  try {
    process.kill(id, signal);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    // A process of somebody else is alive too.
    return code === 'EPERM';
  }
}
