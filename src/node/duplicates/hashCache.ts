// Hashes of pictures on disk, one file a folder: what was hashed once and has not changed since.
// Must not know how hashes are made. A file that is torn, foreign or of another version counts as none.

import * as v from 'valibot';
import type { PerceptualHash } from '../../core/duplicates/perceptualHash';
import { digest } from '../digest';
import { type CacheLimits, SealedFiles } from '../sealedFiles';

/** Raised when what a hash means changes. */
const formatVersion = 2;
const suffix = '.hashes.json';
const limits: CacheLimits = { file: 128 * 1024 ** 2, all: 512 * 1024 ** 2 };

const contentSchema = v.object({
  version: v.literal(formatVersion),
  decoder: v.string(),
  root: v.string(),
  /** Path, stamp, high and low half of the hash. */
  entries: v.array(v.tuple([v.string(), v.string(), v.number(), v.number()])),
});

interface Entry extends PerceptualHash {
  /** Of the file, as it was. */
  readonly stamp: string;
}

export class HashCache {
  readonly #files: SealedFiles;
  readonly #entries: Map<string, Entry>;
  #isChanged = false;

  /** @param decoder whose hashes these are; another one's differ in some bits. */
  constructor(
    folder: string,
    private readonly root: string,
    private readonly decoder: string,
  ) {
    this.#files = new SealedFiles(folder, suffix, limits);
    this.#entries = this.#load();
  }

  /** The hash of a file that still has this stamp. @param path from the root. */
  get(path: string, stamp: string): PerceptualHash | undefined {
    const entry = this.#entries.get(path);
    return entry?.stamp === stamp ? entry : undefined;
  }

  set(path: string, stamp: string, { high, low }: PerceptualHash): void {
    this.#entries.set(path, { stamp, high, low });
    this.#isChanged = true;
  }

  /** Writes what is new. Throws a `WriteError` or a system error. */
  async save(): Promise<void> {
    if (!this.#isChanged) return;
    await this.#files.write(this.#name, this.#text());
    this.#isChanged = false;
  }

  get #name(): string {
    return digest(this.root, this.decoder);
  }

  #load(): Map<string, Entry> {
    const text = this.#files.read(this.#name);
    // Where there is none, everything is hashed.
    if (text === undefined) return new Map();
    const content = v.safeParse(contentSchema, JSON.parse(text));
    if (!content.success) return new Map();
    const { root, decoder, entries } = content.output;
    if (root !== this.root || decoder !== this.decoder) return new Map();
    return new Map(entries.map(([path, stamp, high, low]) => [path, { stamp, high, low }]));
  }

  /** The latest first where not all of them fit. */
  #text(): string {
    const parts: string[] = [];
    let left = limits.file - 4096;
    for (const [path, { stamp, high, low }] of [...this.#entries].reverse()) {
      const part = JSON.stringify([path, stamp, high, low]);
      // UTF-8 takes at most three bytes for each unit of a string.
      left -= part.length * 3 + 1;
      if (left < 0) break;
      parts.push(part);
    }
    const { root, decoder } = this;
    const head = JSON.stringify({ version: formatVersion, decoder, root }).slice(0, -1);
    return `${head},"entries":[${parts.join(',')}]}`;
  }
}
