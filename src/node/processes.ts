// Other processes: whether they live, and asking them to stop.
// Must not know what they do.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { systemCode } from './sourceErrors';

/** True for a process of anybody. */
export function isAlive(id: number): boolean {
  return signalled(id, 0);
}

/**
 * Asks a process to end as Ctrl+C does; on Windows, where nothing can ask, it is ended with all that it started: what it
 * trains with would go on without it. False where it is gone.
 */
export function interrupt(id: number): boolean {
  if (process.platform !== 'win32') return signalled(id, 'SIGINT');
  const lives = isAlive(id);
  if (lives) endTree(id);
  return lives;
}

/** Ends a process at once; on Windows with all that it started, which would outlive it there. */
export function endTree(id: number): void {
  if (process.platform !== 'win32') {
    signalled(id, 'SIGKILL');
    return;
  }
  // By its whole path: a bare name would be looked for in the working folder first.
  const program = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'taskkill.exe');
  const ending = spawn(program, ['/PID', String(id), '/T', '/F'], {
    ...{ stdio: 'ignore', windowsHide: true },
  });
  ending.on('error', () => signalled(id, 'SIGKILL'));
}

/**
 * Asks a program that this process started, and that shares its console, to end as Ctrl+C does. On Windows the console has
 * asked it already, and a signal from here would end it before it has written how far it came.
 */
export function interruptChild(child: ChildProcess): void {
  if (process.platform !== 'win32') child.kill('SIGINT');
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
