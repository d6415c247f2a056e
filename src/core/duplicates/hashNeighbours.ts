// Which hashes lie within a Hamming distance of each other, by multi-index hashing: far from all pairs.
// Must not know what was hashed, nor what is made of neighbours.

import { hammingDistance } from './perceptualHash';

/** Hashes as two columns of 32 bits, aligned. */
export interface HashColumns {
  readonly high: Uint32Array<ArrayBuffer>;
  readonly low: Uint32Array<ArrayBuffer>;
}

/** Tells each hash before the one at `at` that is near it, once, and how many bits differ. */
export type Neighbours = (at: number, tell: (other: number, bits: number) => void) => void;

/** A hash is cut into so many words of 16 bits. */
const words = 4;
const buckets = 1 << 16;

/** Every earlier hash is looked at: right where hashes are few, or to test what is quicker. */
export function neighboursByScan({ high, low }: HashColumns, distance: number): Neighbours {
  return (at, tell) => {
    for (let other = 0; other < at; other++) {
      const bits = hammingDistance(high[at], low[at], high[other], low[other]);
      if (bits <= distance) tell(other, bits);
    }
  };
}

/**
 * If two hashes differ in at most d bits, one of their four 16-bit words differs in at most d / 4: only those are
 * looked up.
 * Source: Norouzi, Punjani, Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012.
 */
export function neighboursByIndex({ high, low }: HashColumns, distance: number): Neighbours {
  const masks = masksWithin(Math.floor(distance / words));
  const isMask = new Uint8Array(buckets);
  for (const mask of masks) isMask[mask] = 1;
  const wordOf = (at: number, word: number): number =>
    ((word < 2 ? high[at] : low[at]) >>> (16 * (word % 2))) & 0xffff;
  const tables = Array.from({ length: words }, (_, word) =>
    bucketed(high.length, (at) => wordOf(at, word)),
  );
  /** Two hashes may be near in several words: the first of them tells. */
  const wasTold = (a: number, b: number, word: number): boolean => {
    for (let earlier = 0; earlier < word; earlier++) {
      if (isMask[wordOf(a, earlier) ^ wordOf(b, earlier)] === 1) return true;
    }
    return false;
  };
  return (at, tell) => {
    tables.forEach(({ starts, members }, word) => {
      const own = wordOf(at, word);
      for (const mask of masks) {
        const bucket = own ^ mask;
        for (let place = starts[bucket]; place < starts[bucket + 1]; place++) {
          const other = members[place];
          if (other >= at) break;
          const bits = hammingDistance(high[at], low[at], high[other], low[other]);
          if (bits <= distance && !wasTold(at, other, word)) tell(other, bits);
        }
      }
    });
  };
}

/** Indexes sorted by their word, ascending within a word: a counting sort. */
function bucketed(
  size: number,
  wordOf: (at: number) => number,
): { starts: Uint32Array; members: Uint32Array } {
  const starts = new Uint32Array(buckets + 1);
  for (let at = 0; at < size; at++) starts[wordOf(at) + 1] += 1;
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] += starts[bucket];
  const next = starts.slice();
  const members = new Uint32Array(size);
  for (let at = 0; at < size; at++) members[next[wordOf(at)]++] = at;
  return { starts, members };
}

/** Every pattern of 16 bits with at most `radius` of them set. */
function masksWithin(radius: number): readonly number[] {
  let last = [0];
  const all = [0];
  for (let set = 1; set <= radius; set++) {
    last = last.flatMap((mask) => {
      const from = mask === 0 ? 0 : 32 - Math.clz32(mask);
      return Array.from({ length: 16 - from }, (_, at) => mask | (1 << (from + at)));
    });
    all.push(...last);
  }
  return all;
}
