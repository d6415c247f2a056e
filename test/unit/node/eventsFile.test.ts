// Following a file of lines while it is written: cut lines, truncation, replacement, a file that comes later.
import { appendFileSync, mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LineFollower, longestLine } from '../../../src/node/eventsFile';
import { tempFolder } from './temp';

let follower: LineFollower | undefined;
afterEach(() => follower?.dispose());

function follow(file: string): { readonly heard: string[]; readonly faults: unknown[] } {
  const heard: string[] = [];
  const faults: unknown[] = [];
  follower = new LineFollower(file, {
    lines: (lines) => heard.push(...lines),
    restarted: () => heard.push('restarted'),
    failed: (error) => faults.push(error),
  });
  return { heard, faults };
}

const place = (): string => join(tempFolder(), 'events.jsonl');

describe('line follower', () => {
  test('hears lines as they are appended, each once, and waits for the end of a line', async () => {
    const file = place();
    writeFileSync(file, 'one\ntw');
    const { heard } = follow(file);
    await follower?.read();
    expect(heard).toEqual(['one']);
    appendFileSync(file, 'o\r\nthree\n');
    await follower?.read();
    expect(heard).toEqual(['one', 'two', 'three']);
  });

  test('keeps a character whole that was cut between two writes', async () => {
    const file = place();
    const bytes = Buffer.from('β=0.9999\n');
    writeFileSync(file, bytes.subarray(0, 1));
    const { heard } = follow(file);
    await follower?.read();
    appendFileSync(file, bytes.subarray(1));
    await follower?.read();
    expect(heard).toEqual(['β=0.9999']);
  });

  test('starts over when the file is truncated or replaced', async () => {
    const file = place();
    writeFileSync(file, 'one\ntwo\n');
    const { heard } = follow(file);
    await follower?.read();
    truncateSync(file, 0);
    appendFileSync(file, 'new\n');
    await follower?.read();
    writeFileSync(`${file}.next`, 'another file, longer than before\n');
    renameSync(`${file}.next`, file);
    await follower?.read();
    expect(heard.slice(2)).toEqual([
      'restarted',
      'new',
      'restarted',
      'another file, longer than before',
    ]);
  });

  test('wakes by itself for a file that comes later', async () => {
    const file = place();
    const { heard, faults } = follow(file);
    await follower?.read();
    appendFileSync(file, 'late\n');
    await vi.waitFor(
      () => {
        expect(heard).toEqual(['late']);
      },
      { timeout: 10_000 },
    );
    expect(faults).toEqual([]);
  });

  test('says once that it cannot read', async () => {
    const file = place();
    mkdirSync(file);
    const { faults } = follow(file);
    await follower?.read();
    await follower?.read();
    expect(faults).toHaveLength(1);
  });

  test('passes over a line without end and reads on after it', async () => {
    const file = place();
    writeFileSync(file, 'x'.repeat(longestLine + 1));
    const { heard } = follow(file);
    await follower?.read();
    appendFileSync(file, 'x\nnext\n');
    await follower?.read();
    expect(heard).toEqual(['next']);
  });
});
