// Images as bytes, and resizing them.
// Must not know files or decoders.

/** A picture larger than this is refused before it is decoded. */
export const mostPixels = 64 * 2 ** 20;

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Row-major red, green, blue bytes. */
export interface RgbImage extends Size {
  readonly pixels: Uint8Array;
}

/**
 * A square of `size` pixels a side by the triangle filter, widened where the image shrinks so that nothing is skipped
 * (what Pillow calls bilinear); the same bytes where the size is right already. Sides may change by different factors.
 */
export function resized(image: RgbImage, size: number): RgbImage {
  const { width, height } = image;
  if (width === size && height === size) return image;
  const columns = taps(width, size);
  const rows = taps(height, size);
  const narrow = new Float32Array(size * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < size; x++) {
      const { first, weights } = columns[x];
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) {
          sum += weights[k] * image.pixels[(y * width + first + k) * 3 + c];
        }
        narrow[(y * size + x) * 3 + c] = sum;
      }
    }
  }
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    const { first, weights } = rows[y];
    for (let at = 0; at < size * 3; at++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++)
        sum += weights[k] * narrow[(first + k) * size * 3 + at];
      pixels[y * size * 3 + at] = Math.min(255, Math.max(0, Math.round(sum)));
    }
  }
  return { width: size, height: size, pixels };
}

interface Taps {
  readonly first: number;
  /** They sum to 1. */
  readonly weights: Float64Array;
}

/** Which pixels of a side of `from` make each pixel of a side of `to`. */
function taps(from: number, to: number): Taps[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, at) => {
    const centre = (at + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(from, Math.floor(centre + reach + 0.5));
    const raw = Float64Array.from({ length: end - first }, (__, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}
