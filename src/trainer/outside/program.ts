// Starts a program with an argument array, hands its lines on, and stops it when asked.
// Must not know the program; no shell is between.

import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { endTree, interruptChild } from '../../node/processes';

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface ProgramEnd {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  /** The end of what it said on standard error. */
  readonly lastWords: string;
}

const keptWords = 2000;
/** After this it is ended whether it likes or not. */
const graceMilliseconds = 10_000;

/** Of this process, without what only makes the editor's program a Node.js, and with the Python package to be found. */
export function outerEnvironment(
  packageFolder: string,
  place: 'first' | 'last',
): NodeJS.ProcessEnv {
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  const own = env.PYTHONPATH ?? '';
  const folders = place === 'first' ? [packageFolder, own] : [own, packageFolder];
  return { ...env, PYTHONPATH: folders.filter(Boolean).join(delimiter) };
}

/** @throws Error where it cannot be started. */
export function runProgram(
  { program, args, cwd, env }: Program,
  signal: AbortSignal,
  write: (text: string) => void,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let lastWords = '';
    let killing: NodeJS.Timeout | undefined;
    const stop = (): void => {
      interruptChild(child);
      killing = setTimeout(() => {
        if (child.pid !== undefined) endTree(child.pid);
      }, graceMilliseconds);
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.stdout.setEncoding('utf8').on('data', write);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      write(text);
      lastWords = (lastWords + text).slice(-keptWords);
    });
    const settle = (): void => {
      clearTimeout(killing);
      signal.removeEventListener('abort', stop);
    };
    child.once('error', (error) => {
      settle();
      reject(new Error(`“${program}” could not be started: ${error.message}`));
    });
    child.once('close', (code) => {
      settle();
      resolve({ code, lastWords: lastWords.trim() });
    });
  });
}
