// One image file as red, green and blue bytes, or the reason why not. Files are hostile: sizes are bounded.
// Must not know what the pixels are for, nor the kinds of images.

import { closeSync, fstatSync } from 'node:fs';
import { fill, opened } from '../diskFile';
import { adviceFor } from './foreignKinds';
import type { RgbImage } from './image';
import { decodeImage } from './imageKinds';

const largestFile = 256 * 2 ** 20;

/**
 * The image, or why there is none.
 * @param sharp folder whose `node_modules` hold sharp, for what the program's own decoders do not read.
 */
export async function decodeFile(file: string, sharp?: string): Promise<RgbImage | string> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = contentOf(file);
    if (bytes === undefined) return 'it is too large';
    return await decodeImage(bytes);
  } catch (error) {
    const own = messageOf(error);
    return bytes === undefined ? own : await otherwise(bytes, own, sharp);
  }
}

async function otherwise(
  bytes: Uint8Array,
  own: string,
  sharp: string | undefined,
): Promise<RgbImage | string> {
  const advice = adviceFor(bytes) ?? own;
  if (sharp === undefined) return advice;
  try {
    const { decodeWithSharp } = await import('./sharpImage');
    return await decodeWithSharp(bytes, sharp);
  } catch (error) {
    // Whoever has sharp need not be told to set it up.
    return `${advice.includes('--set-up') ? own : advice}; sharp: ${messageOf(error)}`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
