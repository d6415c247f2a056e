// The kernel's window of input: bytes of a stream that are not counted yet, moved to its front where room is needed.
// Must not know what the bytes mean.

import type { KernelInstance } from './instance';

/** `bytes[from, to)` of the kernel's memory are what is left to read. */
export class Window {
  from: number;
  to: number;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #start: number;
  readonly #end: number;

  constructor({ bytes, input, capacity }: KernelInstance) {
    this.#bytes = bytes;
    this.#start = input;
    this.#end = input + capacity;
    this.from = input;
    this.to = input;
  }

  /** Bytes left to read. */
  get length(): number {
    return this.to - this.from;
  }

  /** The free bytes behind what is left, which is moved to the front. */
  room(): Uint8Array {
    if (this.from > this.#start) {
      this.#bytes.copyWithin(this.#start, this.from, this.to);
      this.to -= this.from - this.#start;
      this.from = this.#start;
    }
    return this.#bytes.subarray(this.to, this.#end);
  }

  /** Takes bytes in, without a copy where they lie in {@link room} already; answers what had no room. */
  take(bytes: Uint8Array): Uint8Array {
    const isOurs = bytes.buffer === this.#bytes.buffer;
    if (isOurs && bytes.byteOffset === this.to) {
      this.to += bytes.length;
      return bytes.subarray(bytes.length);
    }
    // Moving what is left could overwrite bytes that lie elsewhere in the window.
    const from = isOurs ? bytes.slice() : bytes;
    const room = this.room();
    const taken = Math.min(room.length, from.length);
    room.set(from.subarray(0, taken));
    this.to += taken;
    return from.subarray(taken);
  }
}
