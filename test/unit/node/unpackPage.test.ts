// Pages that the platform unpacks: just as many bytes as they should have, or none.
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unpackPage } from '../../../src/node/unpackPage';

const text = new Uint8Array(Buffer.from('class 1, class 2, '.repeat(500)));
const packed = new Uint8Array(zlib.gzipSync(text));

describe('a page packed by gzip', () => {
  test('is unpacked to just its size, in one member or several', () => {
    expect(unpackPage('GZIP', packed, text.length)).toEqual(text);
    const two = new Uint8Array(Buffer.concat([packed, packed]));
    expect(unpackPage('GZIP', two, 2 * text.length)).toHaveLength(2 * text.length);
  });

  test('is none where it holds fewer or more bytes, or claims too many', () => {
    for (const size of [text.length - 1, text.length + 1, 0, -1, 2 ** 31 - 1]) {
      expect(unpackPage('GZIP', packed, size)).toBeUndefined();
    }
  });

  test('sets nothing aside for what it grows by beyond its size', () => {
    const growing = new Uint8Array(zlib.gzipSync(new Uint8Array(64 * 1024 * 1024)));
    const before = process.memoryUsage().arrayBuffers;
    expect(unpackPage('GZIP', growing, 1000)).toBeUndefined();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  test('is none where it is cut off, and none or of its size where it is damaged', () => {
    for (let end = 0; end < packed.length; end += 1) {
      expect(unpackPage('GZIP', packed.subarray(0, end), text.length)).toBeUndefined();
    }
    const property = fc.property(fc.nat(packed.length - 1), fc.nat(255), (at, byte) => {
      const damaged = packed.slice();
      damaged[at] = byte;
      const page = unpackPage('GZIP', damaged, text.length);
      expect(page?.length ?? text.length).toBe(text.length);
    });
    fc.assert(property, { numRuns: 300 });
  });
});

// `text` by zstd 1.5, as `zstdCompressSync` of Node writes it; Node has zstd from 22.15 on.
const zstdPage = new Uint8Array(
  Buffer.from('KLUv/WAoItUAAJBjbGFzcyAxLCBjbGFzcyAyLCABACZG8TMM', 'base64'),
);
const hasZstd = 'zstdDecompressSync' in zlib;

describe('a page packed by zstd', () => {
  test('is unpacked where Node can, and none where it cannot', () => {
    expect(unpackPage('ZSTD', zstdPage, text.length)).toEqual(hasZstd ? text : undefined);
  });

  test('is none where it holds fewer or more bytes, is cut off or no zstd at all', () => {
    for (const size of [text.length - 1, text.length + 1, 0, -1, 2 ** 31 - 1]) {
      expect(unpackPage('ZSTD', zstdPage, size)).toBeUndefined();
    }
    for (let end = 0; end < zstdPage.length; end += 1) {
      expect(unpackPage('ZSTD', zstdPage.subarray(0, end), text.length)).toBeUndefined();
    }
    expect(unpackPage('ZSTD', packed, text.length)).toBeUndefined();
  });
});
