// Starts the real command line and trainer as processes, on small data that is written for the test.
// Must not know what is tested.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StampedEvent } from '../../src/core/training/events';
import { NpyWriter } from '../../src/trainer/data/npyFile';
import { readEvents } from '../../src/trainer/run/eventFile';
import { Random } from '../../src/trainer/random';
import { root } from './shared';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `dist/<program>` to its end. */
export function finished(child: ChildProcess): Promise<Finished> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

export function start(
  program: 'cli' | 'trainer',
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  return spawn(process.execPath, [join(root, 'dist', `${program}.mjs`), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export const train = (args: readonly string[]): Promise<Finished> =>
  finished(start('cli', ['train', ...args]));

export const eventsOf = (folder: string) => readEvents(join(folder, 'events.jsonl'));

export const byType = <T extends StampedEvent['type']>(
  events: readonly StampedEvent[],
  type: T,
): Extract<StampedEvent, { type: T }>[] =>
  events.filter((event): event is Extract<StampedEvent, { type: T }> => event.type === type);

/** A table of three overlapping classes, long-tailed: numbers, a category, a few missing cells. */
export function writeTable(
  file: string,
  counts: readonly number[],
  names: readonly string[],
): void {
  const random = new Random(7, 'table');
  const rows = counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, at) => {
      const numbers = Array.from({ length: 6 }, (__, c) =>
        at % 17 === c ? '' : (random.normal() + (c === label ? 1.6 : 0)).toFixed(4),
      );
      const colour = ['red', 'green', 'blue'][(label + random.whole(2)) % 3];
      return [...numbers, colour, `"${names[label]}"`].join(',');
    }),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, ['a,b,c,d,e,f,colour,species', ...rows, ''].join('\n'));
}

/** Packed vectors of random numbers, with `signal` added where class and column agree. */
export function writePacked(
  folder: string,
  of: {
    readonly labels: readonly number[];
    readonly splits: readonly number[];
    readonly width: number;
    readonly signal?: number;
  },
): void {
  mkdirSync(folder, { recursive: true });
  const random = new Random(1, 'packed');
  const count = of.labels.length;
  const write = (
    name: string,
    type: '<f4' | '<i4' | '|u1',
    values: ArrayBufferView,
    row: number[],
  ) => {
    const writer = new NpyWriter(join(folder, name), type, row);
    writer.append(values, count);
    writer.finish();
  };
  const x = Float32Array.from({ length: count * of.width }, (_, at) => {
    const isOwn = at % of.width === of.labels[Math.floor(at / of.width)];
    return random.normal() + (isOwn ? (of.signal ?? 0) : 0);
  });
  write('x.npy', '<f4', x, [of.width]);
  write('y.npy', '<i4', Int32Array.from(of.labels), []);
  write('split.npy', '|u1', Uint8Array.from(of.splits), []);
}
