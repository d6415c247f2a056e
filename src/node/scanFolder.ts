// Scans a folder on disk: the engine with its disk, its formats and its runner put together.
// Must not know who asks.

import { availableParallelism } from 'node:os';
import type { SourceRule } from '../core/claims';
import { formats } from '../core/formats/registry';
import type { Dataset, ScanReport } from '../core/model';
import type { WalkExcludes } from '../core/ports';
import { scan, type ScanProgress } from '../core/scan';
import { loadKernels } from '../kernels/kernels';
import { DiskSource } from './diskSource';
import { gunzipLimits } from './gunzip';
import { InProcessRunner } from './inProcessRunner';
import { PoliteSource } from './politeInput';
import { PoolRunner } from './poolRunner';

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
  const { root, unitWorker, threads = politeWidth(), ...rest } = options;
  const disk = new DiskSource(root, gunzipLimits, loadKernels());
  const local = new InProcessRunner(formats, disk);
  const pool =
    unitWorker === undefined || threads < 2
      ? undefined
      : new PoolRunner(disk.root, local, {
          ...{ workerFile: unitWorker, threads, startAfter, heapLimit },
        });
  try {
    return await scan(new PoliteSource(disk, rest.signal), {
      ...rest,
      formats,
      runner: pool ?? local,
      now: () => performance.now(),
    });
  } finally {
    await pool?.dispose();
  }
}
