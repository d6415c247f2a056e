// How often each value occurs in an image: indexes and gray values up to 16 bits, or colours as 0xRRGGBB.
// Must not know what values mean.

import type { FilteredRows, PixelScanner } from '../kernels';
import type { PngHeader } from './png';

/** Different colours after which an image is a photograph rather than a mask. */
export const mostColours = 4096;

/** A histogram that is used again for the next image. */
export class PixelValues {
  readonly #small = new Float64Array(65_536);
  readonly #touched: number[] = [];
  #view: DataView = new DataView(new ArrayBuffer(0));
  readonly #colours = new Map<number, number>();
  #scanned: Uint32Array | undefined;
  /** False once an image had more than {@link mostColours} colours; they are incomplete then. */
  complete = true;

  /** `scanner`: counts whole images, where there is one. */
  constructor(private readonly scanner?: PixelScanner) {}

  /** Counts a whole image; false where its rows are to be added instead. */
  addImage(rows: FilteredRows): boolean {
    this.#scanned = this.scanner?.count(rows);
    return this.#scanned !== undefined;
  }

  add(row: Uint8Array, pixels: number, { depth, colour }: PngHeader): void {
    if (colour === 2 || colour === 6) this.#addColours(row, pixels, depth, colour === 6 ? 4 : 3);
    else if (depth === 8) this.#addBytes(row, pixels, colour === 4 ? 2 : 1);
    else if (depth === 16) this.#addWide(row, pixels, colour === 4 ? 4 : 2);
    else this.#addBits(row, pixels, depth);
  }

  #count(value: number): void {
    if (this.#small[value] === 0) this.#touched.push(value);
    this.#small[value] += 1;
  }

  #addBytes(row: Uint8Array, pixels: number, step: number): void {
    if (step === 1) this.#addRuns(row, pixels);
    else for (let at = 0; at < pixels; at += 1) this.#count(row[at * step]);
  }

  /** A mask is mostly runs of one value: four bytes are compared at once, and a run is added at its end. */
  #addRuns(row: Uint8Array, pixels: number): void {
    const { buffer, byteOffset } = row;
    if (this.#view.buffer !== buffer) this.#view = new DataView(buffer);
    const view = this.#view;
    for (let at = 0; at < pixels;) {
      const value = row[at];
      const four = Math.imul(value, 0x01010101);
      let end = at + 1;
      while (end + 4 <= pixels && view.getInt32(byteOffset + end, true) === four) end += 4;
      while (end < pixels && row[end] === value) end += 1;
      if (this.#small[value] === 0) this.#touched.push(value);
      this.#small[value] += end - at;
      at = end;
    }
  }

  #addWide(row: Uint8Array, pixels: number, step: number): void {
    for (let at = 0; at < pixels; at += 1) this.#count((row[at * step] << 8) | row[at * step + 1]);
  }

  #addBits(row: Uint8Array, pixels: number, depth: number): void {
    const mask = (1 << depth) - 1;
    for (let at = 0; at < pixels; at += 1) {
      const bit = at * depth;
      this.#count((row[bit >> 3] >> (8 - depth - (bit & 7))) & mask);
    }
  }

  #addColours(row: Uint8Array, pixels: number, depth: number, samples: number): void {
    const wide = depth === 16 ? 2 : 1;
    // Of 16 bits the lower eight: SYNTHIA has class numbers there, and stretched colours have the same in both.
    const lower = wide - 1;
    for (let at = 0; at < pixels; at += 1) {
      const first = at * samples * wide + lower;
      const colour = (row[first] << 16) | (row[first + wide] << 8) | row[first + 2 * wide];
      const known = this.#colours.get(colour);
      if (known === undefined && this.#colours.size >= mostColours) this.complete = false;
      else this.#colours.set(colour, (known ?? 0) + 1);
    }
  }

  /** Hands over what was counted, and begins anew. */
  *take(): Generator<readonly [value: number, pixels: number]> {
    for (const value of this.#touched) {
      yield [value, this.#small[value]];
      this.#small[value] = 0;
    }
    yield* this.#colours;
    const scanned = this.#scanned ?? [];
    for (let at = 0; at < scanned.length; at += 2) yield [scanned[at], scanned[at + 1]];
    this.#scanned = undefined;
    this.#touched.length = 0;
    this.#colours.clear();
  }
}
