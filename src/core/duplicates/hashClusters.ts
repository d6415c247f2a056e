// Clusters of hashes no two of which lie farther apart than a Hamming distance.
// Must not know what was hashed.

import {
  type HashColumns,
  type Neighbours,
  neighboursByIndex,
  neighboursByScan,
} from './hashNeighbours';

/** Up to so many different hashes all pairs are compared: an index of four tables costs more. */
const fewHashes = 512;

/** Farther apart than this a search would visit most buckets. */
export const mostDistance = 11;

/**
 * The cluster of each hash, numbered from 0 by first member. No two members differ in more than `distance` bits (complete
 * linkage), so that no chain of small steps joins pictures that are unlike; equal hashes are always together. Hashes are
 * taken in turn, those that occur most often first, then by value; each joins the cluster all of whose members are near
 * it, the one whose farthest member is nearest where there are several. So the clusters are the same whatever the order
 * of the hashes, and no two of them could be one.
 * @param distance from 0 to {@link mostDistance}.
 * @param onProgress told now and then how many hashes were looked up; may throw to stop.
 * @throws RangeError for another distance.
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
  const size = unique.high.length;
  if (distance === 0) return numbered(of, (index) => index);
  const isFew = size <= fewHashes;
  const neighbours = (isFew ? neighboursByScan : neighboursByIndex)(unique, distance);
  const clusters = completeLinkage(size, neighbours, isFew ? () => undefined : onProgress);
  return numbered(of, (index) => clusters[index]);
}

/**
 * Equal hashes are one from here on: a thousand black pictures must not be compared pair by pair.
 * @returns the hashes that occur, those of most pictures first and then by value, and the place of each picture's there.
 */
function distinct({ high, low }: HashColumns): {
  unique: HashColumns;
  of: Uint32Array<ArrayBuffer>;
} {
  const byValue = Uint32Array.from(high.keys()).sort(
    (a, b) => high[a] - high[b] || low[a] - low[b],
  );
  const starts: number[] = [];
  byValue.forEach((at, place) => {
    const before = byValue[place - 1];
    if (place === 0 || high[at] !== high[before] || low[at] !== low[before]) starts.push(place);
  });
  const lengthOf = (run: number): number => (starts[run + 1] ?? byValue.length) - starts[run];
  const runs = Uint32Array.from(starts.keys()).sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
  const of = new Uint32Array(high.length);
  runs.forEach((run, index) => {
    const members = byValue.subarray(starts[run], starts[run] + lengthOf(run));
    for (const at of members) of[at] = index;
  });
  const firsts = runs.map((run) => byValue[starts[run]]);
  return { unique: { high: firsts.map((at) => high[at]), low: firsts.map((at) => low[at]) }, of };
}

/** The cluster of each hash, in the order of the hashes: a cluster is near where all of its members are. */
function completeLinkage(
  size: number,
  neighbours: Neighbours,
  onProgress: (done: number) => void,
): Uint32Array {
  const clusters = new Uint32Array(size);
  const members = new Uint32Array(size);
  const near = new Uint32Array(size);
  const farthest = new Uint8Array(size);
  let count = 0;
  let touched: number[] = [];
  const tell = (other: number, bits: number): void => {
    const cluster = clusters[other];
    if (near[cluster]++ === 0) touched.push(cluster);
    if (bits > farthest[cluster]) farthest[cluster] = bits;
  };
  for (let at = 0; at < size; at++) {
    if (at % 1024 === 0) onProgress(at);
    neighbours(at, tell);
    let best = count;
    for (const cluster of touched) {
      if (near[cluster] < members[cluster]) continue;
      const ahead = best === count ? -1 : farthest[cluster] - farthest[best] || cluster - best;
      if (ahead < 0) best = cluster;
    }
    for (const cluster of touched) near[cluster] = farthest[cluster] = 0;
    touched = [];
    clusters[at] = best;
    members[best] += 1;
    if (best === count) count += 1;
  }
  return clusters;
}

function numbered(
  of: Uint32Array<ArrayBuffer>,
  clusterOf: (index: number) => number,
): Uint32Array<ArrayBuffer> {
  const names = new Map<number, number>();
  return of.map((index) => {
    const cluster = clusterOf(index);
    let name = names.get(cluster);
    if (name === undefined) names.set(cluster, (name = names.size));
    return name;
  });
}
