// A 64-bit perceptual hash of a small grey picture: the signs of its lowest frequencies.
// Must not know files or decoders.

/** Pixels a side of the picture that is hashed. */
export const hashedSide = 32;

/** Frequencies a side that are kept; 8 x 8 bits make the hash. */
const kept = 8;

/** A hash as two whole numbers of 32 bits, unsigned. */
export interface PerceptualHash {
  readonly high: number;
  readonly low: number;
}

/** cos((2x + 1) u pi / 2n), frequency by frequency. */
const cosines = Float64Array.from({ length: kept * hashedSide }, (_, at) => {
  const [frequency, x] = [Math.floor(at / hashedSide), at % hashedSide];
  return Math.cos(((2 * x + 1) * frequency * Math.PI) / (2 * hashedSide));
});

/**
 * The hash that is widely called pHash: a discrete cosine transform of 32 x 32 grey values, its 8 x 8 lowest
 * frequencies, and one bit for each that lies above their median (the constant part left out of the median). Scaling,
 * mild compression and changes of brightness or contrast turn few bits.
 * @param grey {@link hashedSide} squared values, row by row.
 * @throws RangeError where there are not that many.
 * Source: Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.
 */
export function perceptualHash(grey: ArrayLike<number>): PerceptualHash {
  if (grey.length !== hashedSide ** 2) {
    throw new RangeError(`A hash is made of ${hashedSide ** 2} values, not of ${grey.length}.`);
  }
  const coefficients = lowest(grey);
  const sorted = coefficients.slice(1).sort();
  const median = sorted[sorted.length >> 1];
  let [high, low] = [0, 0];
  coefficients.forEach((value, at) => {
    if (value <= median) return;
    if (at < 32) high |= 1 << at;
    else low |= 1 << (at - 32);
  });
  return { high: high >>> 0, low: low >>> 0 };
}

/** The 8 x 8 lowest coefficients, row by row; rounded, so that flat pictures do not hash their rounding errors. */
function lowest(grey: ArrayLike<number>): Float64Array {
  const rows = new Float64Array(hashedSide * kept);
  for (let y = 0; y < hashedSide; y++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let x = 0; x < hashedSide; x++) {
        sum += grey[y * hashedSide + x] * cosines[u * hashedSide + x];
      }
      rows[y * kept + u] = sum;
    }
  }
  return Float64Array.from({ length: kept * kept }, (_, at) => {
    const [v, u] = [Math.floor(at / kept), at % kept];
    let sum = 0;
    for (let y = 0; y < hashedSide; y++) sum += rows[y * kept + u] * cosines[v * hashedSide + y];
    return Math.round(sum);
  });
}

/** Bits that differ, from 0 to 64. */
export function hammingDistance(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  return bitCount(aHigh ^ bHigh) + bitCount(aLow ^ bLow);
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
