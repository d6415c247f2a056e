// Entry of a thread that counts work units, one at a time, in the order they are sent, and looks whether files have
// changed. Must not know who started it nor how units are made.

import { parentPort } from 'node:worker_threads';
import { Rpc } from '../protocol/rpc';
import { unitWorkerContract, unitWorkerHostContract } from '../protocol/unitWorker';
import { FileFacts } from './fileFacts';
import { portChannel, portOptions } from './portChannel';
import { summedEvery } from './summedEvery';

const progressEvery = 100;

if (parentPort === null) throw new Error('The unit worker runs as a worker thread only.');

const rpc = new Rpc(
  unitWorkerContract,
  unitWorkerHostContract,
  portChannel(parentPort),
  portOptions((reason) => {
    process.emitWarning(`The unit worker dropped a message: ${reason}`);
  }),
);

/** Formats share buffers: a unit begins when the one before it is done, so that two may be on the way. */
let before: Promise<unknown> = Promise.resolve();

rpc.handle('count', async ({ job, root, unit }, cancellation) => {
  const controller = new AbortController();
  cancellation.onCancel = () => {
    controller.abort();
  };
  const counting = before.then(async () => {
    const bytes = summedEvery(progressEvery, (sum) => {
      rpc.emit('bytes', { job, bytes: sum });
    });
    // A thread that only looks whether files have changed is up in a third of the time.
    const { countUnit } = await import('./unitCounting');
    try {
      return await countUnit(root, unit, controller.signal, bytes.add);
    } finally {
      bytes.end();
    }
  });
  before = Promise.allSettled([counting]);
  return counting;
});

rpc.handle('stamp', ({ root, latest, paths }) =>
  Promise.resolve(new FileFacts(root, latest).stampOf(paths.split('\0')) ?? null),
);
