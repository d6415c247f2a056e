// What the store asks of whoever scans.
// Must not know workers or disks.

import type { Dataset, ScanReport } from '../core/model';
import type { WalkExcludes } from '../core/ports';
import type { SourceRule } from '../core/claims';
import type { ScanProgress } from '../core/scan';

export interface ScanRequest {
  /** Absolute path of a folder on this machine's disk. */
  readonly root: string;
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
}

export interface ScanListener {
  readonly signal: AbortSignal;
  onProgress(progress: ScanProgress): void;
  onDataset(dataset: Dataset): void;
}

export interface Scanner {
  /** Rejects with an `AbortError` (or a `cancelled` code) where the signal aborts. */
  scan(request: ScanRequest, listener: ScanListener): Promise<ScanReport>;
  dispose(): void;
}
