// Entry of the scan worker: answers scans over its port, one report each, with progress and datasets on the way.
// Must not know who started it.

import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { Rpc } from '../protocol/rpc';
import { workerContract, workerHostContract } from '../protocol/worker';
import { atMostEvery } from './atMost';
import { portChannel, portOptions } from './portChannel';
import { scanFolder } from './scanFolder';

const progressEvery = 100;
/** Bundled beside this one. */
const unitWorker = fileURLToPath(new URL('./unitWorker.mjs', import.meta.url));

if (parentPort === null) throw new Error('The scan worker runs as a worker thread only.');

const rpc = new Rpc(
  workerContract,
  workerHostContract,
  portChannel(parentPort),
  portOptions((reason) => {
    process.emitWarning(`The scan worker dropped a message: ${reason}`);
  }),
);

rpc.handle('scan', async ({ run, cache, ...request }, cancellation) => {
  const controller = new AbortController();
  cancellation.onCancel = () => {
    controller.abort();
  };
  return scanFolder({
    ...request,
    ...(cache === undefined ? {} : { cache }),
    unitWorker,
    signal: controller.signal,
    onProgress: atMostEvery(progressEvery, (progress) => {
      rpc.emit('progress', { run, progress });
    }),
    onDataset: (dataset) => {
      rpc.emit('dataset', { run, dataset });
    },
  });
});
