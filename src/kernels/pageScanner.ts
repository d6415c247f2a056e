// A column's pages in a kernel's memory: unpacked, their indexes counted, their dictionary's texts looked up.
// Must not know Parquet's headers, nor what a text means.

import type { IndexRun, PageScanner, TextEntries } from '../core/kernels';
import type { KernelInstance } from './instance';

export class KernelPages implements PageScanner {
  constructor(
    private readonly instance: KernelInstance,
    private readonly done: () => void,
  ) {
    instance.kernel.clearTable();
  }

  room(): Uint8Array {
    return this.#place(this.instance.kernel.PACKED.value);
  }

  unpack(packed: Uint8Array, size: number): Uint8Array | undefined {
    return this.#unpack(packed, this.#place(this.instance.kernel.PAGE.value), size);
  }

  unpackDictionary(packed: Uint8Array, size: number): Uint8Array | undefined {
    return this.#unpack(packed, this.#place(this.instance.kernel.DICTIONARY.value), size);
  }

  keep(page: Uint8Array): Uint8Array | undefined {
    const own = this.#place(this.instance.kernel.PAGE.value);
    if (page.buffer === own.buffer) return page;
    if (page.length > own.length) return undefined;
    own.set(page);
    return own.subarray(0, page.length);
  }

  count(run: IndexRun): Int32Array | undefined {
    const { kernel } = this.instance;
    const at = this.#placed(run);
    if (at < 0) return undefined;
    const { bytes, width, count } = run;
    const to = at + bytes.length - run.at;
    if (kernel.countHybrid(at, to, width, count) === 0) throw tooEarly();
    return this.#table(kernel.INDEX_COUNTS.value, 2 ** width);
  }

  firstRows(run: IndexRun): Int32Array | undefined {
    const { kernel } = this.instance;
    const at = this.#placed(run);
    if (at < 0) return undefined;
    const { bytes, width, count } = run;
    const to = at + bytes.length - run.at;
    if (kernel.firstRows(at, to, width, count) === 0) throw tooEarly();
    return this.#table(kernel.FIRST_ROWS.value, 2 ** width);
  }

  entries(texts: Uint8Array, count: number): TextEntries | undefined {
    const { kernel, bytes } = this.instance;
    const own = this.#place(kernel.DICTIONARY.value);
    if (texts.length > own.length || count > kernel.MOST_ENTRIES.value) return undefined;
    const at = own.byteOffset;
    if (texts.buffer !== bytes.buffer || texts.byteOffset !== at) own.set(texts);
    if (kernel.readEntries(at, at + texts.length, count) === 0) throw tooEarly();
    const starts = this.#table(kernel.ENTRY_STARTS.value, count);
    const ends = this.#table(kernel.ENTRY_ENDS.value, count);
    const learned = this.#table(kernel.ENTRY_CELLS.value, count);
    const learn = (entry: number): number => kernel.learnCell(starts[entry], ends[entry]);
    return { bytes, starts, ends, learned, learn };
  }

  close(): void {
    this.done();
  }

  #place(start: number): Uint8Array {
    return this.instance.bytes.subarray(start, start + this.instance.kernel.PAGE_SIZE.value);
  }

  #table(start: number, length: number): Int32Array {
    return new Int32Array(this.instance.bytes.buffer, start, length);
  }

  /** Moves what is packed into the memory where it does not lie there yet. */
  #unpack(packed: Uint8Array, out: Uint8Array, size: number): Uint8Array | undefined {
    const { kernel, bytes } = this.instance;
    const room = this.room();
    if (size > out.length || packed.length > room.length) return undefined;
    let at = packed.byteOffset;
    if (packed.buffer !== bytes.buffer) {
      room.set(packed);
      at = room.byteOffset;
    }
    if (kernel.unpackSnappy(at, at + packed.length, out.byteOffset, size) === 0) return undefined;
    return out.subarray(0, size);
  }

  /** Where the run lies in the memory; -1 where it lies elsewhere, or is not for a kernel. */
  #placed({ bytes: from, at, width }: IndexRun): number {
    const { kernel, bytes } = this.instance;
    if (width === 0 || width > kernel.WIDEST_INDEX.value || at > from.length) return -1;
    // Moved here it could overwrite the rest of its own page.
    return from.buffer === bytes.buffer ? from.byteOffset + at : -1;
  }
}

function tooEarly(): RangeError {
  return new RangeError('A page ends too early.');
}
