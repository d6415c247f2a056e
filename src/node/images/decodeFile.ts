// One image file, JPEG or PNG, as red, green and blue bytes, or the reason why not. Files are hostile: sizes are bounded.
// Must not know what the pixels are for.

import { closeSync, fstatSync } from 'node:fs';
import { PngError } from '../../core/images/png';
import { fill, opened } from '../diskFile';
import type { RgbImage } from './image';
import { jpegDecoder, jpegSize, largestPicture } from './jpegImage';
import { decodePng } from './pngImage';

const largestFile = 256 * 2 ** 20;

/** The image, or why there is none. */
export async function decodeFile(file: string): Promise<RgbImage | string> {
  try {
    const bytes = contentOf(file);
    if (bytes === undefined) return 'it is too large';
    if (isPng(bytes)) {
      const view = new DataView(bytes.buffer);
      if (bytes.length > 24 && tooLarge(view.getUint32(16), view.getUint32(20)))
        return 'it has too many pixels';
      return await decodePng(bytes);
    }
    const size = jpegSize(bytes);
    if (size === undefined) return 'it is neither a JPEG nor a PNG image';
    if (tooLarge(size.width, size.height)) return 'it has too many pixels';
    return await (await jpegDecoder()).decode(bytes);
  } catch (error) {
    if (error instanceof PngError) return error.message;
    return error instanceof Error ? error.message : String(error);
  }
}

function tooLarge(width: number, height: number): boolean {
  return width * height > largestPicture;
}

function isPng(bytes: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47].every((byte, at) => bytes[at] === byte);
}

function contentOf(file: string): Uint8Array | undefined {
  const descriptor = opened(file, file);
  try {
    const { size } = fstatSync(descriptor);
    if (size > largestFile) return undefined;
    const bytes = new Uint8Array(size);
    return bytes.subarray(0, fill(descriptor, bytes, 0));
  } finally {
    closeSync(descriptor);
  }
}
