// Entry of a thread that hashes image files and clusters hashes, one request at a time.
// Must not know who started it.

import { parentPort } from 'node:worker_threads';
import { clusterHashes } from '../../core/duplicates/hashClusters';
import { hashWorkerContract, hashWorkerHostContract } from '../../protocol/hashWorker';
import { Rpc } from '../../protocol/rpc';
import { portChannel, portOptions } from '../portChannel';
import { hashImage } from './hashImage';

if (parentPort === null) throw new Error('The hash worker runs as a worker thread only.');

const rpc = new Rpc(
  hashWorkerContract,
  hashWorkerHostContract,
  portChannel(parentPort),
  portOptions((reason) => {
    process.emitWarning(`The hash worker dropped a message: ${reason}`);
  }),
);

rpc.handle('hash', async ({ files, sharp }) => {
  const hashes = [];
  for (const file of files) {
    const hash = await hashImage(file, sharp);
    hashes.push(typeof hash === 'string' ? { reason: hash } : hash);
  }
  return { hashes };
});

rpc.handle('cluster', ({ high, low, distance }) => ({
  clusters: clusterHashes({ high, low }, distance),
}));
