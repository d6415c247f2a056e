// The perceptual hash of one image file.
// Must not know who asks; a file is hostile, and what cannot be decoded is answered with its reason.

import {
  hashedSide,
  type PerceptualHash,
  perceptualHash,
} from '../../core/duplicates/perceptualHash';
import { decodeFile } from '../images/decodeFile';
import { resized } from '../images/image';

/** @param sharpFolder see `decodeFile`. */
export async function hashImage(
  file: string,
  sharpFolder?: string,
): Promise<PerceptualHash | string> {
  const image = await decodeFile(file, sharpFolder);
  if (typeof image === 'string') return image;
  const { pixels } = resized(image, hashedSide);
  // Luma as JPEG has it (ITU-R BT.601).
  const grey = Float64Array.from({ length: hashedSide ** 2 }, (_, at) => {
    const [red, green, blue] = pixels.subarray(3 * at, 3 * at + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
  return perceptualHash(grey);
}
