// Starts the trainer that is installed beside the command line.
// Must not know what it is asked to do.

import { spawn } from 'node:child_process';
import { besideProgram } from '../node/place';
import { interruptChild } from '../node/processes';
import { CommandError, type Io } from './io';

function trainerProgram(): string {
  try {
    return besideProgram('trainer.mjs');
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}

/** The trainer beside this program, in a process of its own that has this one's terminal. */
export function startTrainer(args: readonly string[], io: Io): Promise<number> {
  const program = trainerProgram();
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: io.folder, stdio: 'inherit' });
    // An interrupt from a terminal reaches both; from elsewhere only this process.
    io.signal.addEventListener(
      'abort',
      () => {
        interruptChild(child);
      },
      { once: true },
    );
    child.once('error', (error) => {
      failed(new CommandError(`The trainer could not be started: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      done(code ?? (signal === null ? 1 : 130));
    });
  });
}
