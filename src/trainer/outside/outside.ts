// Runs whose training happens in another program: the PyTorch engine and the user's own script.
// Must not know what such a program computes; the run folder is what they share.

import type { RunRequest } from '../../core/training/request';
import { readEvents } from '../run/eventFile';
import { RunError, type RunStatus } from '../run/runError';
import { lockRun } from '../run/runLock';
import { runPython } from './python';
import { ended, eventsOf, listening, type OutsideRun } from './runEvents';
import { runScript } from './script';

export function isOutside({ engine }: RunRequest): boolean {
  return engine.id === 'pytorch' || engine.id === 'command';
}

/** Trains. @throws RunError where the folder is taken, or holds a run and none is to be resumed. */
export async function runOutside(run: OutsideRun): Promise<RunStatus> {
  const unlock = lockRun(run.folder);
  try {
    const past = readEvents(eventsOf(run.folder));
    if (past.length > 0 && !run.resume) {
      throw new RunError(`“${run.folder}” holds a run already; --resume goes on with it.`);
    }
    const train = run.request.engine.id === 'pytorch' ? runPython : runScript;
    return await listening(run, () => train(run));
  } catch (error) {
    if (error instanceof RunError) throw error;
    return ended(run, error);
  } finally {
    unlock();
  }
}
