// The disk as the engine's source: exact bytes, clear refusals, nothing outside the root.

import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ByteInput, ChunkOptions } from '../../../src/core/ports';
import { DiskSource } from '../../../src/node/diskSource';
import { tempFolder } from './temp';

const mebibyte = 1024 * 1024;

/** Bytes that differ at every offset that matters. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
}

async function gathered(input: ByteInput, path: string, options?: ChunkOptions): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of input.chunks(path, options)) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

describe('disk source reads', () => {
  test.each([0, 1, mebibyte - 1, mebibyte, mebibyte + 1, 2 * mebibyte + 7])(
    'disk source gives a file of %i bytes whole, in chunks and by range',
    async (length) => {
      const bytes = pattern(length);
      const source = new DiskSource(tempFolder({ 'a/x.bin': bytes }));
      expect(source.size('a/x.bin')).toBe(length);
      expect(Buffer.compare(source.whole('a/x.bin', length), bytes)).toBe(0);
      expect(Buffer.compare(await gathered(source, 'a/x.bin'), bytes)).toBe(0);
      expect(Buffer.compare(source.read('a/x.bin', 0, length + 10), bytes)).toBe(0);
    },
  );

  test('disk source gives exactly the range asked for', async () => {
    const bytes = pattern(3 * mebibyte);
    const source = new DiskSource(tempFolder({ x: bytes }));
    const [start, end] = [mebibyte - 3, 2 * mebibyte + 5];
    expect(Buffer.compare(source.read('x', start, end), bytes.subarray(start, end))).toBe(0);
    const chunks = await gathered(source, 'x', { start, end });
    expect(Buffer.compare(chunks, bytes.subarray(start, end))).toBe(0);
    expect(source.read('x', 4 * mebibyte, 5 * mebibyte)).toHaveLength(0);
    expect(source.read('x', 0, Number.MAX_SAFE_INTEGER)).toHaveLength(3 * mebibyte);
  });

  test('disk source reuses the buffer of chunks, but never between two readers', () => {
    const source = new DiskSource(tempFolder({ a: 'aaaa', b: 'bbbb' }));
    const first = (source.chunks('a') as Iterable<Uint8Array>)[Symbol.iterator]();
    const a = first.next().value as Uint8Array;
    const second = (source.chunks('b') as Iterable<Uint8Array>)[Symbol.iterator]();
    const b = second.next().value as Uint8Array;
    expect([Buffer.from(a).toString(), Buffer.from(b).toString()]).toEqual(['aaaa', 'bbbb']);
    expect(first.next().done).toBe(true);
    const again = (source.chunks('b') as Iterable<Uint8Array>)[Symbol.iterator]();
    expect((again.next().value as Uint8Array).buffer).toBe(a.buffer);
  });

  test('disk source gives small files one after the other in full', () => {
    const source = new DiskSource(tempFolder({ long: pattern(200_000), short: 'ab', empty: '' }));
    for (const round of [1, 2]) {
      expect(source.size('short'), `round ${round}`).toBe(2);
      expect(source.whole('long', mebibyte)).toHaveLength(200_000);
      expect(Buffer.from(source.whole('short', mebibyte)).toString()).toBe('ab');
      expect(source.whole('empty', mebibyte)).toHaveLength(0);
    }
  });

  test('disk source reads a file that has grown since its size was asked for', () => {
    const root = tempFolder({ x: 'one' });
    const source = new DiskSource(root);
    expect(source.size('x')).toBe(3);
    appendFileSync(join(root, 'x'), ' two');
    expect(Buffer.from(source.whole('x', 100)).toString()).toBe('one two');
  });

  test('disk source follows a link out of the root', () => {
    const root = tempFolder();
    symlinkSync(join(tempFolder({ 'labels.csv': 'a,b' }), 'labels.csv'), join(root, 'x.csv'));
    expect(Buffer.from(new DiskSource(root).whole('x.csv', 100)).toString()).toBe('a,b');
  });
});

describe('disk source refuses', () => {
  test.each(['../x', 'a/../../x', '/etc/hostname', 'a\0b'])(
    'disk source refuses the path %j as outside the root',
    (path) => {
      const source = new DiskSource(join(tempFolder({ x: 'secret', 'root/a': '' }), 'root'));
      const refused = { code: 'outside-root', path };
      expect(failure(() => source.size(path))).toMatchObject(refused);
      expect(failure(() => source.whole(path, 9))).toMatchObject(refused);
      expect(failure(() => source.read(path, 0, 9))).toMatchObject(refused);
      expect(failure(() => source.list(path))).toMatchObject(refused);
      expect(failure(() => [...(source.chunks(path) as Iterable<Uint8Array>)])).toMatchObject(
        refused,
      );
    },
  );

  test('disk source says that a file is not there, also after it was listed', async () => {
    const root = tempFolder({ 'x.csv': 'a' });
    const source = new DiskSource(root);
    await source.walk(
      { globs: [], gitignore: false },
      new AbortController().signal,
      () => undefined,
    );
    rmSync(join(root, 'x.csv'));
    expect(source.list('').files).toEqual(['x.csv']);
    const error = failure(() => source.whole('x.csv', 9));
    expect(error).toMatchObject({ code: 'not-found', path: 'x.csv' });
    expect(error.message).toBe('“x.csv” was not found.');
    expect(failure(() => source.whole('x.csv/y', 9)).message).toContain('not found');
  });

  test('disk source says that a folder is no file', () => {
    const root = tempFolder({ 'labels.csv/x': '' });
    const source = new DiskSource(root);
    for (const read of [
      () => source.size('labels.csv'),
      () => source.whole('labels.csv', 9),
      () => [...(source.chunks('labels.csv') as Iterable<Uint8Array>)],
    ]) {
      expect(failure(read)).toMatchObject({ code: 'unreadable', path: 'labels.csv' });
      expect(failure(read).message).toContain('folder');
    }
  });

  test('disk source refuses a whole file of one byte more than the limit', () => {
    const source = new DiskSource(tempFolder({ small: 'abcd', large: pattern(100_001) }));
    expect(source.whole('small', 4)).toHaveLength(4);
    expect(failure(() => source.whole('small', 3))).toMatchObject({ code: 'too-large' });
    expect(source.whole('large', 100_001)).toHaveLength(100_001);
    expect(failure(() => source.whole('large', 100_000))).toMatchObject({ code: 'too-large' });
  });

  test.skipIf(process.platform === 'win32')('disk source does not wait for a pipe', () => {
    const root = tempFolder();
    const makePipe = 'mkfifo';
    execFileSync(makePipe, [join(root, 'pipe.csv')]);
    const error = failure(() => new DiskSource(root).whole('pipe.csv', 9));
    expect(error.message).toContain('pipe');
  });
});

describe('disk source lists', () => {
  test('disk source lists a folder from disk while nothing was walked', () => {
    const root = tempFolder({ b: '', a: '', 'z/x': '' });
    symlinkSync('z', join(root, 'link'));
    symlinkSync('gone', join(root, 'broken'));
    expect(new DiskSource(root).list('')).toEqual({ files: ['a', 'b'], folders: ['link', 'z'] });
  });

  test('disk source lists from the walked tree, without what was excluded', async () => {
    const root = tempFolder({ 'a/x.csv': '', 'a/y.log': '', 'out/z': '' });
    const source = new DiskSource(root);
    const signal = new AbortController().signal;
    await source.walk({ globs: ['**/*.log', 'out'], gitignore: false }, signal, () => undefined);
    expect(source.list('a')).toEqual({ files: ['x.csv'], folders: [] });
    writeFileSync(join(root, 'a', 'late.csv'), '');
    expect(source.list('a').files).toEqual(['x.csv']);
    // Named by the data itself, such as in a data.yaml: there although the walk left it out.
    expect(source.list('out').files).toEqual(['z']);
    mkdirSync(join(root, 'new'));
    expect(source.list('new')).toEqual({ files: [], folders: [] });
    expect(failure(() => source.list('gone'))).toMatchObject({ code: 'not-found' });
  });
});

function failure(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
