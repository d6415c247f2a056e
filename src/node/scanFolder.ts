// Scans a folder on disk in this process: the engine with its disk, its formats and its runner put together.
// Must not know who asks.

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

export interface FolderScan {
  /** Absolute, or relative to the working folder. */
  readonly root: string;
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly onDataset?: (dataset: Dataset) => void;
}

/**
 * Counts every dataset below the folder.
 * Rejects with the signal's reason when aborted, or with a `SourceError` where the folder itself cannot be read.
 */
export function scanFolder({ root, ...options }: FolderScan): Promise<ScanReport> {
  const disk = new DiskSource(root, gunzipLimits, loadKernels());
  return scan(new PoliteSource(disk, options.signal), {
    ...options,
    formats,
    runner: new InProcessRunner(formats, disk),
    now: () => performance.now(),
  });
}
