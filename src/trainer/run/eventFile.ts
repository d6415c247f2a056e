// events.jsonl: one write a line, append only, numbered over resumes; and reading back what a run has said before.
// Must not know what the events mean.

import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { explained } from '../../node/atomicWrite';
import type { RunEvent, StampedEvent } from '../../core/training/events';
import { readEvent } from '../../core/training/readEvent';

/** The lines of an events file that can be read; a last line that was cut off is left out. */
export function readEvents(file: string): readonly StampedEvent[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => parsed(line) ?? []);
}

function parsed(line: string): StampedEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isEvent =
      typeof value === 'object' && value !== null && 'type' in value && 'seq' in value;
    return isEvent && typeof value.seq === 'number' ? (value as StampedEvent) : undefined;
  } catch {
    // Not a whole line of ours: readers of this file pass over such lines.
    return undefined;
  }
}

/** Events of a file that anybody may have written: only those that are whole in every field. */
export function checkedEvents(file: string): readonly StampedEvent[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const event = readEvent(line);
      if (event === undefined || event.type === 'numbers') return [];
      const { seq = -1, t = '' } = event;
      return [{ ...event, v: 1, seq, t }];
    });
}

export class EventFile {
  readonly #descriptor: number;
  #next: number;

  /**
   * @param first number of the next event.
   * Writing throws a WriteError where the disk is full or gone.
   */
  constructor(
    private readonly file: string,
    first: number,
    private readonly now: () => Date,
  ) {
    this.#descriptor = openSync(file, 'a+');
    this.#next = first;
    this.#endCutLine();
  }

  write(event: RunEvent): StampedEvent {
    const stamped = { v: 1, seq: this.#next, t: this.now().toISOString(), ...event } as const;
    this.#next += 1;
    try {
      writeSync(this.#descriptor, `${JSON.stringify(stamped)}\n`);
    } catch (error) {
      throw explained(this.file, error);
    }
    return stamped;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** A process killed in the middle of a line must not spoil the next one. */
  #endCutLine(): void {
    const { size } = fstatSync(this.#descriptor);
    if (size === 0) return;
    const last = new Uint8Array(1);
    readSync(this.#descriptor, last, 0, 1, size - 1);
    if (last[0] !== 10) writeSync(this.#descriptor, '\n');
  }
}
