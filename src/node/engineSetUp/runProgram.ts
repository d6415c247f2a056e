// Runs one program to its end, with an argument array, a way to stop it, and what it said last where it failed.
// Must not know what it runs.

import { spawn } from 'node:child_process';
import { endTree } from '../processes';

export interface ProgramOptions {
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Told of every whole line on stdout and stderr. */
  readonly line?: (line: string) => void;
}

/** A program that could not be started or ended badly. */
export class ProgramError extends Error {
  /** `code` is `null` where it never ran. */
  constructor(
    message: string,
    readonly code: number | null,
  ) {
    super(message);
  }
}

/** The end of what a program said is enough to know what went wrong. */
const keptLines = 30;
const mostOutput = 1 << 20;

/**
 * Answers stdout.
 * @throws ProgramError with the last lines of what it said; the signal's reason where it was stopped.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { folder, environment, signal, line }: ProgramOptions,
): Promise<string> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Of its own process group, so that compilers below it end with it.
      detached: process.platform !== 'win32',
    });
    let output = '';
    const last: string[] = [];
    const take = linesOf((text) => {
      last.push(text);
      if (last.length > keptLines) last.shift();
      line?.(text);
    });
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (output.length < mostOutput) output += chunk;
      take(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', take);
    const stop = (): void => {
      end(child.pid);
    };
    signal.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => {
      signal.removeEventListener('abort', stop);
      reject(new ProgramError(`“${program}” cannot be started: ${error.message}.`, null));
    });
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      if (signal.aborted) reject(signal.reason as Error);
      else if (code === 0) resolve(output);
      else reject(new ProgramError(last.join('\n').trim(), code));
    });
  });
}

function end(pid: number | undefined): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    endTree(pid);
    return;
  }
  try {
    process.kill(-pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function linesOf(each: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split(/\r?\n|\r/);
    rest = lines.pop() ?? '';
    lines.forEach(each);
  };
}
