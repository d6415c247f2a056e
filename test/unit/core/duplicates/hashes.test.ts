// Perceptual hashes: what a changed picture does to one, and how many bits differ.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hammingDistance,
  hashedSide,
  perceptualHash,
} from '../../../../src/core/duplicates/perceptualHash';

const pictures = fc.array(fc.integer({ min: 0, max: 255 }), {
  minLength: hashedSide ** 2,
  maxLength: hashedSide ** 2,
});

function between(a: readonly number[], b: readonly number[]): number {
  const [one, two] = [perceptualHash(a), perceptualHash(b)];
  return hammingDistance(one.high, one.low, two.high, two.low);
}

/** A picture with shapes in it, unlike noise. */
function scene(seed: number): number[] {
  const turn = (k: number): number => Math.sin(seed * 12.9898 + k * 78.233);
  return Array.from({ length: hashedSide ** 2 }, (_, at) => {
    const [x, y] = [at % hashedSide, Math.floor(at / hashedSide)];
    const waves = [1, 2, 3, 4, 5, 6].map((k) =>
      Math.cos((x * (1 + 3 * turn(k)) + y * (1 + 3 * turn(-k))) / 6 + 6 * turn(10 * k)),
    );
    return Math.round(128 + 18 * waves.reduce((sum, wave) => sum + wave, 0));
  });
}

describe('a perceptual hash', () => {
  test('changes little when brightness and contrast do', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const picture = scene(seed);
      const changed = picture.map((value) => Math.round(value * 0.8 + 20));
      expect(between(picture, changed)).toBeLessThanOrEqual(4);
    }
  });

  test('tells different scenes apart', () => {
    const hashes = Array.from({ length: 40 }, (_, seed) => scene(seed + 1));
    for (let a = 1; a < hashes.length; a++)
      expect(between(hashes[a], hashes[a - 1])).toBeGreaterThan(8);
  });

  test('is the same for all flat pictures', () => {
    const flat = (value: number): number[] => new Array<number>(hashedSide ** 2).fill(value);
    expect(between(flat(0), flat(255))).toBeLessThanOrEqual(1);
  });

  test('of the same picture is the same, and has half of its bits set', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        expect(between(picture, [...picture])).toBe(0);
        const { high, low } = perceptualHash(picture);
        const bits = hammingDistance(high, low, 0, 0);
        expect(bits).toBeGreaterThanOrEqual(0);
        expect(bits).toBeLessThanOrEqual(32);
      }),
      { numRuns: 50 },
    );
  });

  test('refuses a picture of another size', () => {
    expect(() => perceptualHash([1, 2, 3])).toThrow(RangeError);
  });
});

describe('Hamming distance', () => {
  test('counts the bits that differ', () => {
    const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(word, word, (a, b) => {
        const parts = (value: bigint): [number, number] => [
          Number(value >> 32n),
          Number(value & 0xffffffffn),
        ];
        const expected = (a ^ b).toString(2).replaceAll('0', '').length;
        expect(hammingDistance(...parts(a), ...parts(b))).toBe(expected);
      }),
    );
  });
});
