// Which classes each image holds, one bit a pair: one look at one place in memory, where a chain takes several.
// Must not know formats nor how ids are written.

import type { CountingTable } from '../kernels';
import { PlainTable } from './plainTable';

const wordBits = 32;
const firstRoom = 1024;

/** Where the bits are kept: classes of each image, and the words of each. */
export interface BitTables {
  readonly held: CountingTable;
  readonly words: CountingTable;
}

const plainTables = (limitBytes: number): BitTables => {
  // Whatever the limit, there is room for the first images.
  const most = Math.max(firstRoom, Math.floor(limitBytes / 4));
  return { held: new PlainTable(most), words: new PlainTable(most) };
};

export class ClassBits {
  /** Words of one image. */
  #width = 1;
  #words: Int32Array;
  #held: Int32Array;

  /** Who else counts in the tables must keep to {@link width} and to their lengths. */
  constructor(
    private readonly limitBytes: number,
    private readonly tables: BitTables = plainTables(limitBytes),
  ) {
    this.#words = tables.words.resized(firstRoom);
    this.#held = tables.held.resized(firstRoom);
  }

  get width(): number {
    return this.#width;
  }

  /** Images that hold at least one class. */
  get images(): number {
    return this.#held.reduce((images, classes) => images + Number(classes > 0), 0);
  }

  /** Number of classes of the image. */
  classesOf(image: number): number {
    return image < this.#held.length ? this.#held[image] : 0;
  }

  /** Adds a pair; true where it is new, undefined where it would pass the limit: it is then not added. */
  add(image: number, label: number): boolean | undefined {
    const isWide = label < this.#width * wordBits;
    if (!(isWide && image < this.#held.length) && !this.#grow(image, label)) return undefined;
    const at = image * this.#width + (label >>> 5);
    const bit = 1 << (label & 31);
    if ((this.#words[at] & bit) !== 0) return false;
    this.#words[at] |= bit;
    this.#held[image] += 1;
    return true;
  }

  /** Every pair, image by image. */
  *pairs(): Generator<readonly [image: number, label: number]> {
    for (let image = 0; image < this.#held.length; image += 1) {
      for (let word = 0; word < this.#width; word += 1) {
        const bits = this.#words[image * this.#width + word];
        for (let bit = 0; bits >>> bit !== 0 && bit < wordBits; bit += 1) {
          if (((bits >>> bit) & 1) === 1) yield [image, word * wordBits + bit];
        }
      }
    }
  }

  #grow(image: number, label: number): boolean {
    const { held, words } = this.tables;
    const width = Math.max(this.#width, 2 ** Math.ceil(Math.log2((label >>> 5) + 1)));
    const before = this.#held.length;
    const room = Math.max(before, image < before ? 0 : image * 2);
    if (room * (width + 1) * 4 > this.limitBytes) return false;
    if (room > held.most || room * width > words.most) return false;
    this.#words = words.resized(room * width);
    this.#held = held.resized(room);
    if (width > this.#width) this.#widen(before, width);
    return true;
  }

  /** Moves the words of each image apart, the last image first, so that none is overwritten. */
  #widen(images: number, width: number): void {
    const words = this.#words;
    const before = this.#width;
    for (let image = images - 1; image >= 0; image -= 1) {
      const from = image * before;
      words.copyWithin(image * width, from, from + before);
      words.fill(0, image * width + before, (image + 1) * width);
    }
    this.#width = width;
  }
}
