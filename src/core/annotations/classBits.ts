// Which classes each image holds, one bit a pair: one look at one place in memory, where a chain takes several.
// Must not know formats nor how ids are written.

const wordBits = 32;

export class ClassBits {
  /** Words of one image. */
  #width = 1;
  #words = new Int32Array(1024);
  /** Classes of each image. */
  #held = new Uint32Array(1024);
  #images = 0;
  /** One behind the largest image. */
  #size = 0;

  constructor(private readonly limitBytes: number) {}

  /** Images that hold at least one class. */
  get images(): number {
    return this.#images;
  }

  /** Number of classes of the image. */
  classesOf(image: number): number {
    return image < this.#size ? this.#held[image] : 0;
  }

  /** Adds a pair; true where it is new, undefined where it would pass the limit: it is then not added. */
  add(image: number, label: number): boolean | undefined {
    const isWide = label < this.#width * wordBits;
    if (!(isWide && image < this.#held.length) && !this.#grow(image, label)) return undefined;
    const at = image * this.#width + (label >>> 5);
    const bit = 1 << (label & 31);
    if ((this.#words[at] & bit) !== 0) return false;
    this.#words[at] |= bit;
    if (this.#held[image] === 0) this.#images += 1;
    if (image >= this.#size) this.#size = image + 1;
    this.#held[image] += 1;
    return true;
  }

  /** Every pair, image by image. */
  *pairs(): Generator<readonly [image: number, label: number]> {
    for (let image = 0; image < this.#size; image += 1) {
      for (let word = 0; word < this.#width; word += 1) {
        const bits = this.#words[image * this.#width + word];
        for (let bit = 0; bits >>> bit !== 0 && bit < wordBits; bit += 1) {
          if (((bits >>> bit) & 1) === 1) yield [image, word * wordBits + bit];
        }
      }
    }
  }

  #grow(image: number, label: number): boolean {
    const width = Math.max(this.#width, 2 ** Math.ceil(Math.log2((label >>> 5) + 1)));
    const room = Math.max(this.#held.length, image < this.#held.length ? 0 : image * 2);
    if (room * (width + 1) * 4 > this.limitBytes) return false;
    const words = new Int32Array(room * width);
    for (let at = 0; at < this.#size; at += 1) {
      const from = at * this.#width;
      words.set(this.#words.subarray(from, from + this.#width), at * width);
    }
    const held = new Uint32Array(room);
    held.set(this.#held.subarray(0, this.#size));
    this.#words = words;
    this.#held = held;
    this.#width = width;
    return true;
  }
}
