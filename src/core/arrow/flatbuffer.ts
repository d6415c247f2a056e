// Reading flatbuffers (flatbuffers.dev/internals): tables of optional fields, vectors, strings.
// Must not know any schema. Whatever points outside of the bytes throws a RangeError.

const decoder = new TextDecoder('utf-8');

/** One table in a flatbuffer. Fields are told by their number in the schema; absent ones give the fallback. */
export class FlatTable {
  constructor(
    private readonly view: DataView,
    private readonly at: number,
  ) {}

  /** The root table of a buffer. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  byte(field: number, fallback = 0): number {
    const at = this.#place(field);
    return at === 0 ? fallback : this.view.getUint8(at);
  }

  short(field: number, fallback = 0): number {
    const at = this.#place(field);
    return at === 0 ? fallback : this.view.getInt16(at, true);
  }

  int(field: number, fallback = 0): number {
    const at = this.#place(field);
    return at === 0 ? fallback : this.view.getInt32(at, true);
  }

  /** 64 bits; beyond 2^53 no longer exact, and no file is as long as that. */
  long(field: number, fallback = 0): number {
    const at = this.#place(field);
    return at === 0 ? fallback : Number(this.view.getBigInt64(at, true));
  }

  text(field: number): string {
    const at = this.#place(field);
    if (at === 0) return '';
    const start = at + this.view.getUint32(at, true);
    return this.#textAt(start);
  }

  /** A text that may hold any bytes. */
  bytes(field: number): Uint8Array | undefined {
    const at = this.#place(field);
    return at === 0 ? undefined : this.#bytesAt(at + this.view.getUint32(at, true));
  }

  table(field: number): FlatTable | undefined {
    const at = this.#place(field);
    return at === 0 ? undefined : new FlatTable(this.view, at + this.view.getUint32(at, true));
  }

  tables(field: number): FlatTable[] {
    return this.#vector(
      field,
      4,
      (at) => new FlatTable(this.view, at + this.view.getUint32(at, true)),
    );
  }

  longs(field: number): number[] {
    return this.#vector(field, 8, (at) => Number(this.view.getBigInt64(at, true)));
  }

  /** A vector of structs of two 64-bit numbers. */
  pairs(field: number): (readonly [number, number])[] {
    return this.#vector(field, 16, (at) => [
      Number(this.view.getBigInt64(at, true)),
      Number(this.view.getBigInt64(at + 8, true)),
    ]);
  }

  /** The first 64-bit number of each struct in a vector of structs of so many bytes. */
  starts(field: number, size: number): number[] {
    return this.#vector(field, size, (at) => Number(this.view.getBigInt64(at, true)));
  }

  #vector<T>(field: number, size: number, read: (at: number) => T): T[] {
    const at = this.#place(field);
    if (at === 0) return [];
    const start = at + this.view.getUint32(at, true);
    const length = this.view.getUint32(start, true);
    if (length * size > this.view.byteLength)
      throw new RangeError('a vector is longer than its buffer');
    return Array.from({ length }, (_, index) => read(start + 4 + index * size));
  }

  #textAt(start: number): string {
    return decoder.decode(this.#bytesAt(start));
  }

  #bytesAt(start: number): Uint8Array {
    const length = this.view.getUint32(start, true);
    const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset, this.view.byteLength);
    return bytes.subarray(start + 4, start + 4 + length);
  }

  /** Where a field lies; 0 where it is absent. */
  #place(field: number): number {
    const table = this.at - this.view.getInt32(this.at, true);
    const entry = 4 + field * 2;
    if (entry >= this.view.getUint16(table, true)) return 0;
    const offset = this.view.getUint16(table + entry, true);
    return offset === 0 ? 0 : this.at + offset;
  }
}
