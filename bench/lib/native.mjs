// Programs in C that benchmarks are held against, compiled where there is a compiler.
// Must not know what they do.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { home } from './inputs.mjs';

const compiler = process.env.CC ?? 'cc';

/** The program made from a source file; undefined, with a word why, where it cannot be compiled. */
export function compiled(source) {
  const program = join(home, basename(source, '.c'));
  mkdirSync(home, { recursive: true });
  const { status, error, stderr } = spawnSync(compiler, ['-O3', '-o', program, source], {
    encoding: 'utf8',
  });
  if (status === 0) return program;
  console.error(
    `Not run: ${basename(source)}, which ${compiler} did not compile: ${error?.message ?? stderr}`,
  );
  return undefined;
}
