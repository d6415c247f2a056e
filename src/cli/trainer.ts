// Starts the trainer that is installed beside the command line.
// Must not know what it is asked to do.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandError, type Io } from './io';

/** The trainer beside this program, in a process of its own that has this one's terminal. */
export function startTrainer(args: readonly string[], io: Io): Promise<number> {
  const program = join(dirname(fileURLToPath(import.meta.url)), 'trainer.mjs');
  if (!existsSync(program)) throw new CommandError(`There is no trainer at “${program}”.`);
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: io.folder, stdio: 'inherit' });
    // An interrupt from a terminal reaches both; from elsewhere only this process.
    io.signal.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
    child.once('error', (error) => {
      failed(new CommandError(`The trainer could not be started: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      done(code ?? (signal === null ? 1 : 130));
    });
  });
}
