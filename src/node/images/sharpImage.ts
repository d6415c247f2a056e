// Images through sharp, from the folder where it was set up on demand: what the program's own decoders do not read.
// Must not know files or what the images are for.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { mostPixels, type RgbImage } from './image';

/** What of sharp is used. */
interface SharpImage {
  metadata(): Promise<{ readonly format?: string }>;
  toColourspace(name: string): SharpImage;
  removeAlpha(): SharpImage;
  raw(options: { readonly depth: 'uchar' }): SharpImage;
  toBuffer(options: { readonly resolveWithObject: true }): Promise<{
    readonly data: Uint8Array;
    readonly info: { readonly width: number; readonly height: number; readonly channels: number };
  }>;
}
type Sharp = (bytes: Uint8Array, options: object) => SharpImage;

/** No vectors, no documents: only what holds pixels. */
const pictureFormats = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif']);

const loaded = new Map<string, Sharp>();

/**
 * The image, of several pages or frames the first, as it lies in the file, without its alpha.
 * @param folder holds `node_modules` with sharp.
 * @throws Error that says why there is none.
 */
export async function decodeWithSharp(bytes: Uint8Array, folder: string): Promise<RgbImage> {
  const image = sharpIn(folder)(bytes, {
    ...{ limitInputPixels: mostPixels, failOn: 'error', pages: 1 },
  });
  const { format } = await image.metadata();
  if (format === undefined || !pictureFormats.has(format)) {
    throw new Error(`it is no picture (${String(format)})`);
  }
  const plain = image.toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' });
  const { data, info } = await plain.toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 || data.length !== width * height * 3) {
    throw new Error(`it has ${channels} channels; three are wanted`);
  }
  return { width, height, pixels: data };
}

function sharpIn(folder: string): Sharp {
  let sharp = loaded.get(folder);
  if (sharp === undefined) {
    sharp = createRequire(join(folder, 'package.json'))('sharp') as Sharp;
    loaded.set(folder, sharp);
  }
  return sharp;
}
