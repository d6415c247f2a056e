// Moving on Windows, where a file that somebody reads cannot be replaced: over real files, as if on Windows.
import * as fs from 'node:fs';
import type * as FsPromises from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { renamed } from '../../../src/node/renamed';
import { tempFolder } from './temp';

const failing = vi.hoisted(() => ({ code: '', times: 0 }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof FsPromises>();
  return {
    ...original,
    rename: async (...args: Parameters<typeof original.rename>) => {
      failing.times -= 1;
      if (failing.times < 0) return original.rename(...args);
      throw Object.assign(new Error(failing.code), { code: failing.code, syscall: 'rename' });
    },
  };
});

const { platform } = process;
function on(name: string, code: string, times: number): string {
  Object.defineProperty(process, 'platform', { value: name });
  Object.assign(failing, { code, times });
  return tempFolder({ a: 'new', b: 'old' });
}
afterEach(() => {
  Object.defineProperty(process, 'platform', { value: platform });
});

test.each(['EACCES', 'EBUSY', 'EPERM'])('on Windows a move waits for %s to pass', async (code) => {
  const root = on('win32', code, 3);
  await renamed(join(root, 'a'), join(root, 'b'));
  expect(fs.readFileSync(join(root, 'b'), 'utf8')).toBe('new');
  expect(fs.readdirSync(root)).toEqual(['b']);
});

test.each([
  ['on Windows a move gives up after all tries', 'win32', 'EPERM', 8],
  ['on Windows a move does not wait for what will not pass', 'win32', 'ENOSPC', 1],
  ['elsewhere a move does not wait', 'linux', 'EPERM', 1],
])('%s', async (_, name, code, times) => {
  const root = on(name, code, times);
  await expect(renamed(join(root, 'a'), join(root, 'b'))).rejects.toMatchObject({ code });
  expect(failing.times).toBe(0);
  expect(fs.readFileSync(join(root, 'b'), 'utf8')).toBe('old');
});
