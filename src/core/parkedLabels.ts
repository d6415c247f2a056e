// Labels of many samples at once, for files whose samples are whole only at their end: 16 bytes a label.
// Must not know formats.

/** Chains of labels by a dense key, in the order in which they were added. */
export class ParkedLabels {
  /** First and last link of a key, counting from 1; 0 = none. */
  #heads = new Int32Array(1024);
  #tails = new Int32Array(1024);
  #next = new Int32Array(1024);
  #labels = new Int32Array(1024);
  #times = new Float64Array(1024);
  #size = 0;
  /** Keys that hold labels. */
  #open = 0;

  add(key: number, label: number, times: number): void {
    this.#reserve(key);
    const link = ++this.#size;
    this.#labels[link] = label;
    this.#times[link] = times;
    const last = this.#tails[key];
    this.#next[link] = 0;
    if (last !== 0) this.#next[last] = link;
    else {
      this.#heads[key] = link;
      this.#open += 1;
    }
    this.#tails[key] = link;
  }

  /** Gives the labels of a key and forgets them: the next file counts its samples from 0 again. */
  take(key: number, call: (label: number, times: number) => void): void {
    if (key >= this.#heads.length || this.#heads[key] === 0) return;
    for (let link = this.#heads[key]; link > 0; link = this.#next[link]) {
      call(this.#labels[link], this.#times[link]);
    }
    this.#heads[key] = 0;
    this.#tails[key] = 0;
    this.#open -= 1;
    // Links that nobody holds are there for the next samples.
    if (this.#open === 0) this.#size = 0;
  }

  #reserve(key: number): void {
    if (key >= this.#heads.length) {
      const length = Math.max(key + 1, this.#heads.length * 2);
      this.#heads = grown(this.#heads, new Int32Array(length));
      this.#tails = grown(this.#tails, new Int32Array(length));
    }
    if (this.#size + 1 < this.#next.length) return;
    const length = this.#next.length * 2;
    this.#next = grown(this.#next, new Int32Array(length));
    this.#labels = grown(this.#labels, new Int32Array(length));
    this.#times = grown(this.#times, new Float64Array(length));
  }
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
