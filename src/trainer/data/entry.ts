// One sample to be packed: its class, its split, and where it stands.
// Must not know formats.

export const splitCodes = { train: 0, val: 1, test: 2 } as const;
export type SplitCode = (typeof splitCodes)[keyof typeof splitCodes];

export interface Entry {
  /** Class index. */
  readonly label: number;
  /** The split that the dataset gives it, as it names it. */
  readonly given: string;
  /** The label file, from the root, with `/`; and its line or row there, from 1. */
  readonly file: string;
  readonly line?: number;
  /** The media file, from the root. */
  readonly media?: string;
}

/** A sample left out, for the data event. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** Counts what is left out and keeps the first of them by name. */
export class SkippedList {
  count = 0;
  readonly examples: Skipped[] = [];

  add(path: string, reason: string): void {
    this.count += 1;
    if (this.examples.length < 20) this.examples.push({ path, reason });
  }
}

/** How people find it: the media file, or the row of its label file. */
export function placeOf({ media, file, line }: Entry): string {
  return media ?? (line === undefined ? file : `${file}:${line}`);
}
