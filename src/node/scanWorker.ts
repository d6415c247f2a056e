// Entry of the scan worker: answers scans over its port, one report each, with progress and datasets on the way.
// Must not know who started it.

import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { type Cancellation, Rpc } from '../protocol/rpc';
import { workerContract, workerHostContract } from '../protocol/worker';
import { atMostEvery } from './atMost';
import { portChannel, portOptions } from './portChannel';
import { type FolderScan, scanFolder } from './scanFolder';
import { studySamples } from './studySamples';

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

rpc.handle('scan', async ({ run, cache, ...request }, cancellation) =>
  scanFolder({
    ...request,
    ...(cache === undefined ? {} : { cache }),
    unitWorker,
    ...watched(run, cancellation),
    onDataset: (dataset) => {
      rpc.emit('dataset', { run, dataset });
    },
  }),
);

rpc.handle('study', async ({ run, ...request }, cancellation) =>
  studySamples({ ...request, ...watched(run, cancellation) }),
);

/** A signal that the other side's cancellation aborts, and its news of progress. */
function watched(
  run: number,
  cancellation: Cancellation,
): Pick<FolderScan, 'signal' | 'onProgress'> {
  const controller = new AbortController();
  cancellation.onCancel = () => {
    controller.abort();
  };
  return {
    signal: controller.signal,
    onProgress: atMostEvery(progressEvery, (progress) => {
      rpc.emit('progress', { run, progress });
    }),
  };
}
