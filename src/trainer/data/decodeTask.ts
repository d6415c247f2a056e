// Decodes a stretch of image files to one size, in a worker thread.
// Must not know labels or splits; a file that cannot be decoded is named with its reason and left out.

import { decodeFile } from '../../node/images/decodeFile';
import { resized } from '../../node/images/image';

export interface DecodeTask {
  readonly kind: 'decode';
  /** Absolute paths. */
  readonly files: readonly string[];
  /** Pixels a side. */
  readonly size: number;
  /** Images of another size are resized, or else end the task with the first one's size. */
  readonly resize: boolean;
  /** Folder whose `node_modules` hold sharp, where it is set up. */
  readonly sharp?: string;
}

export interface Decoded {
  /** size x size x 3 bytes an image that could be decoded, in the order of the files. */
  readonly pixels: Uint8Array;
  /** Indexes of the files, with the reason. */
  readonly skipped: readonly { readonly at: number; readonly reason: string }[];
  /** The image that was of another size, where it must not be. */
  readonly other?: { readonly width: number; readonly height: number };
}

export async function decodeSamples({ files, size, resize, sharp }: DecodeTask): Promise<Decoded> {
  const bytes = size * size * 3;
  const pixels = new Uint8Array(files.length * bytes);
  const skipped: { at: number; reason: string }[] = [];
  let done = 0;
  for (const [at, file] of files.entries()) {
    const image = await decodeFile(file, sharp);
    if (typeof image === 'string') {
      skipped.push({ at, reason: image });
      continue;
    }
    const { width, height } = image;
    if (!resize && (width !== size || height !== size)) {
      return { pixels: new Uint8Array(0), skipped: [], other: { width, height } };
    }
    pixels.set(resized(image, size).pixels, done * bytes);
    done += 1;
  }
  return { pixels: pixels.slice(0, done * bytes), skipped };
}
