// One image file as red, green and blue bytes, or the reason why not. Files are hostile: sizes are bounded.
// Must not know what the pixels are for, nor the kinds of images.

import { closeSync, fstatSync } from 'node:fs';
import { fill, opened } from '../diskFile';
import type { RgbImage } from './image';
import { decodeImage } from './imageKinds';

const largestFile = 256 * 2 ** 20;

/** The image, or why there is none. */
export async function decodeFile(file: string): Promise<RgbImage | string> {
  try {
    const bytes = contentOf(file);
    if (bytes === undefined) return 'it is too large';
    return await decodeImage(bytes);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
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
