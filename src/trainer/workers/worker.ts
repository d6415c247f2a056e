// A worker thread of the trainer: does one task after the other and says how it goes.
// Must not know runs; each kind of task loads its own code.

import { parentPort } from 'node:worker_threads';
import type { FeatureRows } from '../engines/probe/featureRows';
import type { Matrices } from '../engines/probe/matrix';
import type { FilterTask, FitTask, WorkerAnswer, WorkerTask } from './tasks';

const port = parentPort;
if (port === null) throw new Error('This is a worker of the trainer, not a program.');

const say = (answer: WorkerAnswer): void => {
  port.postMessage(answer);
};

port.on('message', (task: WorkerTask) => {
  void perform(task).then(
    (result) => {
      say({ type: 'done', result });
    },
    (error: unknown) => {
      say({ type: 'failed', ...described(error) });
    },
  );
});

async function perform(task: WorkerTask): Promise<unknown> {
  switch (task.kind) {
    case 'filters':
      return filters(task);
    case 'features':
      return (await import('../engines/probe/featureChunk')).computeFeatures(task);
    case 'fit':
      return fit(task);
    case 'decode':
      return (await import('../data/decodeTask')).decodeSamples(task);
  }
}

async function filters({ folder, rows, seed }: FilterTask): Promise<unknown> {
  const { openSamples } = await import('../data/packed');
  const { patchFilters } = await import('../engines/probe/patchFilters');
  const x = openSamples(folder, 'images');
  const [, height, width] = x.shape;
  const read = (index: number, into: Uint8Array): void => {
    x.read(rows[index], into);
  };
  try {
    return patchFilters({ count: rows.length, height, width, read }, seed);
  } finally {
    x.close();
  }
}

/** The rows that the last job used; the next one usually wants the same. */
let loaded: { file: string; matrices: Matrices; rows: FeatureRows; mark: number } | undefined;
const newsEvery = 100;
const checkpointEvery = 5000;

async function fit(task: FitTask): Promise<unknown> {
  const { runFit } = await import('../engines/probe/fit');
  const { matrices, rows, mark } = await rowsOf(task);
  const stop = new Int32Array(task.stop);
  let [lastNews, lastCheckpoint] = [0, performance.now()];
  try {
    return runFit(matrices, rows, task.fit, {
      progress: (epoch, loss) => {
        if (performance.now() - lastNews < newsEvery) return;
        lastNews = performance.now();
        say({ type: 'progress', epoch, loss });
      },
      validated: (epoch, logits) => {
        say({ type: 'validated', epoch, logits });
      },
      checkpoint: (bytes) => {
        if (performance.now() - lastCheckpoint < checkpointEvery) return;
        lastCheckpoint = performance.now();
        say({ type: 'checkpoint', state: bytes() });
      },
      stopped: () => Atomics.load(stop, 0) !== 0,
    });
  } finally {
    matrices.release(mark);
  }
}

async function rowsOf({ features }: FitTask): Promise<NonNullable<typeof loaded>> {
  if (loaded?.file === features.file) return loaded;
  const { FeatureRows: Rows } = await import('../engines/probe/featureRows');
  const { Matrices: Memory } = await import('../engines/probe/matrix');
  loaded?.rows.close();
  const matrices = loaded?.matrices ?? new Memory();
  if (loaded !== undefined) matrices.release(0);
  loaded = undefined;
  const rows = new Rows(matrices, features);
  loaded = { file: features.file, matrices, rows, mark: matrices.mark };
  return loaded;
}

function described(
  error: unknown,
): Pick<Extract<WorkerAnswer, { type: 'failed' }>, 'code' | 'message'> {
  const message = error instanceof Error ? error.message : String(error);
  if (message === 'diverged') {
    return { code: 'diverged', message: 'The loss is no finite number any more.' };
  }
  const memory = error instanceof RangeError && /memory|allocation/i.test(message);
  return { code: memory ? 'out-of-memory' : 'failed', message };
}
