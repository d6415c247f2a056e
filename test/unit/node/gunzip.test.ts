// Gzip from disk: exact bytes in bounded memory, damage and bombs refused by name.

import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DiskSource } from '../../../src/node/diskSource';
import { gunzipLimits } from '../../../src/node/gunzip';
import { tempFolder } from './temp';

const limits = { free: 64 * 1024, ratio: 50 };

async function unzipped(bytes: Uint8Array, given = gunzipLimits): Promise<Buffer> {
  const source = new DiskSource(tempFolder({ 'x.gz': bytes }), given);
  const parts: Buffer[] = [];
  for await (const chunk of source.chunks('x.gz', { gunzip: true })) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Uint8Array.from({ length }, () => (state = (state * 48271) % 2147483647) & 0xff),
  );
}

test('gunzip gives the bytes back, across chunks and members', async () => {
  const bytes = noise(3_000_001);
  const members = Buffer.concat([gzipSync(bytes.subarray(0, 7)), gzipSync(bytes.subarray(7))]);
  expect(Buffer.compare(await unzipped(members), bytes)).toBe(0);
});

test('gunzip gives nothing for an empty member', async () => {
  expect(await unzipped(gzipSync(''))).toHaveLength(0);
});

test('gunzip stops at a bomb soon after the limit and says what to do', async () => {
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
  const source = new DiskSource(tempFolder({ 'x.csv.gz': bomb }), limits);
  let bytes = 0;
  const read = async (): Promise<void> => {
    for await (const chunk of source.chunks('x.csv.gz', { gunzip: true })) bytes += chunk.length;
  };
  const refusal = { code: 'too-large', path: 'x.csv.gz' };
  const error: unknown = await read().catch((reason: unknown) => reason);
  expect(error).toMatchObject(refusal);
  expect(String(error)).toContain('Unpack it yourself');
  expect(bytes).toBeLessThan(limits.ratio * bomb.length + 2 * 1024 * 1024);
});

test('gunzip lets small repetitive files through, whatever their ratio', async () => {
  expect(await unzipped(gzipSync(Buffer.alloc(limits.free)), limits)).toHaveLength(limits.free);
});

test.each([
  ['cut short', (whole: Buffer) => whole.subarray(0, whole.length - 9), 'ends too early'],
  ['changed inside', (whole: Buffer) => Buffer.from(whole).fill(0, 500, 600), 'damaged'],
  ['no gzip at all', () => Buffer.from('id,label\n1,cat\n'), 'damaged'],
  ['empty', () => Buffer.alloc(0), 'ends too early'],
])('gunzip refuses a file that is %s', async (_, spoil, reason) => {
  await expect(unzipped(spoil(gzipSync(noise(5000))))).rejects.toMatchObject({
    code: 'unreadable',
    path: 'x.gz',
    message: expect.stringContaining(reason) as string,
  });
});

test('gunzip says that a file is not there', async () => {
  const chunks = new DiskSource(tempFolder()).chunks('gone.gz', { gunzip: true });
  const read = async (): Promise<void> => {
    for await (const chunk of chunks) expect(chunk).toBeUndefined();
  };
  await expect(read()).rejects.toMatchObject({ code: 'not-found', path: 'gone.gz' });
});

test('gunzip can be left early without leaving the file open', async () => {
  const source = new DiskSource(tempFolder({ 'x.gz': gzipSync(noise(3_000_000)) }));
  for await (const chunk of source.chunks('x.gz', { gunzip: true })) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  // The one reused buffer has come back, so the generator below it was finished.
  const [plain] = source.chunks('x.gz') as Iterable<Uint8Array>;
  expect(plain.length).toBeGreaterThan(0);
});
