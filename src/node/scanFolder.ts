// Scans a folder on disk: the engine with its disk, its formats and its runner put together.
// Must not know who asks.

import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { SourceRule } from '../core/claims';
import { formats } from '../core/formats/registry';
import type { Dataset, ScanReport } from '../core/model';
import type { UnitCounter, WalkExcludes } from '../core/ports';
import { scan, type ScanOptions, type ScanProgress } from '../core/scan';
import { loadKernels } from '../kernels/kernels';
import { WriteError } from './atomicWrite';
import { CachedRunner } from './cachedRunner';
import { DiskSource } from './diskSource';
import { FileFacts } from './fileFacts';
import { gunzipLimits } from './gunzip';
import { InProcessRunner } from './inProcessRunner';
import { PoliteSource } from './politeInput';
import { PoolRunner } from './poolRunner';
import { RangeRunner } from './rangeRunner';
import { ReportKeeper } from './reportKeeper';
import { systemCode } from './sourceErrors';
import { TallyCache } from './tallyCache';
import { WorkerLane } from './workerLane';
import { WorkerLanes } from './workerLanes';

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
  const lanes =
    unitWorker === undefined || threads < 2
      ? undefined
      : new WorkerLanes({ workerFile: unitWorker, threads, startAfter, heapLimit });
  const runner =
    lanes === undefined
      ? local
      : new RangeRunner(new PoolRunner(disk.root, local, lanes), { formats, threads });
  // Buffers of its own: it counts beside the runner.
  const counter = new InProcessRunner(formats, new DiskSource(root, gunzipLimits));
  const now = (): number => performance.now();
  const plain = { ...rest, formats, now };
  try {
    if (folder === undefined || unitWorker === undefined) {
      return await scan(new PoliteSource(disk, rest.signal), { ...plain, runner, counter });
    }
    const kept = {
      ...{ folder, root: disk.root, program: programAt(unitWorker), rules: rest.rules },
      startLane:
        threads < 2 ? undefined : () => new WorkerLane({ workerFile: unitWorker, heapLimit }),
    };
    return await scanRemembered(disk, { ...plain, runner, counter }, kept);
  } finally {
    await lanes?.dispose();
  }
}

interface Kept {
  readonly folder: string;
  readonly root: string;
  readonly program: string;
  readonly rules: readonly SourceRule[];
  readonly startLane: (() => WorkerLane) | undefined;
}

/** With what earlier scans counted: the whole report where nothing has changed, else the tallies of what has not. */
async function scanRemembered(
  disk: DiskSource,
  options: ScanOptions & { readonly counter: UnitCounter },
  { folder, root, program, rules, startLane }: Kept,
): Promise<ScanReport> {
  const facts = new FileFacts(root);
  const tallies = new TallyCache(folder, root, program);
  const keeper = new ReportKeeper({ root, program, rules, facts, folder, startLane });
  const report = await scan(new PoliteSource(keeper.source(disk), options.signal), {
    ...options,
    counter: keeper.counter(options.counter),
    runner: keeper.runner(new CachedRunner(options.runner, facts, tallies)),
    known: (walked, signal) => keeper.known(walked, signal),
  });
  if (keeper.isKnown) return report;
  await saved(() => tallies.save());
  await saved(() => keeper.keep(report));
  return report;
}

/** Changes with every build: what an older program counted is not to be believed. */
function programAt(unitWorker: string): string {
  const { size, mtimeMs } = statSync(unitWorker);
  return `${process.version} ${size.toString()} ${mtimeMs.toString()}`;
}

/** A full disk or a locked folder costs the next scan its time, not this one its report. */
async function saved(save: () => Promise<void>): Promise<void> {
  try {
    await save();
  } catch (error) {
    if (!(error instanceof WriteError) && systemCode(error) === undefined) throw error;
    process.emitWarning(`What was counted could not be kept: ${String(error)}`);
  }
}
