// Numbers in HDF5 structures, read forward from bytes (HDF5 File Format Specification 3.0).
// Must not know structures. Whatever lies outside of the bytes throws a RangeError.

/** An address that points nowhere. */
export const nowhere = Number.POSITIVE_INFINITY;

/** How wide addresses and lengths are in one file. */
export interface Widths {
  readonly address: number;
  readonly length: number;
}

/** A forward reader. */
export class Fields {
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    private readonly widths: Widths,
    public at = 0,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  skip(count: number): this {
    this.at += count;
    return this;
  }

  byte(): number {
    return this.#view.getUint8(this.at++);
  }

  /** A little-endian number of 1 to 8 bytes; all ones are {@link nowhere} where it is as wide as an address. */
  uint(size: number): number {
    let value = 0;
    let ones = true;
    for (let byte = size - 1; byte >= 0; byte -= 1) {
      const bits = this.#view.getUint8(this.at + byte);
      value = value * 256 + bits;
      ones &&= bits === 255;
    }
    this.at += size;
    return ones && size >= 4 ? nowhere : value;
  }

  short(): number {
    this.at += 2;
    return this.#view.getUint16(this.at - 2, true);
  }

  int(): number {
    this.at += 4;
    return this.#view.getUint32(this.at - 4, true);
  }

  address(): number {
    return this.uint(this.widths.address);
  }

  length(): number {
    return this.uint(this.widths.length);
  }

  /** The next bytes themselves. */
  take(count: number): Uint8Array {
    if (count > this.left) throw new RangeError('a structure is cut off');
    const bytes = this.bytes.subarray(this.at, this.at + count);
    this.at += count;
    return bytes;
  }

  text(count: number): string {
    return new TextDecoder('utf-8').decode(this.take(count)).replace(/\0.*$/s, '');
  }

  /** Text up to a zero. */
  zeroEnded(): string {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw new RangeError('a text is cut off');
    const text = new TextDecoder('utf-8').decode(this.bytes.subarray(this.at, end));
    this.at = end + 1;
    return text;
  }

  /** Holds that these letters follow. */
  expect(signature: string): this {
    if (this.text(signature.length) !== signature)
      throw new RangeError(`a ${signature} structure is damaged`);
    return this;
  }
}
