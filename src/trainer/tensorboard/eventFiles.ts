// The events of a run as TensorBoard reads them: one folder an arm and seed, loss and metrics over epochs.
// Must not know the bytes of the files.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Metrics, StampedEvent } from '../../core/training/events';
import { writeFileAtomic } from '../../node/atomicWrite';
import { eventsFile, type Scalar } from './records';

const folderName = 'tensorboard';

export async function writeTensorBoard(
  runFolder: string,
  events: readonly StampedEvent[],
): Promise<void> {
  for (const [name, scalars] of scalarsByRun(events)) {
    const folder = join(runFolder, folderName, name);
    mkdirSync(folder, { recursive: true });
    // A name of its own a run, and the same one when the run is resumed and written again.
    const file = join(folder, 'events.out.tfevents.0000000000.class-balance');
    await writeFileAtomic(file, eventsFile(scalars, scalars[0].time), { overwrite: true });
  }
}

/** Names of arms may hold what file names must not. */
function folderOf(arm: string, seed: number): string {
  return `${arm.replace(/[^\p{L}\p{N}.=+-]+/gu, '_').slice(0, 80)}_seed-${seed}`;
}

function scalarsByRun(events: readonly StampedEvent[]): ReadonlyMap<string, readonly Scalar[]> {
  const runs = new Map<string, Scalar[]>();
  const put = (name: string, scalar: Scalar): void => {
    const scalars = runs.get(name);
    if (scalars === undefined) runs.set(name, [scalar]);
    else scalars.push(scalar);
  };
  for (const event of events) {
    const time = Date.parse(event.t) / 1000;
    if (event.type === 'progress' && event.loss !== null) {
      const step = Math.round(event.epoch);
      put(folderOf(event.arm, event.seed), { tag: 'loss/train', value: event.loss, step, time });
    }
    if (event.type !== 'metrics') continue;
    const step = Math.round(event.epoch);
    for (const [tag, value] of tagged(event.metrics)) {
      put(folderOf(event.arm, event.seed), { tag: `${tag}/${event.split}`, value, step, time });
    }
  }
  return runs;
}

function tagged(metrics: Metrics): (readonly [string, number])[] {
  const { balancedAccuracy, accuracy, head, tail, loss, calibrationError } = metrics;
  return [
    ['balanced-accuracy', balancedAccuracy],
    ['accuracy', accuracy],
    ['head-recall', head],
    ['tail-recall', tail],
    ['loss', loss],
    ['calibration-error', calibrationError],
  ];
}
