// Runs damaged fixtures in threads with a watchdog: a scan that does not end is a fault like any other.
// Must not know formats.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { bundles } from '../../../esbuild.mjs';
import type { Fixture } from '../fixtures';
import { root } from '../shared';
import type { FuzzJob, FuzzWord } from './worker';

/** No scan of a few kilobytes takes so long on any machine: it will not end. */
const patience = 60_000;
/** Megabytes of heap that a thread may use. */
const heapLimit = 256;

/** What went wrong, with what makes it again: `<fixture> seed <seed>: <fault>`. */
export async function fuzz(
  fixtures: readonly Fixture[],
  seeds: readonly number[],
  threads = 2,
): Promise<string[]> {
  const outdir = mkdtempSync(join(tmpdir(), 'class-balance-fuzz-'));
  try {
    const entryPoints = { fuzz: join(root, 'test/lib/fuzz/worker.ts') };
    await build({ ...bundles.engine, entryPoints, outdir, sourcemap: false });
    const file = join(outdir, 'fuzz.mjs');
    const lanes = Array.from({ length: threads }, (_, lane) =>
      fuzzInTurn(
        file,
        fixtures.filter((_one, at) => at % threads === lane),
        seeds,
      ),
    );
    return (await Promise.all(lanes)).flat();
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function fuzzInTurn(
  file: string,
  fixtures: readonly Fixture[],
  seeds: readonly number[],
): Promise<string[]> {
  const faults: string[] = [];
  let left = fixtures.map((fixture) => ({ fixture, seeds }));
  while (left.length > 0) {
    const jobs = left.map(({ fixture: { folder }, seeds: own }): FuzzJob => ({
      folder,
      seeds: own,
    }));
    const end = await oneThread(file, jobs, ({ job, seed, faults: found }) => {
      for (const fault of found ?? [])
        faults.push(`${left[job].fixture.name} seed ${seed}: ${fault}`);
    });
    if (end === undefined) break;
    const { job, seed, reason } = end;
    const [stopped, ...others] = left.slice(job);
    faults.push(`${stopped.fixture.name} seed ${seed}: ${reason}`);
    // The rest of the seeds, in a new thread.
    const rest = stopped.seeds.slice(stopped.seeds.indexOf(seed) + 1);
    left = [{ fixture: stopped.fixture, seeds: rest }, ...others];
  }
  return faults;
}

interface Stopped {
  readonly job: number;
  readonly seed: number;
  readonly reason: string;
}

/** Undefined where all was scanned; else where and why the thread ended. */
function oneThread(
  file: string,
  jobs: readonly FuzzJob[],
  onWord: (word: FuzzWord) => void,
): Promise<Stopped | undefined> {
  return new Promise((resolve) => {
    const limits = { maxOldGenerationSizeMb: heapLimit };
    const worker = new Worker(file, { workerData: jobs, resourceLimits: limits });
    let last = { job: 0, seed: jobs[0].seeds[0] ?? 0 };
    let watchdog: NodeJS.Timeout | undefined;
    const stop = (reason: string): void => {
      clearTimeout(watchdog);
      void worker.terminate();
      resolve({ ...last, reason });
    };
    const wait = (): void => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => {
        stop(`did not end in ${patience / 1000} s`);
      }, patience);
    };
    worker.on('message', (word: FuzzWord) => {
      last = word;
      wait();
      onWord(word);
    });
    worker.on('error', (error) => {
      stop(`the thread failed: ${String(error)}`);
    });
    worker.on('exit', (code) => {
      clearTimeout(watchdog);
      resolve(code === 0 ? undefined : { ...last, reason: `the thread ended with ${code}` });
    });
    wait();
  });
}
