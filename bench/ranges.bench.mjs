// One large file counted by one thread and in two ranges at once, whole processes: from which size on the second pays.
// Must not know how ranges are cut. MEGABYTES (default 800,1200,1600) names sizes, ROUNDS (default 7) counts rounds.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import * as inputs from './lib/inputs.mjs';
import { processCost, race } from './lib/rounds.mjs';

const root = join(import.meta.dirname, '..');
const sizes = (process.env.MEGABYTES ?? '800,1200,1600').split(',').map(Number);
const rounds = Number(process.env.ROUNDS ?? 7);
const program = join(inputs.home, 'ranges.mjs');
const kinds = { CSV: inputs.csvInput, 'JSON lines': inputs.jsonLinesInput };

/** As `scanFolder` puts its parts together, with the least size of a range as an argument. */
const source = `
import { formats } from './src/core/formats/registry';
import { scan } from './src/core/scan';
import { loadKernels } from './src/kernels/kernels';
import { DiskSource } from './src/node/diskSource';
import { gunzipLimits } from './src/node/gunzip';
import { InProcessRunner } from './src/node/inProcessRunner';
import { PoliteSource } from './src/node/politeInput';
import { PoolRunner } from './src/node/poolRunner';
import { RangeRunner } from './src/node/rangeRunner';
import { WorkerLanes } from './src/node/workerLanes';

const [folder, leastBytes] = process.argv.slice(2);
const signal = new AbortController().signal;
const disk = new DiskSource(folder, gunzipLimits, loadKernels());
const local = new InProcessRunner(formats, disk);
const workerFile = ${JSON.stringify(join(root, 'dist/unitWorker.mjs'))};
const lanes = new WorkerLanes({ workerFile, threads: 2, startAfter: 0.15, heapLimit: 1024 });
const pool = new PoolRunner(disk.root, local, lanes);
const runner = new RangeRunner(pool, { formats, threads: 2, leastBytes: Number(leastBytes) });
const counter = new InProcessRunner(formats, new DiskSource(folder, gunzipLimits));
const excludes = { globs: [], gitignore: true };
const options = { rules: [], excludes, signal, formats, counter, runner, now: () => performance.now() };
const { datasets } = await scan(new PoliteSource(disk, signal), options);
if (datasets.length !== 1) throw new Error(datasets.length + ' datasets');
await lanes.dispose();
`;

const built = spawnSync('node', ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
mkdirSync(inputs.home, { recursive: true });
await build({
  stdin: { contents: source, resolveDir: root, loader: 'ts' },
  outfile: program,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});

for (const [kind, make] of Object.entries(kinds)) {
  for (const megabytes of sizes) {
    const { folder } = make(megabytes);
    // As the product cuts, but for files that it leaves whole.
    const least = Math.min(Math.floor((megabytes * 1e6) / 2), 2 ** 29);
    console.log(`\n${kind}, ${megabytes} MB`);
    try {
      const cost = (bytes) => () => processCost(process.execPath, [program, folder, String(bytes)]);
      race({ 'one thread': cost(Infinity), 'two ranges': cost(least) }, rounds);
    } finally {
      if (process.env.KEEP === undefined) inputs.removed(folder);
    }
  }
}
