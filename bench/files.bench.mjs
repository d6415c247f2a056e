// What reading a small file costs by itself, way by way, in turn within one process: the floor of formats with a file an image.
// Must not know what is in the files. FILES (default 30000) counts files, ROUNDS (default 7) counts rounds.

import {
  closeSync,
  constants,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { yoloInput } from './lib/inputs.mjs';

const rounds = Number(process.env.ROUNDS ?? 7);
const folder = join(yoloInput(Number(process.env.FILES ?? 30_000)), 'labels/train');
const files = readdirSync(folder).map((name) => join(folder, name));
const room = new Uint8Array(64 * 1024);

/** As the scan reads: a file ends where nothing more comes, whatever a network file system answered before. */
function untilNothing(file) {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  for (let at = 0; ;) {
    const got = readSync(descriptor, room, at, room.length - at, at);
    if (got === 0) break;
    at += got;
  }
  closeSync(descriptor);
}

function once(file) {
  const descriptor = openSync(file, constants.O_RDONLY);
  readSync(descriptor, room, 0, room.length, 0);
  closeSync(descriptor);
}

const ways = {
  'open, read to the end, close': untilNothing,
  'open, read once, close': once,
  'readFileSync as text': (file) => readFileSync(file, 'utf8'),
  'readFileSync as bytes': (file) => readFileSync(file),
  'stat alone': (file) => statSync(file),
};

const costs = new Map(Object.keys(ways).map((name) => [name, []]));
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, read] of Object.entries(ways)) {
    const before = process.cpuUsage();
    for (const file of files) read(file);
    const { user, system } = process.cpuUsage(before);
    if (round > 0) costs.get(name).push((user + system) / files.length);
  }
}
console.log(`${'processor time a file'.padEnd(30)}  median µs  lowest  highest`);
for (const [name, all] of costs) {
  const sorted = all.toSorted((a, b) => a - b);
  const cells = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)];
  console.log(`${name.padEnd(30)}  ${cells.map((cost) => cost.toFixed(2).padStart(8)).join(' ')}`);
}
