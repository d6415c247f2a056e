// Peak memory of the largest label files there are, held to a limit: Objects365, Open Images, 120,000 YOLO files.
// Must not know how a format is read. SCALE (default 1) shrinks the inputs, ONLY names one, KEEP leaves them there.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as inputs from './lib/inputs.mjs';

const root = join(import.meta.dirname, '..');
const scale = Number(process.env.SCALE ?? 1);
const scaled = (size) => Math.max(100, Math.round(size * scale));
const preload = join(root, 'bench/lib/peak.cjs');
const program = join(root, 'dist/cli.mjs');
/** Megabytes (10^6 bytes) that a scan may take at its peak, Node itself among them. */
const allowed = 160;

const cases = {
  objects365: () => inputs.objects365Input(scaled(5000)),
  'open-images': () => inputs.openImagesInput(scaled(14_000_000)),
  yolo: () => ({ folder: inputs.yoloInput(scaled(120_000)) }),
};

function measure(folder) {
  const peakFile = join(inputs.home, 'peak');
  const args = ['--require', preload, program, 'scan', folder, '--json'];
  const env = { ...process.env, PEAK_FILE: peakFile };
  const started = performance.now();
  const options = { env, encoding: 'utf8', maxBuffer: 2 ** 28 };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  if (status !== 0) throw new Error(stderr);
  const seconds = (performance.now() - started) / 1000;
  const peak = (Number(readFileSync(peakFile, 'utf8')) * 1024) / 1e6;
  return { seconds, peak, report: JSON.parse(stdout) };
}

const built = spawnSync('node', ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
console.log('input        seconds  peak MB     bytes read      counted  dataset');
for (const [name, make] of Object.entries(cases)) {
  if (process.env.ONLY !== undefined && process.env.ONLY !== name) continue;
  const { folder } = make();
  const { seconds, peak, report } = measure(folder);
  const [{ format, unit, classes }] = report.datasets;
  const counted = classes.reduce((sum, { count }) => sum + count, 0);
  const cells = [seconds.toFixed(1).padStart(7), peak.toFixed(0).padStart(7)];
  const read = [String(report.stats.bytes).padStart(13), String(counted).padStart(11)];
  console.log([name.padEnd(11), ...cells, ...read, `${format}, ${unit}`].join('  '));
  if (process.env.KEEP === undefined) inputs.removed(folder);
  if (peak <= allowed) continue;
  console.error(`${name} takes ${peak.toFixed(0)} MB, more than ${allowed}.`);
  process.exitCode = 1;
}
