// Which classes each image holds, as one chain of classes an image: small where images hold few of many classes.
// Must not know formats nor how ids are written.

/** Pairs of image and class that a block holds. */
const blockSize = 1 << 16;

/**
 * A set of (image, class) pairs over dense indexes, kept as one chain of classes an image: 6 bytes a pair, 4 an image.
 * Beyond `limitBytes` the pairs are given up, and only which images hold anything is still known.
 */
export class ClassChains {
  /** First pair of each image, counting from 1; 0 = none. */
  #heads = new Int32Array(1024);
  readonly #next: Int32Array[] = [];
  readonly #classes: Uint16Array[] = [];
  #pairs = 0;
  #images = 0;
  #complete = true;

  constructor(private readonly limitBytes: number) {}

  /** False once the pairs were given up. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Images that hold at least one class. */
  get images(): number {
    return this.#images;
  }

  /** True where the image holds any class. */
  has(image: number): boolean {
    return image < this.#heads.length && this.#heads[image] !== 0;
  }

  /** Number of classes of the image; 0 or 1 only once the pairs were given up. */
  classesOf(image: number): number {
    let classes = 0;
    for (let pair = this.#head(image); pair > 0; pair = this.#nextOf(pair)) classes += 1;
    return classes;
  }

  /** Adds a pair; true where it is new and the pairs are still known. */
  add(image: number, label: number): boolean {
    const head = this.#head(image);
    if (head === 0) this.#images += 1;
    for (let pair = this.#complete ? head : 0; pair > 0; pair = this.#nextOf(pair)) {
      if (this.#classes[(pair - 1) >>> 16][(pair - 1) & (blockSize - 1)] === label) return false;
    }
    if (image >= this.#heads.length) this.#growHeads(image);
    if (this.#complete && (label > 0xffff || this.#isFull())) this.#giveUp();
    if (!this.#complete) {
      this.#heads[image] = -1;
      return false;
    }
    this.#append(image, head, label);
    return true;
  }

  #head(image: number): number {
    return image < this.#heads.length ? this.#heads[image] : 0;
  }

  #nextOf(pair: number): number {
    return this.#next[(pair - 1) >>> 16][(pair - 1) & (blockSize - 1)];
  }

  #append(image: number, head: number, label: number): void {
    const at = this.#pairs & (blockSize - 1);
    if (at === 0) {
      this.#next.push(new Int32Array(blockSize));
      this.#classes.push(new Uint16Array(blockSize));
    }
    const block = this.#next.length - 1;
    this.#next[block][at] = head;
    this.#classes[block][at] = label;
    this.#pairs += 1;
    this.#heads[image] = this.#pairs;
  }

  #isFull(): boolean {
    const needsBlock = (this.#pairs & (blockSize - 1)) === 0;
    const bytes = this.#heads.byteLength + (this.#next.length + 1) * blockSize * 6;
    return needsBlock && this.#pairs > 0 && bytes > this.limitBytes;
  }

  #giveUp(): void {
    this.#complete = false;
    this.#next.length = 0;
    this.#classes.length = 0;
    for (let image = 0; image < this.#heads.length; image += 1) {
      if (this.#heads[image] > 0) this.#heads[image] = -1;
    }
  }

  #growHeads(image: number): void {
    const heads = new Int32Array(Math.max(image + 1, this.#heads.length * 2));
    heads.set(this.#heads);
    this.#heads = heads;
  }
}
