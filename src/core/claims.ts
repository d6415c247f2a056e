// What detection says and counting is told: claims, plans and work units, plain JSON that crosses to a worker,
// a cache or another machine unchanged. Must not know any one format.

import type { ClassEntry, SplitName, Unit } from './model';
import type { Problem } from './problems';
import type { ByteRange } from './ranges';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** A file, or every file (with one of the extensions) anywhere below a folder. */
export interface Source {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** The split of everything in it; `all` where the content itself says, or nothing does. */
  readonly split: SplitName;
  /** Only for folders: lower-case extensions with the dot, such as `.txt`. All files where absent. */
  readonly extensions?: readonly string[];
}

/** From here up a claim is asserted; below it is offered. */
export const assertedFrom = 0.5;

/**
 * A format's word that some files are labels.
 * Confidence: 0.95 a signature nobody else has; 0.8 a typical layout; 0.6 a good guess; below 0.5 only offered.
 */
export interface Claim {
  readonly format: string;
  /** Short, for people: usually the file or folder name. */
  readonly name: string;
  readonly unit: Unit;
  readonly confidence: number;
  /** Why, one short sentence each, in order of weight. */
  readonly evidence: readonly string[];
  /** What is counted. No other format's claim on the same files survives a stronger one. */
  readonly sources: readonly Source[];
  /** Files that this claim explains but does not count (images beside labels, names files, data.yaml). */
  readonly covers?: readonly Source[];
  /** Which of several legitimate readings of the same sources; claims that differ only in it do not exclude each other. */
  readonly reading?: { readonly id: string; readonly title: string };
  /** The format's own notes to its `plan` and `count`. */
  readonly options: JsonObject;
}

/**
 * `declared`: the order the dataset declares, undeclared labels after it. `text`: by code point, as torchvision
 * and scikit-learn sort. `label`: numeric where every label is an integer, else by code point.
 */
export type ClassOrder = 'declared' | 'text' | 'label';

/** How a claim is counted. */
export interface Plan {
  /** Classes known beforehand, in the trainer's order; they keep their place with count 0. */
  readonly classes: readonly ClassEntry[];
  readonly order: ClassOrder;
  readonly multiLabel: boolean;
  /**
   * True where any text could be a label, so that a dataset of fewer than two classes, or of nearly as many
   * classes as samples, is rather a column of ids and only offered.
   */
  readonly openVocabulary: boolean;
  /** True where labels are indexes into the weight vector, so that gaps between 0 and the largest are classes too. */
  readonly denseIndexes?: boolean;
  readonly units: readonly WorkUnit[];
  readonly problems: readonly Problem[];
}

/** An independent piece of counting: a file, a byte range, a batch of small files, a folder. */
export interface WorkUnit {
  readonly format: string;
  readonly split: SplitName;
  readonly paths: readonly string[];
  /** Expected bytes, for progress and for sharing the work out; 0 where only names are looked at. */
  readonly bytes: number;
  readonly options: JsonObject;
  /** Only the records that begin in this part of the one file; see ranges.ts. The whole where absent. */
  readonly range?: ByteRange;
}

/** The user's word on a file or folder (setting `classBalance.sources`); it beats every guess. */
export interface SourceRule {
  /** A path or glob relative to the root, with `/`. */
  readonly path: string;
  /** A format's id, or `ignore`. */
  readonly format?: string;
  /** A reading's id, such as `column:species`. */
  readonly reading?: string;
  readonly split?: SplitName;
  /** What groups samples (patient, video, place), counted beside them; see `readGrouping`. */
  readonly group?: string;
}
