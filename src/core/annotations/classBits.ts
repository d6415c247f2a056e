// Which classes each image holds, one bit a pair: one look at one place in memory, where a chain takes several.
// Must not know formats nor how ids are written.

import type { CountingTable } from '../kernels';
import { PlainTable } from './plainTable';

const wordBits = 32;
const firstRoom = 1024;

/** Widths up to this hold the classes of datasets in which an image holds many of few; wider ones those of few of many. */
const manyOfFew = 16;
/** What wide tables may take of the limit: chains of few classes an image take less than they. */
const wideShare = 1 / 3;

/** Where the bits are kept: so many words for each image. */
export interface BitTables {
  readonly words: CountingTable;
}

const plainTables = (limitBytes: number): BitTables => ({
  // Whatever the limit, there is room for the first images.
  words: new PlainTable(Math.max(firstRoom, Math.floor(limitBytes / 4))),
});

/**
 * At least so many words, with half as many more at most: each step moves all that there is, and what is not used is memory
 * all the same.
 */
function widthFor(words: number): number {
  const step = Math.max(1, 2 ** (Math.floor(Math.log2(words)) - 1));
  return Math.ceil(words / step) * step;
}

export class ClassBits {
  /** Words of one image. */
  #width = 1;
  /** Images that there is room for. */
  #room = firstRoom;
  #words: Int32Array;

  /** Who else counts in the tables must keep to {@link width} and to their lengths. */
  constructor(
    private readonly limitBytes: number,
    private readonly tables: BitTables = plainTables(limitBytes),
  ) {
    this.#words = tables.words.resized(firstRoom);
  }

  get width(): number {
    return this.#width;
  }

  /** Images that hold at least one class. */
  get images(): number {
    let images = 0;
    for (let image = 0; image < this.#room; image += 1) images += Number(this.has(image));
    return images;
  }

  has(image: number): boolean {
    if (image >= this.#room) return false;
    const from = image * this.#width;
    for (let at = from; at < from + this.#width; at += 1) if (this.#words[at] !== 0) return true;
    return false;
  }

  /** Number of classes of the image. */
  classesOf(image: number): number {
    if (image >= this.#room) return 0;
    let classes = 0;
    const from = image * this.#width;
    for (let at = from; at < from + this.#width; at += 1) {
      for (let bits = this.#words[at]; bits !== 0; bits &= bits - 1) classes += 1;
    }
    return classes;
  }

  /** Adds a pair; true where it is new, undefined where it would pass the limit: it is then not added. */
  add(image: number, label: number): boolean | undefined {
    const isWide = label < this.#width * wordBits;
    if (!(isWide && image < this.#room) && !this.#grow(image, label)) return undefined;
    const at = image * this.#width + (label >>> 5);
    const bit = 1 << (label & 31);
    if ((this.#words[at] & bit) !== 0) return false;
    this.#words[at] |= bit;
    return true;
  }

  /** Every pair, image by image. */
  *pairs(): Generator<readonly [image: number, label: number]> {
    for (let image = 0; image < this.#room; image += 1) {
      for (let word = 0; word < this.#width; word += 1) {
        const bits = this.#words[image * this.#width + word];
        for (let bit = 0; bits >>> bit !== 0 && bit < wordBits; bit += 1) {
          if (((bits >>> bit) & 1) === 1) yield [image, word * wordBits + bit];
        }
      }
    }
  }

  #grow(image: number, label: number): boolean {
    const { words } = this.tables;
    const width = Math.max(this.#width, widthFor((label >>> 5) + 1));
    const share = width > manyOfFew ? wideShare : 1;
    const most = Math.floor(Math.min((this.limitBytes * share) / 4, words.most) / width);
    const before = this.#room;
    if (Math.max(before, image + 1) > most) return false;
    this.#room = image < before ? before : Math.min(most, image * 2);
    this.#words = words.resized(this.#room * width);
    if (width > this.#width) this.#widen(before, width);
    return true;
  }

  /**
   * Moves the words of each image apart, the last first, so that none is overwritten. Only those with a bit are: memory
   * that nobody has written to yet takes no room.
   */
  #widen(images: number, width: number): void {
    const words = this.#words;
    const before = this.#width;
    for (let from = images * before - 1; from >= 0; from -= 1) {
      const moved = words[from];
      if (moved === 0) continue;
      words[from] = 0;
      const image = Math.floor(from / before);
      words[from + image * (width - before)] = moved;
    }
    this.#width = width;
  }
}
