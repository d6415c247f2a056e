// Runs the benchmarks in bench/*.bench.mjs, each in a process of its own: `npm run bench [-- name…]`, `-- --list`.
// Must not know what is measured.

import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const suffix = '.bench.mjs';
const all = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(suffix))
  .map((name) => name.slice(0, -suffix.length))
  .sort();

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => name !== '--list' && !all.includes(name));

if (unknown.length > 0 || wanted.includes('--list')) {
  if (unknown.length > 0) console.error(`No such benchmark: ${unknown.join(', ')}.`);
  console.log(all.join('\n'));
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  for (const name of wanted.length > 0 ? wanted : all) {
    console.log(`# ${name}`);
    const { status } = spawnSync(process.execPath, [join(import.meta.dirname, name + suffix)], {
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
}
