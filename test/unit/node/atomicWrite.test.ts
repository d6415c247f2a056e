// Writing whole or not at all, over real files, and what is left behind when it fails.

import * as fs from 'node:fs';
import type * as FsPromises from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { writeFileAtomic } from '../../../src/node/atomicWrite';
import { tempFolder } from './temp';

const failing = vi.hoisted(() => ({ next: new Map<string, string>() }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof FsPromises>();
  const unless = <T extends unknown[], R>(name: string, run: (...args: T) => Promise<R>) => {
    return async (...args: T): Promise<R> => {
      const code = failing.next.get(name);
      if (code === undefined) return run(...args);
      throw Object.assign(new Error(code), { code, syscall: name });
    };
  };
  return {
    ...original,
    rename: unless('rename', original.rename),
    link: unless('link', original.link),
    open: async (...args: Parameters<typeof original.open>) => {
      const handle = await original.open(...args);
      handle.writeFile = unless('write', handle.writeFile.bind(handle));
      handle.sync = unless('sync', handle.sync.bind(handle));
      return handle;
    },
  };
});

beforeEach(() => {
  failing.next.clear();
});

function textOf(file: string): string {
  return fs.readFileSync(file, 'utf8');
}

describe('atomic write', () => {
  test('atomic write makes a new file and leaves nothing else behind', async () => {
    const root = tempFolder();
    await writeFileAtomic(join(root, 'a.json'), '{"ü":1}');
    expect(fs.readdirSync(root)).toEqual(['a.json']);
    expect(textOf(join(root, 'a.json'))).toBe('{"ü":1}');
  });

  test('atomic write writes bytes as they are', async () => {
    const file = join(tempFolder(), 'a.bin');
    await writeFileAtomic(file, Uint8Array.of(0, 255, 10));
    expect([...fs.readFileSync(file)]).toEqual([0, 255, 10]);
  });

  test('atomic write refuses to replace a file unless told', async () => {
    const root = tempFolder({ a: 'old' });
    const refused = writeFileAtomic(join(root, 'a'), 'new');
    await expect(refused).rejects.toMatchObject({ code: 'exists', file: join(root, 'a') });
    expect(textOf(join(root, 'a'))).toBe('old');
    await writeFileAtomic(join(root, 'a'), 'new', { overwrite: true });
    expect(textOf(join(root, 'a'))).toBe('new');
    expect(fs.readdirSync(root)).toEqual(['a']);
  });

  test('atomic write lets one of two writers win, and only one', async () => {
    const root = tempFolder();
    const writers = ['one', 'two'].map((text) => writeFileAtomic(join(root, 'a'), text));
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled');
    expect(textOf(join(root, 'a'))).toBe(['one', 'two'][winner]);
    expect(fs.readdirSync(root)).toEqual(['a']);
  });

  test.skipIf(process.platform === 'win32')('atomic write keeps the mode of the file', async () => {
    const root = tempFolder({ a: 'old' });
    fs.chmodSync(join(root, 'a'), 0o640);
    await writeFileAtomic(join(root, 'a'), 'new', { overwrite: true });
    expect(fs.statSync(join(root, 'a')).mode & 0o777).toBe(0o640);
  });

  test('atomic write writes through a link and leaves the link', async () => {
    const root = tempFolder({ 'real/a': 'old' });
    fs.symlinkSync('real/a', join(root, 'a'));
    await writeFileAtomic(join(root, 'a'), 'new', { overwrite: true });
    expect(fs.lstatSync(join(root, 'a')).isSymbolicLink()).toBe(true);
    expect(textOf(join(root, 'real', 'a'))).toBe('new');
  });

  test.each(['write', 'sync', 'rename'])(
    'atomic write leaves the old file, and nothing else, when %s fails',
    async (step) => {
      const root = tempFolder({ a: 'old' });
      failing.next.set(step, 'ENOSPC');
      const failed = writeFileAtomic(join(root, 'a'), 'new', { overwrite: true });
      await expect(failed).rejects.toMatchObject({ code: 'failed' });
      await expect(failed).rejects.toThrow('the disk is full');
      expect(fs.readdirSync(root)).toEqual(['a']);
      expect(textOf(join(root, 'a'))).toBe('old');
    },
  );

  test('atomic write does without hard links, and still refuses to overwrite', async () => {
    const root = tempFolder();
    failing.next.set('link', 'EPERM');
    await writeFileAtomic(join(root, 'a'), 'new');
    expect(textOf(join(root, 'a'))).toBe('new');
    await expect(writeFileAtomic(join(root, 'a'), 'x')).rejects.toMatchObject({ code: 'exists' });
    expect(fs.readdirSync(root)).toEqual(['a']);
  });

  test('atomic write says what is in the way', async () => {
    const root = tempFolder({ 'folder/x': '', file: '' });
    const over = { overwrite: true };
    await expect(writeFileAtomic(join(root, 'no', 'a'), '')).rejects.toThrow(
      'folder does not exist',
    );
    await expect(writeFileAtomic(join(root, 'file', 'a'), '')).rejects.toThrow('is a file');
    await expect(writeFileAtomic(join(root, 'folder'), '', over)).rejects.toThrow(
      'folder of that name',
    );
    expect(fs.readdirSync(root).sort()).toEqual(['file', 'folder']);
  });
});
