// Tallies of work units on disk, one file a scanned folder: what was counted once and has not changed since.
// Must not know formats. A file that is torn, foreign or of another version counts as none.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { TallyData } from '../core/tally';
import { tallyDataSchema } from '../protocol/schemas';
import { writeFileAtomic } from './atomicWrite';
import { systemCode } from './sourceErrors';
import { trimFolder } from './trimFolder';

export interface CacheLimits {
  /** Most bytes of one folder's file; what was not used last time goes first. */
  readonly file: number;
  /** Most bytes of all files together; those not written for longest go first. */
  readonly all: number;
}

export const cacheLimits: CacheLimits = { file: 32 * 1024 ** 2, all: 256 * 1024 ** 2 };

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

/** Text that says the same for the same parts; short, and not to be guessed. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length.toString()}:`).update(part);
  return hash.digest('base64url');
}

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
  readonly #known: ReadonlyMap<string, Entry>;
  /** What this scan used or counted; only that is kept. */
  readonly #used = new Map<string, Entry>();
  #isChanged = false;

  /** @param program changes whenever the code that counts does. */
  constructor(
    private readonly folder: string,
    private readonly root: string,
    private readonly program: string,
    private readonly limits: CacheLimits = cacheLimits,
  ) {
    this.#known = this.#load();
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
    mkdirSync(this.folder, { recursive: true });
    await writeFileAtomic(this.#file, this.#text(), { overwrite: true });
    trimFolder(this.folder, suffix, this.limits.all);
  }

  get #file(): string {
    return join(this.folder, `${digest(this.root)}${suffix}`);
  }

  #load(): ReadonlyMap<string, Entry> {
    try {
      if (statSync(this.#file).size > this.limits.file) return new Map();
      return this.#parsed(readFileSync(this.#file, 'utf8'));
    } catch (error) {
      // No file yet, or none that can be read: everything is counted.
      if (systemCode(error) === undefined) throw error;
      return new Map();
    }
  }

  /** The first line is the digest of the rest. */
  #parsed(text: string): ReadonlyMap<string, Entry> {
    const cut = text.indexOf('\n');
    const rest = text.slice(cut + 1);
    if (text.slice(0, Math.max(0, cut)) !== digest(rest)) return new Map();
    const content = v.safeParse(contentSchema, JSON.parse(rest));
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
    const rest = `${head},"entries":[${parts.join(',')}]}`;
    return `${digest(rest)}\n${rest}`;
  }
}
