// Scans a folder on disk: the engine with its disk, its formats and its runner put together.
// Must not know who asks.

import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { SourceRule } from '../core/claims';
import { formats } from '../core/formats/registry';
import type { Dataset, ScanReport } from '../core/model';
import type { WalkExcludes } from '../core/ports';
import { scan, type ScanProgress } from '../core/scan';
import { loadKernels } from '../kernels/kernels';
import { WriteError } from './atomicWrite';
import { CachedRunner } from './cachedRunner';
import { DiskSource } from './diskSource';
import { gunzipLimits } from './gunzip';
import { InProcessRunner } from './inProcessRunner';
import { PoliteSource } from './politeInput';
import { PoolRunner } from './poolRunner';
import { RangeRunner } from './rangeRunner';
import { systemCode } from './sourceErrors';
import { TallyCache } from './tallyCache';

export interface FolderScan {
  /** Absolute, or relative to the working folder. */
  readonly root: string;
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly onDataset?: (dataset: Dataset) => void;
  /** The bundled unit worker, for scans that are worth several threads; all is counted in this one where absent. */
  readonly unitWorker?: string;
  /** Threads that count at once, this one among them; as many as the machine bears where absent. */
  readonly threads?: number;
  /** Folder of what earlier scans counted; needs `unitWorker`. Everything is counted anew where absent. */
  readonly cache?: string;
}

const heapLimit = 1024;
/** A thread is up in about a tenth of a second. */
const startAfter = 0.15;

/** All processors of a small machine, else all but one, so that the editor stays quick; more than eight wait for the disk. */
function politeWidth(): number {
  const processors = availableParallelism();
  return Math.min(8, processors <= 2 ? processors : processors - 1);
}

/**
 * Counts every dataset below the folder.
 * Rejects with the signal's reason when aborted, or with a `SourceError` where the folder itself cannot be read.
 */
export async function scanFolder(options: FolderScan): Promise<ScanReport> {
  const { root, unitWorker, threads = politeWidth(), cache: folder, ...rest } = options;
  const disk = new DiskSource(root, gunzipLimits, loadKernels());
  const local = new InProcessRunner(formats, disk);
  const pool =
    unitWorker === undefined || threads < 2
      ? undefined
      : new PoolRunner(disk.root, local, {
          ...{ workerFile: unitWorker, threads, startAfter, heapLimit },
        });
  const cache =
    folder === undefined || unitWorker === undefined
      ? undefined
      : new TallyCache(folder, disk.root, programAt(unitWorker));
  const runner = pool === undefined ? local : new RangeRunner(pool, { formats, threads });
  try {
    const report = await scan(new PoliteSource(disk, rest.signal), {
      ...rest,
      formats,
      // Buffers of its own: it counts beside the runner.
      counter: new InProcessRunner(formats, new DiskSource(root, gunzipLimits)),
      runner: cache === undefined ? runner : new CachedRunner(disk.root, runner, cache),
      now: () => performance.now(),
    });
    await saved(cache);
    return report;
  } finally {
    await pool?.dispose();
  }
}

/** Changes with every build: what an older program counted is not to be believed. */
function programAt(unitWorker: string): string {
  const { size, mtimeMs } = statSync(unitWorker);
  return `${process.version} ${size.toString()} ${mtimeMs.toString()}`;
}

/** A full disk or a locked folder costs the next scan its time, not this one its report. */
async function saved(cache: TallyCache | undefined): Promise<void> {
  try {
    await cache?.save();
  } catch (error) {
    if (!(error instanceof WriteError) && systemCode(error) === undefined) throw error;
    process.emitWarning(`What was counted could not be kept: ${String(error)}`);
  }
}
