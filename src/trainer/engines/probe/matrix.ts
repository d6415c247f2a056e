// The SIMD kernels of assembly/matrix.ts with a memory to lay arrays out in.
// Must not know what the matrices mean.

import { matrixModule } from './matrixModule';

const pageBytes = 65_536;
/** The kernels keep a few constants below this. */
const firstByte = 1024;

interface Kernels {
  product(a: number, b: number, out: number, rows: number, inner: number, columns: number): void;
  transposedProduct(a: number, b: number, out: number, rows: number, m: number, n: number): void;
  standardise(x: number, mean: number, factor: number, rows: number, columns: number): void;
  patches(...args: readonly [number, number, number, number, number, number, number]): void;
  rectifiedMean(x: number, threshold: number, out: number, rows: number, columns: number): void;
}

/** The next multiple of 4, which is how wide the kernels want rows. */
export function padded(columns: number): number {
  return (columns + 3) & ~3;
}

/** Arrays in one memory that only grows; views are taken anew, for a growing memory detaches the old ones. */
export class Matrices {
  readonly kernels: Kernels;
  readonly #memory: WebAssembly.Memory;
  #next = firstByte;

  constructor() {
    this.#memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
    const module = new WebAssembly.Module(Buffer.from(matrixModule, 'base64'));
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.kernels = instance.exports as unknown as Kernels;
  }

  /**
   * Room for so many bytes, zeroed, at a multiple of 16.
   * @throws RangeError where the memory cannot grow that far.
   */
  allocate(bytes: number): number {
    const at = this.#next;
    const end = at + Math.ceil(bytes / 16) * 16;
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    this.#next = end;
    this.bytes(at, bytes).fill(0);
    return at;
  }

  /** Where the next allocation goes; {@link release} takes it to give back all that came after, 0 for everything. */
  get mark(): number {
    return this.#next;
  }

  release(mark: number): void {
    this.#next = Math.max(mark, firstByte);
  }

  floats(at: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, at, length);
  }

  bytes(at: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, at, length);
  }
}
