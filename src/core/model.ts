// The words of the product as plain readonly data: what a scan answers and everything else builds upon.
// Must not know how labels are read, stored or shown.

import type { Problem } from './problems';

/** What one count is. Shown beside every number. */
export const units = [
  'image',
  'box',
  'instance',
  'pixel',
  'token',
  'span',
  'document',
  'row',
  'clip',
  'track',
  'group',
] as const;
export type Unit = (typeof units)[number];

/** `train`, `val` and `test` are the usual ones, `all` stands for a dataset without splits; others keep their own name. */
export type SplitName = string;

/** One class as the trainer will index it. `id` is the literal text in the label files, `name` what people read. */
export interface ClassEntry {
  readonly id: string;
  readonly name: string;
}

/** A class and its count over all splits. A declared class that nothing uses has count 0. */
export interface ClassCount extends ClassEntry {
  /** Number of units (see {@link Dataset.unit}) that carry the class. */
  readonly count: number;
  /** Number of images holding the class; only where it differs from the unit. */
  readonly images?: number;
  /** Groups of samples that hold the class, where samples are grouped; one of several splits once. */
  readonly groups?: number;
}

/** Counts of one split, aligned with {@link Dataset.classes}. */
export interface SplitCounts {
  readonly name: SplitName;
  /** Labelled and unlabelled samples seen in the split. */
  readonly samples: number;
  /** Samples without any label. */
  readonly unlabelled: number;
  readonly counts: readonly number[];
  /** Images holding each class; only where it differs from the unit. */
  readonly images?: readonly number[];
  /** Groups of samples that hold each class, where samples are grouped. */
  readonly groups?: readonly number[];
}

/** `asserted`: these are labels. `offered`: they may be, and the user decides. */
export type DatasetStatus = 'asserted' | 'offered';

/** One logical set of labelled samples, counted. */
export interface Dataset {
  /** Stable between scans of the same sources. */
  readonly id: string;
  readonly name: string;
  /** Id of the label format that read it. */
  readonly format: string;
  /** The format, and the reading where there are several, in words for people: `Delimited table · column “species”`. */
  readonly readAs: string;
  readonly unit: Unit;
  readonly status: DatasetStatus;
  /** Files and folders it was read from, relative to the scan's root, with `/`. */
  readonly sources: readonly string[];
  /** Which of several legitimate readings of the same sources this is, for instance `column:species`. */
  readonly reading?: string;
  /** Why it was taken for labels, one short sentence each. */
  readonly evidence: readonly string[];
  /** True where a sample can carry several classes, so that counts need not add up to samples. */
  readonly multiLabel: boolean;
  /** Set where images holding each class were counted and equal the counts everywhere, so that `images` is left out. */
  readonly imagesEqual?: true;
  /** What groups the samples, where they are: a column (`patient`) or a part of the path. */
  readonly grouping?: string;
  readonly samples: number;
  readonly unlabelled: number;
  readonly classes: readonly ClassCount[];
  readonly splits: readonly SplitCounts[];
  readonly problems: readonly Problem[];
}

/** What a scan read, for people and benchmarks. */
export interface ScanStats {
  /** Files listed. */
  readonly files: number;
  /** Bytes of label data counted. */
  readonly bytes: number;
  readonly seconds: number;
}

/** The answer of a scan and the JSON contract of `class-balance scan --json`. */
export interface ScanReport {
  readonly schema: 'class-balance/scan@1';
  readonly root: string;
  readonly datasets: readonly Dataset[];
  readonly problems: readonly Problem[];
  readonly stats: ScanStats;
}
