// Scans damaged fixtures in a thread that can be stopped, and says of each what a scan must never do.
// Must not know formats. Bundled for the test that starts it.

import { parentPort, workerData } from 'node:worker_threads';
import { gunzipSync, gzipSync } from 'node:zlib';
import { formats } from '../../../src/core/formats/registry';
import type { Dataset, ScanReport } from '../../../src/core/model';
import { filesOf } from '../fixtures';
import { scanMemory } from '../scanMemory';
import { damaged, type Files } from './mutations';

/** Seeds to damage one fixture by. */
export interface FuzzJob {
  readonly folder: string;
  readonly seeds: readonly number[];
}

/** Sent before (without faults) and after each scan. */
export interface FuzzWord {
  readonly job: number;
  readonly seed: number;
  readonly faults?: readonly string[];
}

/** No reader needs more at once for the few kilobytes of a fixture. To watch for it makes readers several times slower. */
const largestArray = 64 * 2 ** 20;
let allocated = 0;

/** Arrays lie outside the heap that the thread is held to; what they take is known where they are made. */
function watchAllocations(): void {
  for (const name of ['Uint8Array', 'Int32Array', 'Uint32Array', 'Float64Array'] as const) {
    const watched = new Proxy(globalThis[name], {
      construct(target, given: unknown[], made) {
        const [length] = given;
        if (typeof length === 'number') {
          allocated = Math.max(allocated, length * target.BYTES_PER_ELEMENT);
        }
        return Reflect.construct(target, given, made) as object;
      },
    });
    Object.assign(globalThis, { [name]: watched });
  }
}

/** What is packed is damaged under the packing, or its checksum would be all that is ever tried. */
function unpacked(files: Files): Files {
  return mapped(files, (bytes) => new Uint8Array(gunzipSync(bytes)));
}

function packed(files: Files): Files {
  return mapped(files, (bytes) => new Uint8Array(gzipSync(bytes)));
}

function mapped(files: Files, change: (bytes: Uint8Array) => Uint8Array): Files {
  const changed = (path: string, bytes: Uint8Array): Uint8Array => {
    try {
      return /\.t?gz$/.test(path) ? change(bytes) : bytes;
    } catch {
      // A fixture of a gzip file that is none.
      return bytes;
    }
  };
  const all = Object.entries(files);
  return Object.fromEntries(all.map(([path, bytes]) => [path, changed(path, bytes)]));
}

async function faultsOf(files: Files): Promise<string[]> {
  allocated = 0;
  try {
    const faults = faultsIn(await scanMemory(formats, files));
    if (allocated > largestArray) faults.push(`an array of ${allocated} bytes was made`);
    return faults;
  } catch (error) {
    return [`the scan threw: ${error instanceof Error ? String(error.stack) : String(error)}`];
  }
}

function faultsIn({ problems, datasets }: ScanReport): string[] {
  const all = [...problems, ...datasets.flatMap((one) => one.problems)];
  const failed = all.filter(({ code }) => code === 'internal-error');
  return [...failed.map(({ message }) => message), ...datasets.flatMap(wrongNumbers)];
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function wrongNumbers(dataset: Dataset): string[] {
  const { classes, splits, samples, unlabelled } = dataset;
  const totals = splits.flatMap((split) => [split.samples, split.unlabelled]);
  const images = splits.flatMap((split) => split.images ?? []);
  const counts = [...classes.map(({ count }) => count), ...splits.flatMap((split) => split.counts)];
  const wrong = [samples, unlabelled, ...totals, ...images, ...counts].filter(
    (value) => !isCount(value),
  );
  const faults = wrong.map((value) => `${dataset.format} counts ${value}`);
  if (unlabelled > samples) {
    faults.push(`${dataset.format} has ${unlabelled} of ${samples} samples without a label`);
  }
  for (const [at, { name, count }] of classes.entries()) {
    const sum = splits.reduce((total, split) => total + split.counts[at], 0);
    if (sum !== count) faults.push(`${dataset.format} ${name}: ${count}, by splits ${sum}`);
  }
  return faults;
}

async function run(jobs: readonly FuzzJob[]): Promise<void> {
  watchAllocations();
  for (const [job, { folder, seeds }] of jobs.entries()) {
    // Copies: the slice of a Buffer is no copy, and damage would add up from seed to seed.
    const read = Object.entries(filesOf({ folder }));
    const whole = Object.fromEntries(read.map(([path, bytes]) => [path, new Uint8Array(bytes)]));
    const files = unpacked(whole);
    for (const seed of seeds) {
      parentPort?.postMessage({ job, seed } satisfies FuzzWord);
      const bad = seed % 4 === 0 ? damaged(whole, seed) : packed(damaged(files, seed));
      parentPort?.postMessage({ job, seed, faults: await faultsOf(bad) } satisfies FuzzWord);
    }
  }
}

await run(workerData as readonly FuzzJob[]);
