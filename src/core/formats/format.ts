// The one interface a label format implements; one file beside this one is one format.
// Must not know any of them.

import type { Claim, Plan, WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import type { Unit } from '../model';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';

export interface LabelFormat {
  /** Kebab-case, stable: it stands in settings, reports and exports. */
  readonly id: string;
  readonly title: string;
  readonly units: readonly Unit[];
  /** For people and the README's table. */
  readonly notes: { readonly detects: string; readonly splits: string; readonly remarks: string };
  /**
   * Claims label files below the folder, from names, listing and first bytes only. Called once with the root of
   * the walked tree. Must not throw for bad data.
   */
  detect(folder: FolderView, signal: AbortSignal): AsyncIterable<Claim>;
  /** What is known of classes and splits, and independent work units. May read small files (names, yaml). */
  plan(claim: Claim, files: ByteInput, folder: FolderView): Promise<Plan>;
  /** Whether the unit's one file may be counted in ranges of its bytes, so that their tallies add up to the whole's. */
  countsRanges?(unit: WorkUnit): boolean;
  /**
   * Counts one work unit into the tally. Bad data becomes a problem of the tally; only a `SourceError` or an abort
   * is thrown. Counts at the end of a record, never in its middle.
   */
  count(unit: WorkUnit, input: ByteInput, tally: Tally, signal: AbortSignal): Promise<void>;
}
