// Clusters of near-duplicates among 100,000 hashes: multi-index hashing against comparing all pairs, in turn.
// HASHES (default 100000), ROUNDS (default 3). Must not know how pictures are hashed: a tenth of the hashes are repeats.

import { build } from 'esbuild';

const count = Number(process.env.HASHES ?? 100_000);
const rounds = Number(process.env.ROUNDS ?? 3);
const { outputFiles } = await build({
  stdin: {
    contents: `export { clusterHashes } from './src/core/duplicates/hashClusters';
export { hammingDistance } from './src/core/duplicates/perceptualHash';`,
    resolveDir: process.cwd(),
    loader: 'ts',
  },
  ...{ bundle: true, write: false, format: 'esm', platform: 'node' },
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { clusterHashes, hammingDistance } = await import(`data:text/javascript;base64,${code}`);

let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) ^ (state >>> 3)) >>> 0;
};
const high = Uint32Array.from({ length: count }, random);
const low = Uint32Array.from({ length: count }, random);
for (let at = 9; at < count; at += 10) {
  high[at] = high[at - 5] ^ (1 << (random() % 32));
  low[at] = low[at - 5] ^ (1 << (random() % 32));
}

function allPairs(distance) {
  let near = 0;
  for (let a = 1; a < count; a++) {
    for (let b = 0; b < a; b++) {
      if (hammingDistance(high[a], low[a], high[b], low[b]) <= distance) near += 1;
    }
  }
  return near;
}

for (const distance of [4, 8]) {
  const found = { index: [], pairs: [] };
  for (let round = 0; round < rounds; round++) {
    let started = performance.now();
    const clusters = clusterHashes({ high, low }, distance);
    found.index.push(performance.now() - started);
    started = performance.now();
    const near = allPairs(distance);
    found.pairs.push(performance.now() - started);
    const merged = count - new Set(clusters).size;
    if (merged !== near) throw new Error(`${merged} were merged and ${near} pairs are near`);
  }
  const ratio = median(found.pairs.map((pairs, round) => pairs / found.index[round]));
  const [index, pairs] = [found.index, found.pairs].map((all) => (median(all) / 1000).toFixed(2));
  console.log(
    `distance ${distance}, ${count} hashes: index ${index} s, all pairs ${pairs} s, ${ratio.toFixed(1)}x`,
  );
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
