// The probe from image files to verdict: long-tailed CIFAR-10 (imbalance factor 100), 6 losses, 3 seeds, nothing cached.
// Goal: at most 60 s on two processors. Needs the images in IMAGES (class folders train/ and test/), or the shared archive. ROUNDS (default 3) counts rounds.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cifarImages } from './lib/cifar.mjs';
import { processCost } from './lib/rounds.mjs';

const root = join(import.meta.dirname, '..');
const rounds = Number(process.env.ROUNDS ?? 3);
const images = cifarImages();
if (images === undefined) {
  console.error('Not run: there are no images; name a folder with IMAGES.');
  process.exit(1);
}

const flags = ['--long-tail', '100', '--val-share', '0'];
console.log(`class-balance train <images> ${flags.join(' ')}, ${cpus().length} processors`);
const walls = [];
for (let round = 0; round < rounds; round++) {
  rmSync(join(images.folder, '.class-balance'), { recursive: true, force: true });
  const out = mkdtempSync(join(tmpdir(), 'class-balance-bench-'));
  const run = join(out, 'run');
  const args = [join(root, 'dist/cli.mjs'), 'train', images.folder, ...flags, '--out', run];
  const { wall, cpu } = processCost(process.execPath, args);
  console.log(`round ${round + 1}: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processor time`);
  walls.push(wall);
  if (round === rounds - 1) report(run);
  rmSync(out, { recursive: true, force: true });
}
rmSync(join(images.folder, '.class-balance'), { recursive: true, force: true });
images.remove();
const sorted = walls.toSorted((a, b) => a - b);
const [median, least, most] = [sorted[rounds >> 1], sorted[0], sorted.at(-1)].map((one) =>
  one.toFixed(1),
);
console.log(`from files to verdict: median ${median} s (${least} to ${most}), goal 60 s`);

function report(run) {
  const text = readFileSync(join(run, 'report.md'), 'utf8');
  console.log(text.slice(text.indexOf('## Ranking'), text.indexOf('## Recall')));
}
