// The one interface an export target implements; one file beside this one is one target.
// Must not know any of them, nor where files are written.

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
  /** True where a sample can carry several classes. */
  readonly multiLabel: boolean;
  /** Samples of the split, labelled or not. */
  readonly samples: number;
}

export interface ExportInput {
  readonly table: WeightTable;
  readonly provenance: Provenance;
}

/** A file to write. The first of several is the one the user named; the others lie beside it. */
export interface ExportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
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
  /** The files, the first under `fileName` (its folder is the caller's). Throws a `RangeError` that names what is wrong. */
  files(input: ExportInput, fileName: string): readonly ExportFile[];
  /** Self-contained code for the clipboard; absent where the target is no code. */
  snippet?(input: ExportInput): {
    readonly language: 'python' | 'typescript' | 'json';
    readonly text: string;
  };
}
