// The process around the command line: streams, signals, exit code.
// Must not know any command.

import { readFileSync } from 'node:fs';
import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WriteStream } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import type { Io, Output } from './io';
import { runCommandLine } from './run';

// Code lives long. Room that is made for it in V8's young generation while it is loaded stays when it is old: 8 MB of 160
// on 5 GB of COCO.
growYoungGeneration(1);

const cache = cacheFolder();
keepCompiled(join(cache, 'compiled'));

const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort();
});

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has gone, as `head` does once it has enough: nobody is left to tell.
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

const io: Io = {
  folder: process.cwd(),
  version: versionOf(fileURLToPath(new URL('.', import.meta.url))),
  signal: interrupt.signal,
  out: outputOf(process.stdout),
  err: outputOf(process.stderr),
  now: () => new Date(),
  loaded: () => {
    growYoungGeneration(2);
  },
  cache,
  // Bundled beside this file.
  unitWorker: fileURLToPath(new URL('./unitWorker.mjs', import.meta.url)),
  hashWorker: fileURLToPath(new URL('./hashWorker.mjs', import.meta.url)),
};

void runCommandLine(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});

/** By how much the young generation grows where much in it is still in use; 2 is V8's own. */
function growYoungGeneration(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

/** Node from 22.1 on can keep what it compiled; commands are loaded after this, and so a quarter sooner next time. */
function keepCompiled(folder: string): void {
  const { enableCompileCache } = nodeModule as {
    enableCompileCache?: (folder: string) => unknown;
  };
  enableCompileCache?.(folder);
}

function outputOf(stream: WriteStream): Output {
  const isTerminal = (stream as Partial<WriteStream>).isTTY === true;
  const { NO_COLOR, TERM } = process.env;
  const isPlain = (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb';
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal,
    columns: isTerminal && stream.columns > 0 ? stream.columns : 80,
    hasColours: isTerminal && !isPlain,
  };
}

/** Version of the package that this file belongs to, from wherever it was bundled to. */
function versionOf(folder: string): string {
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    const found = packageAt(join(at, 'package.json'));
    if (found !== undefined) return found;
  }
  return 'unknown';
}

function packageAt(file: string): string | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof read !== 'object' || read === null || !('name' in read) || !('version' in read)) {
      return undefined;
    }
    return read.name === 'class-balance' ? String(read.version) : undefined;
  } catch {
    // No package here, or none that can be read: look further up.
    return undefined;
  }
}

/** Where the system wants programs to keep what they can make again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const own = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME;
  if (own !== undefined && own !== '') return join(own, 'class-balance');
  const usual = { darwin: 'Library/Caches', win32: 'AppData/Local' }[process.platform as string];
  return join(homedir(), usual ?? '.cache', 'class-balance');
}
