// The kinds of image files that can be decoded, told by their first bytes.
// Must not know files or what the images are for.

import { bmpSize, decodeBmp } from './bmpImage';
import { decodeGif, gifSize } from './gifImage';
import { mostPixels, type RgbImage, type Size } from './image';
import { jpegDecoder, jpegSize } from './jpegImage';
import { decodePng, pngSize } from './pngImage';
import { decodePnm, pnmSize } from './pnmImage';
import { decodeWebp, webpSize } from './webpImage';

interface ImageKind {
  /** Undefined where the bytes are none of this kind. */
  readonly size: (bytes: Uint8Array) => Size | undefined;
  readonly decode: (bytes: Uint8Array) => Promise<RgbImage> | RgbImage;
}

const kinds: readonly ImageKind[] = [
  { size: jpegSize, decode: async (bytes) => await (await jpegDecoder()).decode(bytes) },
  { size: pngSize, decode: decodePng },
  { size: webpSize, decode: decodeWebp },
  { size: gifSize, decode: decodeGif },
  { size: bmpSize, decode: decodeBmp },
  { size: pnmSize, decode: decodePnm },
];

/**
 * The image.
 * @throws Error that says, after the file's name, why there is none.
 */
export async function decodeImage(bytes: Uint8Array): Promise<RgbImage> {
  for (const { size, decode } of kinds) {
    const found = size(bytes);
    if (found === undefined) continue;
    if (found.width === 0 || found.height === 0) throw new Error('it has no pixels');
    if (found.width * found.height > mostPixels) throw new Error('it has too many pixels');
    return await decode(bytes);
  }
  throw new Error('it is no JPEG, PNG, WebP, GIF, BMP, PGM or PPM image');
}
