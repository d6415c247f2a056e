// sharp as the set-up fetched it: pictures that the program's own decoders do not read, made and read by it.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedEngine } from '../../src/node/engineSetUp/installed';
import { decodeFile } from '../../src/node/images/decodeFile';
import { hashImage } from '../../src/node/duplicates/hashImage';
import { testFolder } from '../lib/testFolder';

interface Maker {
  tiff(options: object): Maker;
  avif(options: object): Maker;
  webp(options: object): Maker;
  toColourspace(name: string): Maker;
  toBuffer(): Promise<Uint8Array>;
}
type Sharp = (pixels: Uint8Array, options: object) => Maker;

const folder = testFolder('sharp');
const [width, height] = [6, 4];
const colour = Uint8Array.from({ length: width * height * 3 }, (_, at) => [200, 100, 50][at % 3]);
const raw = (channels: number, pageHeight?: number) => ({
  raw: { width, height: pageHeight === undefined ? height : 2 * height, channels, pageHeight },
});
const lossless = { compression: 'lzw' };

const makers: readonly [name: string, make: (sharp: Sharp) => Maker, off: number][] = [
  ['plain.tif', (sharp) => sharp(colour, raw(3)).tiff(lossless), 0],
  ['deep.tif', (sharp) => sharp(colour, raw(3)).toColourspace('rgb16').tiff(lossless), 1],
  ['colour.avif', (sharp) => sharp(colour, raw(3)).avif({ lossless: true }), 2],
  [
    'moving.webp',
    (sharp) =>
      sharp(Buffer.concat([colour, colour.map((v) => 255 - v)]), raw(3, height)).webp({
        lossless: true,
      }),
    0,
  ],
];

test.each(makers)('reads %s where it is set up, and else says so', async (name, make, off) => {
  const installed = await installedEngine('sharp');
  if (installed === undefined) throw new Error('sharp is not set up');
  const sharp = createRequire(join(installed.folder, 'package.json'))('sharp') as Sharp;
  const file = join(folder, name);
  writeFileSync(file, await make(sharp).toBuffer());
  const image = await decodeFile(file, installed.folder);
  if (typeof image === 'string') throw new Error(image);
  expect([image.width, image.height]).toEqual([width, height]);
  const most = image.pixels.reduce(
    (far, value, at) => Math.max(far, Math.abs(value - colour[at])),
    0,
  );
  expect(most).toBeLessThanOrEqual(off);
  expect(await hashImage(file, installed.folder)).toHaveProperty('high');
  expect(await decodeFile(file)).toMatch(/^it is an? \w+.*, which sharp reads: .*--set-up sharp$/);
});

test('does not hide what is no picture at all, nor reads documents', async () => {
  const installed = await installedEngine('sharp');
  const [text, drawing] = ['text.tif', 'drawing.tif'].map((name) => join(folder, name));
  writeFileSync(text, 'II*\0 and no more');
  writeFileSync(drawing, '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  expect(await decodeFile(text, installed?.folder)).toMatch(/^it is no JPEG.*; sharp: /);
  expect(await decodeFile(drawing, installed?.folder)).toContain('it is no picture (svg)');
});
