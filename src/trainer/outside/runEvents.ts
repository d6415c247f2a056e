// What runs by another program share: their request, and the events file that both write.
// Must not know any such program.

import { join } from 'node:path';
import type { RunRequest } from '../../core/training/request';
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
