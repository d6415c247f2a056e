// The pipeline: list -> detect -> plan -> count -> merge.
// Must not know any one format, nor who reads the bytes.

import type { SourceRule } from './claims';
import type { LabelFormat } from './formats/format';
import type { Dataset, ScanReport } from './model';
import type { FileSource, UnitRunner, WalkExcludes } from './ports';

export interface ScanProgress {
  readonly phase: 'list' | 'detect' | 'count';
  /** Files listed so far. */
  readonly files: number;
  /** Bytes counted so far, and expected in all (0 until known). */
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface ScanOptions {
  readonly formats: readonly LabelFormat[];
  readonly runner: UnitRunner;
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  readonly signal: AbortSignal;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** Called for each dataset once it is counted, before the report is whole. */
  readonly onDataset?: (dataset: Dataset) => void;
}

export type Scan = (files: FileSource, options: ScanOptions) => Promise<ScanReport>;
