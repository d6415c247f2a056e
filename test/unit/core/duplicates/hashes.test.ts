// Perceptual hashes and their clusters: what a changed picture does to a hash; the index against all pairs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterHashes, mostDistance } from '../../../../src/core/duplicates/hashClusters';
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

describe('clusters of hashes', () => {
  test('are those of all pairs, also by the index', () => {
    const centres = fc.array(fc.tuple(words(), words()), { minLength: 1, maxLength: 60 });
    const distances = fc.integer({ min: 0, max: mostDistance });
    const turned = fc.array(fc.tuple(fc.nat(59), fc.array(fc.nat(63), { maxLength: 12 })), {
      minLength: 600,
      maxLength: 900,
    });
    fc.assert(
      fc.property(centres, turned, distances, (given, turns, distance) => {
        const hashes = turns.map(([at, bits]) => {
          let [high, low] = given[at % given.length];
          for (const bit of bits) {
            if (bit < 32) high = (high ^ (1 << bit)) >>> 0;
            else low = (low ^ (1 << (bit - 32))) >>> 0;
          }
          return [high, low] as const;
        });
        const columns = {
          high: Uint32Array.from(hashes, ([high]) => high),
          low: Uint32Array.from(hashes, ([, low]) => low),
        };
        expect(Array.from(clusterHashes(columns, distance))).toEqual(byAllPairs(hashes, distance));
      }),
      // Shrinking hundreds of hashes takes minutes and tells nothing more.
      { numRuns: 25, endOnFailure: true },
    );
  });

  test('of nothing are none, and a distance out of range is refused', () => {
    const none = { high: new Uint32Array(), low: new Uint32Array() };
    expect(clusterHashes(none, 4).length).toBe(0);
    for (const bad of [-1, 0.5, mostDistance + 1, NaN]) {
      expect(() => clusterHashes(none, bad)).toThrow(RangeError);
    }
  });

  test('of many equal ones need no index', () => {
    const same = { high: new Uint32Array(300_000).fill(7), low: new Uint32Array(300_000).fill(9) };
    let looked = 0;
    const clusters = clusterHashes(same, 4, (done) => {
      looked = done;
    });
    expect(new Set(clusters).size).toBe(1);
    expect(looked).toBe(0);
  });
});

function words(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 0xffffffff });
}

/** The slow way: grow each cluster until nothing is near it. */
function byAllPairs(hashes: readonly (readonly [number, number])[], distance: number): number[] {
  const cluster = new Array<number>(hashes.length).fill(-1);
  let count = 0;
  for (let start = 0; start < hashes.length; start++) {
    if (cluster[start] >= 0) continue;
    const open = [start];
    cluster[start] = count;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (let other = 0; other < hashes.length; other++) {
        if (cluster[other] >= 0) continue;
        if (hammingDistance(...hashes[at], ...hashes[other]) > distance) continue;
        cluster[other] = count;
        open.push(other);
      }
    }
    count += 1;
  }
  return cluster;
}
