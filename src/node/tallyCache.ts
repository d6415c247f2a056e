// Tallies of work units on disk, one file a scanned folder: what was counted once and has not changed since.
// Must not know formats. A file that is torn, foreign or of another version counts as none.

import * as v from 'valibot';
import type { TallyData } from '../core/tally';
import { tallyDataSchema } from '../protocol/schemas';
import { digest } from './digest';
import { type CacheLimits, SealedFiles } from './sealedFiles';

/** What was not used last time goes first where a file gets too large. */
export const tallyLimits: CacheLimits = { file: 32 * 1024 ** 2, all: 256 * 1024 ** 2 };

/** Raised when what stands in a file, or what a tally means, changes. */
const formatVersion = 1;
const suffix = '.tallies.json';

const contentSchema = v.object({
  version: v.literal(formatVersion),
  program: v.string(),
  root: v.string(),
  /** Unit, stamp of its files, bytes that were read, what they said. */
  entries: v.array(v.tuple([v.string(), v.string(), v.number(), tallyDataSchema])),
});

interface Counted {
  /** Bytes that were read. */
  readonly bytes: number;
  readonly tally: TallyData;
}

interface Entry extends Counted {
  /** Of the unit's files, as they were. */
  readonly stamp: string;
}

export class TallyCache {
  readonly #files: SealedFiles;
  #loaded: ReadonlyMap<string, Entry> | undefined;
  /** What this scan used or counted; only that is kept. */
  readonly #used = new Map<string, Entry>();
  #isChanged = false;

  /** @param program changes whenever the code that counts does. */
  constructor(
    folder: string,
    private readonly root: string,
    private readonly program: string,
    private readonly limits: CacheLimits = tallyLimits,
  ) {
    this.#files = new SealedFiles(folder, suffix, limits);
  }

  /** The tally of a unit whose files still have this stamp. */
  get(unit: string, stamp: string): Counted | undefined {
    const entry = this.#known.get(unit);
    if (entry?.stamp !== stamp) return undefined;
    this.#used.set(unit, entry);
    return entry;
  }

  set(unit: string, stamp: string, counted: Counted): void {
    this.#used.set(unit, { stamp, ...counted });
    this.#isChanged = true;
  }

  /** Writes what was used; a scan that found all as it was writes nothing. Throws a `WriteError` or a system error. */
  async save(): Promise<void> {
    if (!this.#isChanged && this.#used.size === this.#known.size) return;
    await this.#files.write(digest(this.root), this.#text());
  }

  /** Read once it is asked for: a scan that finds nothing changed needs no tallies. */
  get #known(): ReadonlyMap<string, Entry> {
    return (this.#loaded ??= this.#load());
  }

  #load(): ReadonlyMap<string, Entry> {
    const text = this.#files.read(digest(this.root));
    // Where there is none, everything is counted.
    if (text === undefined) return new Map();
    const content = v.safeParse(contentSchema, JSON.parse(text));
    if (!content.success) return new Map();
    const { root, program, entries } = content.output;
    if (root !== this.root || program !== this.program) return new Map();
    return new Map(entries.map(([unit, stamp, bytes, tally]) => [unit, { stamp, bytes, tally }]));
  }

  #text(): string {
    const parts: string[] = [];
    let left = this.limits.file - 4096;
    for (const [unit, { stamp, bytes, tally }] of this.#used) {
      const part = JSON.stringify([unit, stamp, bytes, tally]);
      // UTF-8 takes at most three bytes for each unit of a string.
      left -= part.length * 3 + 1;
      if (left < 0) break;
      parts.push(part);
    }
    const { root, program } = this;
    const head = JSON.stringify({ version: formatVersion, program, root }).slice(0, -1);
    return `${head},"entries":[${parts.join(',')}]}`;
  }
}
