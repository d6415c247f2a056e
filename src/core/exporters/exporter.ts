// The one interface an export target implements; one file beside this one is one target.
// Must not know any of them, nor where files are written.

import type { ClassSample } from '../collectSamples';
import type { LossChoices } from '../lossConfig/model';
import type { SplitName, Unit } from '../model';
import type { WeightTable } from '../weights/scheme';

/** Where the numbers come from, so that a file can be derived again. */
export interface Provenance {
  /** Name and version of this program. */
  readonly tool: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly dataset: string;
  /** Relative to the workspace folder. */
  readonly sources: readonly string[];
  readonly unit: Unit;
  readonly split: SplitName;
  /** True where what is counted can carry several classes; see `carriesSeveral`. */
  readonly multiLabel: boolean;
  /** Samples of the split, labelled or not. */
  readonly samples: number;
}

/** The samples behind the counts, for targets that write a line for each. */
export interface SampleSource {
  /** Gives every sample of the split, in the order of its label files. Rejects as `collectSamples` does. */
  each(call: (sample: ClassSample) => void): Promise<void>;
  /** A media file, given from the scan's root, as a file at the place of the export would name it, with `/`. */
  pathTo(media: string): string;
  /** Of whatever is drawn: the same seed gives the same files. */
  readonly seed: number;
}

export interface ExportInput {
  readonly table: WeightTable;
  readonly provenance: Provenance;
  /** Which loss, for targets that can say it; the usual one for the labels where absent. */
  readonly loss?: LossChoices;
  /** Absent where nobody can read the samples; only targets with `perSample` look at it. */
  readonly samples?: SampleSource;
}

/** Takes a file part by part. Throws where the part cannot be written. */
export type WritePart = (part: string | Uint8Array) => void;

/** Content that is too long to be held. Rejects with what its samples reject with, or a `RangeError` that says what is wrong. */
export type StreamedContent = (write: WritePart) => Promise<void>;

/** A file to write. The first of several is the one the user named; the others lie beside it, and are written after it. */
export interface ExportFile {
  readonly name: string;
  readonly content: string | Uint8Array | StreamedContent;
}

export interface Exporter {
  /** Kebab-case, stable: `--target` and the setting take it. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what is written and who reads it. */
  readonly description: string;
  /** Framework the file is for, as a heading; `General` where any reader will do. */
  readonly framework: string;
  /** For instance `class_weights.json`. */
  readonly fileName: string;
  /** Order in lists. */
  readonly rank: number;
  /** Set where it writes a line for each sample, and needs `ExportInput.samples` for it. */
  readonly perSample?: true;
  /** A name for the first file that fits these sources better than `fileName`, where there is one. */
  nameFor?(sources: readonly string[]): string | undefined;
  /** The files, the first under `fileName` (its folder is the caller's). Throws a `RangeError` that names what is wrong. */
  files(input: ExportInput, fileName: string): readonly ExportFile[];
  /** Self-contained code for the clipboard; absent where the target is no code. */
  snippet?(input: ExportInput): {
    readonly language: 'python' | 'typescript' | 'json';
    readonly text: string;
  };
}
