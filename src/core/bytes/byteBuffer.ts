// A byte array that grows and is reused; the scratch space of the tokenizers.
// Knows no format; the caller enforces its own limits before it appends.

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Growable bytes: `bytes[0, length)` is the content. `bytes` is replaced when it grows, so do not keep it. */
export class ByteBuffer {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Appends one byte. */
  push(byte: number): void {
    if (this.length === this.bytes.length) this.#reserve(1);
    this.bytes[this.length++] = byte;
  }

  /** Appends `from[start, end)`. */
  append(from: Uint8Array, start: number, end: number): void {
    const count = end - start;
    if (this.length + count > this.bytes.length) this.#reserve(count);
    if (count > 64) {
      this.bytes.set(from.subarray(start, end), this.length);
    } else {
      const { bytes } = this;
      for (let i = start, j = this.length; i < end; i++, j++) bytes[j] = from[i];
    }
    this.length += count;
  }

  /** Appends a code point as UTF-8; a surrogate becomes U+FFFD. */
  pushCodePoint(code: number): void {
    if (code < 0x80) {
      this.push(code);
    } else if (code < 0x800) {
      this.push(0xc0 | (code >> 6));
      this.push(0x80 | (code & 63));
    } else if (code >= 0xd800 && code <= 0xdfff) {
      this.pushCodePoint(0xfffd);
    } else if (code < 0x10000) {
      this.push(0xe0 | (code >> 12));
      this.push(0x80 | ((code >> 6) & 63));
      this.push(0x80 | (code & 63));
    } else {
      this.push(0xf0 | (code >> 18));
      this.push(0x80 | ((code >> 12) & 63));
      this.push(0x80 | ((code >> 6) & 63));
      this.push(0x80 | (code & 63));
    }
  }

  /** The content from `start` as text; bytes that are no UTF-8 become U+FFFD. */
  text(start = 0): string {
    return decoder.decode(this.bytes.subarray(start, this.length));
  }

  #reserve(count: number): void {
    const bytes = new Uint8Array(Math.max(this.length + count, this.bytes.length * 2));
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
  }
}
