// What decoders in WebAssembly and plain JavaScript hand over: RGBA pixels, and browsers' ImageData.
// Must not know any one decoder.

import type { RgbImage } from './image';

export interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Alpha is dropped, as image loaders of training code do. */
export function fromRgba({ width, height, data }: Rgba): RgbImage {
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    pixels[to] = data[from];
    pixels[to + 1] = data[from + 1];
    pixels[to + 2] = data[from + 2];
  }
  return { width, height, pixels };
}

/** The decoders answer with ImageData, which Node does not have. */
export function provideImageData(): void {
  if ('ImageData' in globalThis) return;
  const plain = class {
    constructor(
      readonly data: Uint8ClampedArray,
      readonly width: number,
      readonly height: number,
    ) {}
  };
  Object.assign(globalThis, { ImageData: plain });
}

/** A buffer that holds these bytes and nothing else. */
export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
