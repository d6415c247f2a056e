// Reads the samples of one dataset of a folder on disk: the engine with its disk and its formats put together.
// Must not know who asks.

import type { SourceRule } from '../core/claims';
import { type ClassSample, collectSamples } from '../core/collectSamples';
import { formats } from '../core/formats/registry';
import type { Dataset } from '../core/model';
import type { WalkExcludes } from '../core/ports';
import type { ScanProgress } from '../core/scan';
import { DiskSource } from './diskSource';
import { InProcessRunner } from './inProcessRunner';
import { PoliteSource } from './politeInput';

export interface FolderSamples {
  /** Absolute, or relative to the working folder. */
  readonly root: string;
  /** As in the scan that the dataset's id comes from. */
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  readonly dataset: string;
  /** The dataset as that scan counted it; without it its label files are read twice. */
  readonly counted?: Dataset;
  /** Look for the samples' media files. */
  readonly media?: boolean;
  readonly signal: AbortSignal;
  readonly onSample: (sample: ClassSample) => void;
  readonly onProgress?: (progress: ScanProgress) => void;
}

/**
 * Gives every sample of a dataset in the order of its label files, and answers the dataset.
 * Rejects as `collectSamples` does.
 */
export function readSamples({ root, ...options }: FolderSamples): Promise<Dataset> {
  const disk = new DiskSource(root);
  const runner = new InProcessRunner(formats, disk);
  return collectSamples(new PoliteSource(disk, options.signal), {
    ...options,
    formats,
    runner,
    counter: runner,
  });
}
