// What runs by another program share: their request, and the events file that both write.
// Must not know any such program.

import { join } from 'node:path';
import type { StampedEvent } from '../../core/training/events';
import { readEvent } from '../../core/training/readEvent';
import type { RunRequest } from '../../core/training/request';
import { LineFollower } from '../../node/eventsFile';
import { EventFile, readEvents } from '../run/eventFile';
import type { RunStatus } from '../run/runError';

export interface OutsideRun {
  /** Absolute run folder; it exists. */
  readonly folder: string;
  readonly request: RunRequest;
  readonly resume: boolean;
  /** Interpreter of the PyTorch engine. */
  readonly python: string | undefined;
  /** Absolute folder that holds the bundled Python package. */
  readonly packageFolder: string;
  readonly signal: AbortSignal;
  /** Told of every event of ours, whoever wrote it. */
  readonly onEvent: (event: StampedEvent) => void;
  /** To the terminal. */
  readonly write: (text: string) => void;
}

export const eventsOf = (folder: string): string => join(folder, 'events.jsonl');

/** Says how a run ended that could not say it itself. */
export function ended(
  { folder, signal }: Pick<OutsideRun, 'folder' | 'signal'>,
  error: unknown,
): RunStatus {
  const status = signal.aborted ? 'stopped' : 'failed';
  const why = error instanceof Error ? error.message : String(error);
  const reason = status === 'stopped' ? 'It was stopped.' : why;
  const events = newEvents(folder);
  events.write({ type: 'end', status, reason });
  events.close();
  return status;
}

/** The events file, to be written on. */
export function newEvents(folder: string): EventFile {
  const past = readEvents(eventsOf(folder));
  const next = past.reduce((most, { seq }) => Math.max(most, seq + 1), 0);
  return new EventFile(eventsOf(folder), next, () => new Date());
}

/** Hears the events that another program writes, while the work goes on and once after it. */
export async function listening<T>(run: OutsideRun, work: () => Promise<T>): Promise<T> {
  const follower = new LineFollower(eventsOf(run.folder), {
    lines: (lines) => {
      for (const line of lines) {
        const event = readEvent(line);
        if (event === undefined || event.type === 'numbers') continue;
        const { seq = 0, t = '' } = event;
        run.onEvent({ ...event, v: 1, seq, t });
      }
    },
    restarted: () => undefined,
    failed: (error) => {
      run.write(`The events cannot be read: ${String(error)}\n`);
    },
  });
  try {
    return await work();
  } finally {
    await follower.read();
    follower.dispose();
  }
}
