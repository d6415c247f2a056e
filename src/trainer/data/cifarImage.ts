// One CIFAR image: three planes of 32 x 32 bytes, red, green, blue.
// Must not know what they stand in.

const side = 32;
const plane = side * side;

export const cifarShape = [side, side, 3] as const;
export const cifarImageBytes = 3 * plane;

/** Row-major red, green, blue. @param start where the planes begin. */
export function cifarImage(bytes: Uint8Array, start: number): Uint8Array {
  const rgb = new Uint8Array(cifarImageBytes);
  for (let at = 0; at < plane; at++) {
    for (let c = 0; c < 3; c++) rgb[at * 3 + c] = bytes[start + c * plane + at];
  }
  return rgb;
}
