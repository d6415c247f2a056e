// Which classes each image holds: exact, compact, bounded; for formats whose annotations come in any order.
// Must not know formats nor how ids are written.

import { type BitTables, ClassBits } from './classBits';
import { ClassChains } from './classChains';

/** What chains may take of the limit: where bits are shared, their memory stays when chains take over. */
const chainShare = 2 / 3;

/**
 * A set of (image, class) pairs over dense indexes: bits while these take less than `limitBytes`, else chains.
 * Beyond two thirds of it these are given up, and only which images hold anything is still known.
 */
export class ImageClasses {
  #bits: ClassBits | undefined;
  #chains: ClassChains | undefined;

  /** `tables`: where the bits are kept, and somebody else counts too. */
  constructor(
    private readonly limitBytes: number,
    tables?: BitTables,
  ) {
    this.#bits = new ClassBits(limitBytes, tables);
  }

  /** Words an image in the tables of bits; 0 once the pairs are elsewhere. */
  get width(): number {
    return this.#bits?.width ?? 0;
  }

  /** False once the pairs were given up. */
  get complete(): boolean {
    return this.#chains?.complete ?? true;
  }

  /** Images that hold at least one class. */
  get images(): number {
    return this.#bits?.images ?? this.#chains?.images ?? 0;
  }

  /** True where the image holds any class. */
  has(image: number): boolean {
    return this.#bits?.has(image) ?? this.#chains?.has(image) ?? false;
  }

  /** Number of classes of the image; 0 or 1 only once the pairs were given up. */
  classesOf(image: number): number {
    return this.#bits?.classesOf(image) ?? this.#chains?.classesOf(image) ?? 0;
  }

  /** Adds a pair; true where it is new and the pairs are still known. */
  add(image: number, label: number): boolean {
    return this.#bits?.add(image, label) ?? this.#toChains().add(image, label);
  }

  #toChains(): ClassChains {
    if (this.#chains !== undefined) return this.#chains;
    const chains = new ClassChains(this.limitBytes * chainShare);
    for (const [image, label] of this.#bits?.pairs() ?? []) chains.add(image, label);
    this.#bits = undefined;
    this.#chains = chains;
    return chains;
  }
}
