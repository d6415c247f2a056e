// Clusters of hashes: how far apart members may be, whatever the order they come in; the index against all pairs.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterCounts, sizesOf } from '../../../../src/core/duplicates/clusterCounts';
import { clusterHashes, mostDistance } from '../../../../src/core/duplicates/hashClusters';
import {
  type HashColumns,
  type Neighbours,
  neighboursByIndex,
  neighboursByScan,
} from '../../../../src/core/duplicates/hashNeighbours';
import { hammingDistance } from '../../../../src/core/duplicates/perceptualHash';

type Hash = readonly [high: number, low: number];

const word = fc.integer({ min: 0, max: 0xffffffff });
const distances = fc.integer({ min: 0, max: mostDistance });

/** Hashes around a few centres, up to 12 bits from them, so that clusters touch; few and many, for both searches. */
const hashes = fc
  .tuple(
    fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 12 }),
    fc.oneof(turns(1, 80), turns(600, 900)),
  )
  .map(([centres, all]) => all.map(([at, bits]) => turned(centres[at % centres.length], bits)));

function turns(minLength: number, maxLength: number): fc.Arbitrary<[number, number[]][]> {
  return fc.array(fc.tuple(fc.nat(59), fc.array(fc.nat(63), { maxLength: 12 })), {
    minLength,
    maxLength,
  });
}

function turned([high, low]: Hash, bits: readonly number[]): Hash {
  let [h, l] = [high, low];
  for (const bit of bits) {
    if (bit < 32) h = (h ^ (1 << bit)) >>> 0;
    else l = (l ^ (1 << (bit - 32))) >>> 0;
  }
  return [h, l];
}

function columns(all: readonly Hash[]): HashColumns {
  return {
    high: Uint32Array.from(all, ([high]) => high),
    low: Uint32Array.from(all, ([, low]) => low),
  };
}

/** Members of each cluster, as lists of hashes. */
function groups(all: readonly Hash[], distance: number): Hash[][] {
  const found: Hash[][] = [];
  clusterHashes(columns(all), distance).forEach((cluster, at) => {
    (found[cluster] ??= []).push(all[at]);
  });
  return found;
}

function apart(one: readonly Hash[], other: readonly Hash[]): number {
  const all = one.flatMap((a) => other.map((b) => hammingDistance(...a, ...b)));
  return all.reduce((most, bits) => Math.max(most, bits), 0);
}

// Shrinking hundreds of hashes takes minutes and tells nothing more.
const settings = { numRuns: 15, endOnFailure: true };

describe('clusters of hashes', () => {
  test('have no two members farther apart than the distance, and no two of them could be one', () => {
    fc.assert(
      fc.property(hashes, distances, (all, distance) => {
        const found = groups(all, distance);
        found.forEach((members, at) => {
          expect(apart(members, members)).toBeLessThanOrEqual(distance);
          for (const other of found.slice(0, at)) {
            if (apart(members.slice(0, 1), other.slice(0, 1)) > distance) continue;
            expect(apart(members, other)).toBeGreaterThan(distance);
          }
        });
      }),
      settings,
    );
  });

  test('are the same whatever the order of the hashes, and numbered by first member', () => {
    const shuffled = hashes.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, distances, ([all, order], distance) => {
        const given = clusterHashes(columns(all), distance);
        const other = clusterHashes(columns(order.map((at) => all[at])), distance);
        const names = new Map<number, number>();
        const expected = order.map((at) => {
          const name = names.get(given[at]) ?? names.size;
          names.set(given[at], name);
          return name;
        });
        expect([...other]).toEqual(expected);
      }),
      settings,
    );
  });

  test('do not join the two ends of a chain of small steps', () => {
    const chain = Array.from({ length: 33 }, (_, bits): Hash => [2 ** bits - 1, 0]);
    const found = groups(chain, 4);
    expect(found.map((members) => members.length)).toEqual([5, 5, 5, 5, 5, 5, 3]);
  });

  test('gather about what occurs most often, and join the nearest', () => {
    const often: Hash = [0b1111, 0];
    const between: Hash = [0b11, 0];
    expect(groups([[0, 0], between, often, often], 2)).toEqual([[[0, 0]], [between, often, often]]);
    const nearest: Hash = [0b11, 0];
    expect(groups([[0, 0], [0, 0], [0b11111, 0], [0b11111, 0], nearest], 4)).toEqual([
      [[0, 0], [0, 0], nearest],
      [
        [0b11111, 0],
        [0b11111, 0],
      ],
    ]);
  });

  test('show the estimators as many prototypes as pictures were drawn from, jitter or not', () => {
    const centres = Array.from({ length: 40 }, (_, at): Hash => [
      Math.imul(at + 1, 0x9e3779b1) >>> 0,
      Math.imul(at + 1, 0x85ebca6b) >>> 0,
    ]);
    const drawn = centres.flatMap((centre, at) => [
      centre,
      ...Array.from({ length: at % 4 }, (_, copy) => turned(centre, [(7 * at + copy) % 64])),
    ]);
    const { samples, clusters } = clusterCounts(sizesOf(clusterHashes(columns(drawn), 4)));
    expect([samples, clusters]).toEqual([100, 40]);
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

describe('the index of hashes', () => {
  test('tells the neighbours that comparing all pairs finds, each once', () => {
    const told = (neighbours: Neighbours, size: number): string[] =>
      Array.from({ length: size }, (_, at) => {
        const found: string[] = [];
        neighbours(at, (other, bits) => found.push(`${at}-${other}: ${bits}`));
        return found.sort();
      }).flat();
    fc.assert(
      fc.property(hashes, distances, (all, distance) => {
        const given = columns(all);
        expect(told(neighboursByIndex(given, distance), all.length)).toEqual(
          told(neighboursByScan(given, distance), all.length),
        );
      }),
      settings,
    );
  });
});
