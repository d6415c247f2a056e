// Which images hold which classes, where each row is a box and an image's rows may lie anywhere: exact within a bound.
// Must not know columns or files.

import { LabelTable } from '../bytes/labelTable';
import type { SplitTally } from '../tally';

export interface ImageBookLimits {
  readonly maxImages: number;
  readonly maxPathBytes: number;
  readonly maxPairs: number;
}

/** About 130 MiB at the very most; five million boxes of two million images fit. */
export const imageBookLimits: ImageBookLimits = {
  maxImages: 1 << 21,
  maxPathBytes: 1 << 26,
  maxPairs: 1 << 22,
};

/** The images of one split. */
export class ImageBook {
  readonly #images: LabelTable;
  readonly #pairs: PairSet;
  #labelled = new Uint8Array(1024);
  #perLabel = new Float64Array(64);
  #full = false;
  #image = -1;

  constructor(limits: ImageBookLimits = imageBookLimits) {
    this.#images = new LabelTable({ maxLabels: limits.maxImages, maxBytes: limits.maxPathBytes });
    this.#pairs = new PairSet(limits.maxPairs);
  }

  /** True once a bound was passed: images are no longer known. */
  get full(): boolean {
    return this.#full;
  }

  /** The next labels belong to the image whose name is `bytes[start, end)`. */
  open(bytes: Uint8Array, start: number, end: number): void {
    if (this.#full) return;
    this.#image = this.#images.indexOf(bytes, start, end);
    if (this.#image < 0) this.#full = true;
  }

  /** The open image holds this class. */
  hold(label: number): void {
    if (this.#full) return;
    const image = this.#image;
    if (image >= this.#labelled.length) this.#labelled = grownBytes(this.#labelled, image);
    this.#labelled[image] = 1;
    const added = this.#pairs.add(image * 4194304 + label);
    if (added === undefined) this.#full = true;
    else if (added) this.#count(label);
  }

  /** What the split counted since the last sample belongs to the open image. */
  park(split: SplitTally): void {
    if (!this.#full) split.recorder?.park(this.#image);
  }

  /** Adds samples, unlabelled samples and images per class to the split. `file`: where the images' rows stand. */
  close(split: SplitTally, file: string): void {
    const { size } = this.#images;
    split.samples += size;
    for (let image = 0; image < size; image++) {
      if (image >= this.#labelled.length || this.#labelled[image] === 0) split.unlabelled += 1;
      split.recorder?.endParked(image, file, undefined, this.#images.text(image));
    }
    this.#perLabel.forEach((images, label) => {
      if (images > 0) split.addImages(label, images);
    });
  }

  #count(label: number): void {
    if (label >= this.#perLabel.length) {
      const larger = new Float64Array(Math.max(label + 1, this.#perLabel.length * 2));
      larger.set(this.#perLabel);
      this.#perLabel = larger;
    }
    this.#perLabel[label] += 1;
  }
}

function grownBytes(bytes: Uint8Array, index: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(index + 1, bytes.length * 2));
  larger.set(bytes);
  return larger;
}

/** A set of non-negative safe integers in one typed array. */
class PairSet {
  #slots = new Float64Array(1024).fill(-1);
  #size = 0;

  constructor(private readonly limit: number) {}

  /** True where it was new, false where it was known, undefined where the limit is reached. */
  add(key: number): boolean | undefined {
    const slot = this.#slot(this.#slots, key);
    if (this.#slots[slot] === key) return false;
    if (this.#size >= this.limit) return undefined;
    this.#slots[slot] = key;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return true;
  }

  #slot(slots: Float64Array, key: number): number {
    const mask = slots.length - 1;
    const low = key % 4294967296;
    const hash = Math.imul(low ^ ((key - low) / 4294967296), 0x9e3779b1);
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== -1 && slots[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2).fill(-1);
    for (const key of this.#slots) if (key !== -1) larger[this.#slot(larger, key)] = key;
    this.#slots = larger;
  }
}
