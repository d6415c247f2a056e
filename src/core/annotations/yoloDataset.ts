// A YOLO dataset as detection finds it, and its form in a claim's notes.
// Must not know how it was found nor how it is counted.

import type { Claim, Json, JsonObject, Source } from '../claims';
import type { YoloEntry } from './yoloFiles';

/** Where class names stand: in a data.yaml, or one a line. */
export interface NamesSource {
  readonly path: string;
  readonly kind: 'yaml' | 'lines';
}

/** A split that a description names but that was not found. */
export interface MissingPart {
  readonly split: string;
  readonly written: string;
}

/** All that planning needs to know. */
export interface YoloDataset {
  readonly name: string;
  readonly confidence: number;
  readonly evidence: readonly string[];
  /** The data.yaml or obj.data, where there is one. */
  readonly description?: string;
  readonly entries: readonly YoloEntry[];
  readonly missing: readonly MissingPart[];
  /** Folders that paths in lists may be relative to. */
  readonly bases: readonly string[];
  readonly names?: NamesSource;
  /** Declared number of classes, 0 where none is. */
  readonly classes: number;
  readonly poseFields: number;
  readonly sources: readonly Source[];
  readonly covers: readonly Source[];
}

/** The part of a dataset that planning reads back. */
export type YoloNotes = Pick<
  YoloDataset,
  'description' | 'entries' | 'missing' | 'bases' | 'names' | 'classes' | 'poseFields'
>;

/** The notes as a claim's options. */
export function optionsOf(dataset: YoloDataset): JsonObject {
  return {
    description: dataset.description,
    entries: dataset.entries.map((entry): Json => ({ ...entry })),
    missing: dataset.missing.map((part): Json => ({ ...part })),
    bases: dataset.bases,
    names: dataset.names === undefined ? undefined : { ...dataset.names },
    classes: dataset.classes,
    poseFields: dataset.poseFields,
  };
}

/** Reads {@link optionsOf} back; a claim of this format holds nothing else. */
export function notesOf(claim: Claim): YoloNotes {
  return claim.options as unknown as YoloNotes;
}
