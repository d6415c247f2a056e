// An image's rows in a kernel's memory, some at a time: unfiltered there, their values counted.
// Must not know what a value means, nor how an image is packed.

import type { FilteredRows, PixelScanner } from '../core/kernels';
import type { KernelInstance } from './instance';

/** Bytes of rows at a time, which stay in the processor's cache between the copy and the count. */
const bandSize = 1 << 18;

export class KernelPixels implements PixelScanner {
  constructor(
    private readonly instance: KernelInstance,
    private readonly done: () => void,
  ) {}

  count({ bytes: rows, length, pixels, depth, samples }: FilteredRows): Uint32Array | undefined {
    const { kernel, bytes } = this.instance;
    const full = length + 1;
    if (full > kernel.PAGE_SIZE.value) return undefined;
    const wide = depth === 16 ? 2 : 1;
    kernel.startPixels(samples < 3 ? depth : 0, samples * wide, wide);
    const [band, above] = [kernel.PAGE.value, kernel.PACKED.value];
    bytes.fill(0, above, above + length);
    const step = Math.max(1, Math.floor(bandSize / full)) * full;
    for (let at = 0; at < rows.length; at += step) {
      const part = rows.subarray(at, at + step);
      bytes.set(part, band);
      const end = band + part.length;
      if (kernel.countRows(band, part.length / full, length, pixels, above) === 0) return undefined;
      bytes.copyWithin(above, end - length, end);
    }
    return new Uint32Array(bytes.buffer, kernel.PIXEL_PAIRS.value, kernel.endPixels() * 2);
  }

  close(): void {
    this.done();
  }
}
