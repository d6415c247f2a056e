// Peak memory of a scan against the size of its file: it should stay flat. Whole processes of the built command line.
// Must not know how a format is read.

import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const home = join(tmpdir(), 'class-balance-bench');
const megabyte = 1e6;
const preload = join(root, 'bench/lib/peak.cjs');
const program = join(root, 'dist/cli.mjs');
const quiet = ['ignore', 'ignore', 'pipe'];

/** A file of about the wanted size, made once: head, rows, foot. */
function made(name, size, { head, row, foot }) {
  const folder = join(home, name);
  const file = join(folder, name);
  if (existsSync(file)) return folder;
  mkdirSync(folder, { recursive: true });
  const out = openSync(`${file}.unfinished`, 'w');
  writeSync(out, head);
  for (let at = 0, written = 0; written < size;) {
    let block = '';
    for (let rows = 0; rows < 10_000; rows += 1) block += row(at++);
    written += writeSync(out, block);
  }
  writeSync(out, foot);
  closeSync(out);
  renameSync(`${file}.unfinished`, file);
  return folder;
}

const csv = {
  head: 'file,x,label\n',
  row: (at) => `images/${at}.jpg,${at % 1000},class_${(at * 7919) % 8142}\n`,
  foot: '',
};
const coco = {
  head: '{"images":[{"id":1,"file_name":"1.jpg"}],"categories":[{"id":1,"name":"cat"},{"id":2,"name":"dog"}],"annotations":[{"id":0,"image_id":1,"category_id":1,"bbox":[1,2,3,4]}',
  row: (at) =>
    `,{"id":${at + 1},"image_id":${1 + (at % 5000)},"category_id":${1 + (at % 2)},"segmentation":[[${at % 640},12.5,33.25,47.5,12,90.5]],"bbox":[1,2,3,4],"iscrowd":0}`,
  foot: ']}',
};

function measure(folder) {
  const peakFile = join(home, 'peak');
  const started = performance.now();
  const args = ['--require', preload, program, 'scan', folder, '--json'];
  const env = { ...process.env, PEAK_FILE: peakFile };
  const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: quiet });
  if (status !== 0) throw new Error(String(stderr));
  const seconds = (performance.now() - started) / 1000;
  return { seconds, peak: Number(readFileSync(peakFile, 'utf8')) / 1024 };
}

const built = spawnSync('node', ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
console.log('format     size MB  seconds  peak MiB');
for (const [format, shape] of Object.entries({ csv, coco })) {
  for (const size of [10, 100, 1000]) {
    const name = `${format}-${size}.${format === 'coco' ? 'json' : format}`;
    const folder = made(name, size * megabyte, shape);
    const { seconds, peak } = measure(folder);
    const bytes = statSync(join(folder, name)).size / megabyte;
    const cells = [
      bytes.toFixed(0).padStart(7),
      seconds.toFixed(2).padStart(7),
      peak.toFixed(0).padStart(8),
    ];
    console.log(`${format.padEnd(9)}  ${cells.join('  ')}`);
  }
}
