// How much following a run holds up the extension host: the event loop's delay while the real trainer runs beside it.
// Must not know VS Code: it is what the host does with a run, in a plain process. Whole grid, five seeds, a small table.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'class-balance-bench-'));

/** The host's own follower, bundled as it is in the extension. */
async function follower() {
  const outfile = join(work, 'followedRun.mjs');
  const entry = join(root, 'src/host/training/followedRun.ts');
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20' };
  await build({ ...options, entryPoints: [entry], outfile, logLevel: 'warning' });
  return (await import(outfile)).FollowedRun;
}

function table() {
  const lines = ['a,b,label'];
  for (let at = 0; at < 3000; at += 1) {
    const label = Math.floor(9 * Math.random() ** 3);
    lines.push(`${label + Math.random() * 3},${label * Math.random()},${label}`);
  }
  writeFileSync(join(work, 'table.csv'), `${lines.join('\n')}\n`);
}

const built = spawnSync('node', ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
table();
const FollowedRun = await follower();
const run = join(work, 'run');
let told = 0;
let bytes = 0;
const log = { error: (...words) => console.error(...words) };
const followed = new FollowedRun(
  run,
  () => {
    told += 1;
    // What posting a message to a page costs at least.
    bytes += JSON.stringify(followed.state).length;
  },
  log,
);
const args = ['dist/cli.mjs', 'train', work, '--arms', 'full', '--seeds', '5', '--out', run];
const trainer = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' });
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
await sleep(20);
delay.reset();
const started = performance.now();
const code = await new Promise((resolve) => trainer.once('close', resolve));
const seconds = (performance.now() - started) / 1000;
await sleep(1500);
delay.disable();
followed.dispose();
rmSync(work, { recursive: true, force: true });
const milliseconds = (nanoseconds) => (nanoseconds / 1e6).toFixed(1);
console.log(`trainer: code ${code}, ${seconds.toFixed(1)} s, ended ${followed.state.status}`);
console.log(
  `events: ${followed.state.seq + 1}, told ${told} times, ${(bytes / 1e6).toFixed(1)} MB`,
);
console.log(
  `event loop delay: p50 ${milliseconds(delay.percentile(50))}, p99 ${milliseconds(delay.percentile(99))}, max ${milliseconds(delay.max)} ms`,
);
process.exitCode = code === 0 ? 0 : 1;
