// What a counting thread needs only once it counts: the formats, the kernels, the disk.
// Must not know who asks.

import type * as v from 'valibot';
import type { WorkUnit } from '../core/claims';
import { formats } from '../core/formats/registry';
import { SourceError } from '../core/ports';
import { Tally } from '../core/tally';
import { loadKernels } from '../kernels/kernels';
import type { unitWorkerContract } from '../protocol/unitWorker';
import { DiskSource } from './diskSource';
import { gunzipLimits } from './gunzip';
import { InProcessRunner } from './inProcessRunner';

type Counted = v.InferOutput<(typeof unitWorkerContract)['methods']['count']['result']>;

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

/** Counts a unit; one at a time, for formats share buffers. A file that cannot be read at all is told in the answer. */
export async function countUnit(
  root: string,
  unit: WorkUnit,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Counted> {
  const strays = new Set<string>();
  try {
    const tally = await runnerFor(root).run(unit, signal, onBytes, (path) => {
      strays.add(path);
    });
    return { tally, strayed: [...strays] };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { code, path, message } = error;
    const failure = { code, path, message };
    return { tally: new Tally().toData(), strayed: [...strays], failure };
  }
}
