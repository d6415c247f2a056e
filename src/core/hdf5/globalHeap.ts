// Texts of any length, which stand together in collections of an HDF5 file.
// Must not know which elements refer to them.

import type { Hdf5File } from './file';

/** Letters of one element. A longer text is no label. */
const textLimit = 64 * 1024;

/** Throws a RangeError where a text is too long for a label. */
export function checkLength(letters: number): void {
  if (letters > textLimit) throw new RangeError(`one of its texts has ${letters} letters`);
}

const heapsKept = 16;

/** The collections of a file, some of them kept. */
export class GlobalHeap {
  readonly #collections = new Map<number, ReadonlyMap<number, Uint8Array>>();

  constructor(private readonly file: Hdf5File) {}

  async text(address: number, index: number): Promise<string> {
    if (index === 0) return '';
    let collection = this.#collections.get(address);
    if (collection === undefined) {
      collection = await this.#read(address);
      if (this.#collections.size >= heapsKept) this.#collections.clear();
      this.#collections.set(address, collection);
    }
    const bytes = collection.get(index);
    checkLength(bytes?.length ?? 0);
    return new TextDecoder('utf-8').decode(bytes).replace(/\0+$/, '');
  }

  async #read(address: number): Promise<ReadonlyMap<number, Uint8Array>> {
    const { length } = this.file.widths;
    const size = (await this.file.fields(address, 8 + length)).expect('GCOL').skip(4).length();
    const fields = (await this.file.fields(address, size)).skip(8 + length);
    const objects = new Map<number, Uint8Array>();
    while (fields.left >= 8 + length) {
      const index = fields.short();
      const bytes = fields.skip(6).length();
      if (index === 0) break;
      objects.set(index, fields.take(bytes));
      fields.skip(Math.min(fields.left, (8 - (bytes % 8)) % 8));
    }
    return objects;
  }
}
