// One sample at a time, beside the counts: who carries which labels, in the order of the label file.
// Must not know any one format; a format tells its tally's observer at the end of a record, or never.

import type { SplitName } from './model';

/** One labelled sample (an image, a row, a clip), or one unlabelled (`labels` empty). */
export interface Sample {
  readonly split: SplitName;
  /** The label file it was read from, relative to the root, with `/`; for class folders the sample itself. */
  readonly file: string;
  /** Line or row in `file`, from 1, where there are lines. */
  readonly line?: number;
  /** The media file as the label file writes it (not resolved); absent where samples have no file of their own. */
  readonly path?: string;
  /** The text of the column that samples are grouped by, where there is one. */
  readonly group?: string;
  /** Indexes into the tally's label table, one for each unit counted: a class twice where it has two boxes. */
  readonly labels: readonly number[];
  /** How many units each of `labels` stands for, aligned with it (pixels of a class); absent where each is one. */
  readonly times?: readonly number[];
}

/** Told of every sample while a work unit is counted. The sample is valid until the call returns. */
export interface SampleObserver {
  sample(sample: Sample): void;
}
