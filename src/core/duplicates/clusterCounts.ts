// What clusters of near-duplicates say of a class in a few numbers: all that the estimators of N need.
// Must not know how the clusters were found.

/** Sizes of the clusters of one class, summed up; all whole numbers >= 0. */
export interface ClusterCounts {
  /** n, samples that were looked at. */
  readonly samples: number;
  /** U, clusters: prototypes that were seen. */
  readonly clusters: number;
  /** f1 and f2, clusters of one and of two samples. */
  readonly singles: number;
  readonly doubles: number;
  /** Pairs and triples of samples of one cluster. */
  readonly pairs: number;
  readonly triples: number;
}

/** @param sizes samples of each cluster, each a whole number >= 1. */
export function clusterCounts(sizes: Iterable<number>): ClusterCounts {
  let [samples, clusters, singles, doubles, pairs, triples] = [0, 0, 0, 0, 0, 0];
  for (const size of sizes) {
    samples += size;
    clusters += 1;
    if (size === 1) singles += 1;
    if (size === 2) doubles += 1;
    pairs += (size * (size - 1)) / 2;
    triples += (size * (size - 1) * (size - 2)) / 6;
  }
  return { samples, clusters, singles, doubles, pairs, triples };
}

/** Sizes of clusters that are numbered from 0, as `clusterHashes` numbers them. */
export function sizesOf(clusters: Uint32Array): Uint32Array {
  const count = clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0);
  const sizes = new Uint32Array(count);
  for (const cluster of clusters) sizes[cluster] += 1;
  return sizes;
}
