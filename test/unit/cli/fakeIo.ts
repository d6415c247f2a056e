// The process as a command sees it, kept in memory.
// Must not know any command.

import type { Io, Output } from '../../../src/cli/io';
import { runCommandLine } from '../../../src/cli/run';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Pretend {
  readonly folder?: string;
  readonly signal?: AbortSignal;
  readonly hashWorker?: string;
  readonly out?: Partial<Output>;
  readonly err?: Partial<Output>;
}

/** Runs a command line and gives what it wrote and answered. */
export async function ran(args: readonly string[], pretend: Pretend = {}): Promise<Ran> {
  const [out, err] = [collector(pretend.out), collector(pretend.err)];
  const io: Io = {
    folder: pretend.folder ?? '/',
    version: '1.2.3',
    signal: pretend.signal ?? new AbortController().signal,
    out: out.output,
    err: err.output,
    now: () => new Date(0),
    ...(pretend.hashWorker === undefined ? {} : { hashWorker: pretend.hashWorker }),
  };
  const code = await runCommandLine(args, io);
  return { code, out: out.text(), err: err.text() };
}

export function collector(like: Partial<Output> = {}): { output: Output; text: () => string } {
  const parts: string[] = [];
  const write = (text: string): void => {
    parts.push(text);
  };
  const output = { isTerminal: false, columns: 80, hasColours: false, ...like, write };
  return { output, text: () => parts.join('') };
}

/** Class folders as test data: class name (or path) to number of images. */
export function images(counts: Readonly<Record<string, number>>): Record<string, string> {
  const files = Object.entries(counts).flatMap(([folder, count]) =>
    Array.from({ length: count }, (_, at) => [`${folder}/${at}.jpg`, ''] as const),
  );
  return Object.fromEntries(files);
}
