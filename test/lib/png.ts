// PNG pictures for tests, byte by byte as asked for.
// Must not know what they show.

import { crc32, deflateSync } from 'node:zlib';

/** A picture of rows that begin with their filter (0: none). `colour`: 0 gray, 2 RGB, 3 palette, 6 RGBA. */
export function png(
  width: number,
  depth: number,
  colour: number,
  rows: readonly (readonly number[])[],
  palette?: readonly number[],
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([depth, colour], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
      chunk('IHDR', header),
      ...(palette === undefined ? [] : [chunk('PLTE', Uint8Array.from(palette))]),
      chunk('IDAT', deflateSync(Uint8Array.from(rows.flat()))),
      chunk('IEND', new Uint8Array(0)),
    ]),
  );
}

/** A gray picture of eight bits a pixel. */
export function grayPng(width: number, height: number, value: (at: number) => number): Uint8Array {
  const row = (y: number): number[] =>
    Array.from({ length: width }, (_, x) => value(y * width + x));
  return png(
    width,
    8,
    0,
    Array.from({ length: height }, (_, y) => [0, ...row(y)]),
  );
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
