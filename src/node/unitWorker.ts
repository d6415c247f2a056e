// Entry of a thread that counts work units, one at a time, in the order they are sent.
// Must not know who started it nor how units are made.

import { parentPort } from 'node:worker_threads';
import type * as v from 'valibot';
import type { WorkUnit } from '../core/claims';
import { formats } from '../core/formats/registry';
import { SourceError } from '../core/ports';
import { Tally } from '../core/tally';
import { loadKernels } from '../kernels/kernels';
import { Rpc } from '../protocol/rpc';
import { unitWorkerContract, unitWorkerHostContract } from '../protocol/unitWorker';
import { DiskSource } from './diskSource';
import { gunzipLimits } from './gunzip';
import { InProcessRunner } from './inProcessRunner';
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

const kernels = loadKernels();
const runners = new Map<string, InProcessRunner>();

function runnerFor(root: string): InProcessRunner {
  let runner = runners.get(root);
  if (runner === undefined) {
    runner = new InProcessRunner(formats, new DiskSource(root, gunzipLimits, kernels));
    runners.clear();
    runners.set(root, runner);
  }
  return runner;
}

type Counted = v.InferOutput<(typeof unitWorkerContract)['methods']['count']['result']>;

/** Formats share buffers: a unit begins when the one before it is done, so that two may be on the way. */
let before: Promise<unknown> = Promise.resolve();

rpc.handle('count', async ({ job, root, unit }, cancellation) => {
  const controller = new AbortController();
  cancellation.onCancel = () => {
    controller.abort();
  };
  const counting = before.then(() => count(job, root, unit, controller.signal));
  before = Promise.allSettled([counting]);
  return counting;
});

async function count(
  job: number,
  root: string,
  unit: WorkUnit,
  signal: AbortSignal,
): Promise<Counted> {
  const bytes = summedEvery(progressEvery, (sum) => {
    rpc.emit('bytes', { job, bytes: sum });
  });
  const strays = new Set<string>();
  const stray = (path: string): void => {
    strays.add(path);
  };
  try {
    const tally = await runnerFor(root).run(unit, signal, bytes.add, stray);
    return { tally, strayed: [...strays] };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { code, path, message } = error;
    return { tally: new Tally().toData(), strayed: [...strays], failure: { code, path, message } };
  } finally {
    bytes.end();
  }
}
