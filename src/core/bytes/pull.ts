// Bytes asked for rather than pushed: take so many, skip so many, over chunks of any cut or over ranged reads.
// Must not know formats; a file that ends early gives short answers, never an error.

import type { ByteInput, MaybePromise } from '../ports';

/** A forward reader of one stretch of bytes. */
export interface Pull {
  /** Bytes handed out or skipped so far. */
  readonly offset: number;
  /** The next `length` bytes, fewer at the end. Good until the next call. `length` is bounded by the caller. */
  take(length: number): MaybePromise<Uint8Array>;
  /** Leaves out the next bytes; false where fewer were left. */
  skip(length: number): MaybePromise<boolean>;
}

const windowBytes = 64 * 1024;

/** Reads `start` up to `end` of a file by ranges; what is skipped is not read. */
export class RangedPull implements Pull {
  #window = new Uint8Array(0);
  #at = 0;
  #position: number;

  constructor(
    private readonly read: (start: number, end: number) => MaybePromise<Uint8Array>,
    private readonly start: number,
    private readonly end: number,
    private readonly window = windowBytes,
  ) {
    this.#position = start;
  }

  get offset(): number {
    return this.#position - this.start;
  }

  take(length: number): MaybePromise<Uint8Array> {
    if (this.#window.length - this.#at >= length) return this.#give(length);
    return this.#fill(length).then(() => this.#give(length));
  }

  skip(length: number): boolean {
    const left = Math.min(length, this.end - this.#position);
    this.#at = Math.min(this.#window.length, this.#at + left);
    this.#position += left;
    return left === length;
  }

  #give(length: number): Uint8Array {
    const bytes = this.#window.subarray(this.#at, this.#at + length);
    this.#at += bytes.length;
    this.#position += bytes.length;
    return bytes;
  }

  async #fill(length: number): Promise<void> {
    const end = Math.min(this.end, this.#position + Math.max(length, this.window));
    this.#window = new Uint8Array(await this.read(this.#position, Math.max(this.#position, end)));
    this.#at = 0;
  }
}

/** Reads chunks of any cut, which may lie in a reused buffer. */
export class ChunkPull implements Pull {
  offset = 0;
  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #chunk = new Uint8Array(0);
  #at = 0;

  constructor(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#chunks =
      Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  take(length: number): MaybePromise<Uint8Array> {
    if (this.#chunk.length - this.#at < length) return this.#gather(length);
    const bytes = this.#chunk.subarray(this.#at, this.#at + length);
    this.#at += length;
    this.offset += length;
    return bytes;
  }

  async skip(length: number): Promise<boolean> {
    let left = length;
    while (left > 0) {
      if (this.#at === this.#chunk.length && !(await this.#next())) break;
      const step = Math.min(left, this.#chunk.length - this.#at);
      this.#at += step;
      left -= step;
    }
    this.offset += length - left;
    return left === 0;
  }

  async #gather(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let left = length;
    while (left > 0) {
      if (this.#at === this.#chunk.length && !(await this.#next())) break;
      const part = this.#chunk.slice(this.#at, this.#at + left);
      parts.push(part);
      this.#at += part.length;
      left -= part.length;
    }
    this.offset += length - left;
    return joined(parts, length - left);
  }

  async #next(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#chunk = next.value.slice();
    this.#at = 0;
    return true;
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Reads a whole file forward: by ranges, or unpacked where its name ends in `.gz` or `.tgz`. */
export async function openPull(input: ByteInput, path: string, window?: number): Promise<Pull> {
  if (/\.t?gz$/i.test(path)) return new ChunkPull(input.chunks(path, { gunzip: true }));
  const size = await input.size(path);
  return new RangedPull((start, end) => input.read(path, start, end), 0, size, window);
}
