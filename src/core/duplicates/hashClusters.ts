// Clusters of hashes that lie within a Hamming distance of each other, by multi-index hashing: far from all pairs.
// Must not know what was hashed.

import { hammingDistance } from './perceptualHash';

/** A hash is cut into so many words of 16 bits. */
const words = 4;
const buckets = 1 << 16;
/** Up to so many different hashes all pairs are compared: an index of four tables costs more. */
const fewHashes = 512;

/** Farther apart than this a search would visit most buckets. */
export const mostDistance = 11;

/** Hashes as two columns of 32 bits, aligned. */
export interface HashColumns {
  readonly high: Uint32Array<ArrayBuffer>;
  readonly low: Uint32Array<ArrayBuffer>;
}

/**
 * The cluster of each hash, numbered from 0 by first member. Two hashes are in one cluster where a chain of hashes, each
 * within `distance` bits of the next, leads from one to the other (single linkage): frames of a slow pan are one.
 * If two hashes differ in at most d bits, one of their four 16-bit words differs in at most d / 4: only those are looked up.
 * @param distance from 0 to {@link mostDistance}.
 * @param onProgress told now and then how many hashes were looked up; may throw to stop.
 * @throws RangeError for another distance.
 * Source: Norouzi, Punjani, Fleet, "Fast Search in Hamming Space with Multi-Index Hashing", CVPR 2012.
 */
export function clusterHashes(
  hashes: HashColumns,
  distance: number,
  onProgress: (done: number) => void = () => undefined,
): Uint32Array<ArrayBuffer> {
  if (!(Number.isInteger(distance) && distance >= 0 && distance <= mostDistance)) {
    throw new RangeError(
      `The distance is ${String(distance)}; it must be a whole number from 0 to ${mostDistance}.`,
    );
  }
  const { unique, of } = distinct(hashes);
  const forest = new Forest(unique.high.length);
  if (unique.high.length <= fewHashes) joinAllPairs(unique, distance, forest);
  else if (distance > 0) joinByIndex(unique, distance, forest, onProgress);
  return numbered(of, forest);
}

/** Equal hashes are one from here on: a thousand black pictures must not be compared pair by pair. */
function distinct({ high, low }: HashColumns): {
  unique: HashColumns;
  of: Uint32Array<ArrayBuffer>;
} {
  const known = new Map<number, Map<number, number>>();
  const of = new Uint32Array(high.length);
  const [highs, lows]: [number[], number[]] = [[], []];
  for (let at = 0; at < high.length; at++) {
    let row = known.get(high[at]);
    if (row === undefined) known.set(high[at], (row = new Map<number, number>()));
    let index = row.get(low[at]);
    if (index === undefined) {
      row.set(low[at], (index = highs.length));
      highs.push(high[at]);
      lows.push(low[at]);
    }
    of[at] = index;
  }
  return { unique: { high: Uint32Array.from(highs), low: Uint32Array.from(lows) }, of };
}

/** Disjoint sets with path halving. */
class Forest {
  readonly #parents: Uint32Array;

  constructor(size: number) {
    this.#parents = Uint32Array.from({ length: size }, (_, at) => at);
  }

  root(of: number): number {
    const parents = this.#parents;
    let at = of;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]];
    return at;
  }

  join(a: number, b: number): void {
    const [first, second] = [this.root(a), this.root(b)];
    // The smaller index leads, so that a cluster is named by its first member.
    if (first < second) this.#parents[second] = first;
    else this.#parents[first] = second;
  }
}

function joinAllPairs({ high, low }: HashColumns, distance: number, forest: Forest): void {
  for (let a = 1; a < high.length; a++) {
    for (let b = 0; b < a; b++) {
      if (hammingDistance(high[a], low[a], high[b], low[b]) <= distance) forest.join(a, b);
    }
  }
}

function joinByIndex(
  { high, low }: HashColumns,
  distance: number,
  forest: Forest,
  onProgress: (done: number) => void,
): void {
  const masks = masksWithin(Math.floor(distance / words));
  for (let word = 0; word < words; word++) {
    const wordOf = (at: number): number =>
      ((word < 2 ? high[at] : low[at]) >>> (16 * (word % 2))) & 0xffff;
    const { starts, members } = bucketed(high.length, wordOf);
    for (let at = 0; at < high.length; at++) {
      if (at % 1024 === 0) onProgress((word * high.length + at) / words);
      const own = wordOf(at);
      for (const mask of masks) {
        const bucket = own ^ mask;
        for (let place = starts[bucket]; place < starts[bucket + 1]; place++) {
          const other = members[place];
          if (other >= at) break;
          if (hammingDistance(high[at], low[at], high[other], low[other]) <= distance) {
            forest.join(at, other);
          }
        }
      }
    }
  }
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

function numbered(of: Uint32Array<ArrayBuffer>, forest: Forest): Uint32Array<ArrayBuffer> {
  const names = new Map<number, number>();
  return of.map((index) => {
    const root = forest.root(index);
    let name = names.get(root);
    if (name === undefined) names.set(root, (name = names.size));
    return name;
  });
}
