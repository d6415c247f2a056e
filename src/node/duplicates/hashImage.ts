// The perceptual hash of one image file: by the program's own decoders, and what they cannot read by sharp where it is set up.
// Must not know who asks; a file is hostile, and what cannot be decoded is answered with its reason.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  hashedSide,
  type PerceptualHash,
  perceptualHash,
} from '../../core/duplicates/perceptualHash';
import { decodeFile } from '../images/decodeFile';
import { mostPixels, resized } from '../images/image';

/** The grey values to be hashed, or why there are none. */
type GreyReader = (file: string) => Promise<ArrayLike<number> | string>;

/** What of sharp is used. */
interface SharpImage {
  metadata(): Promise<{
    readonly format?: string;
    readonly width?: number;
    readonly height?: number;
  }>;
  greyscale(): SharpImage;
  resize(options: object): SharpImage;
  raw(): SharpImage;
  toBuffer(): Promise<Uint8Array>;
}
type Sharp = (file: string, options: object) => SharpImage;

/** No vectors, no documents: only what holds pixels. */
const pictureFormats = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'avif']);

/** @param sharpFolder holds `node_modules` with sharp. */
export async function hashImage(
  file: string,
  sharpFolder?: string,
): Promise<PerceptualHash | string> {
  const own = await ownGrey(file);
  if (typeof own !== 'string') return perceptualHash(own);
  if (sharpFolder === undefined) return own;
  const other = await sharpGrey(sharpFolder)(file);
  return typeof other === 'string' ? `${own}; sharp: ${other}` : perceptualHash(other);
}

const ownGrey: GreyReader = async (file) => {
  const image = await decodeFile(file);
  if (typeof image === 'string') return image;
  const { pixels } = resized(image, hashedSide);
  // Luma as JPEG has it (ITU-R BT.601).
  return Float64Array.from({ length: hashedSide ** 2 }, (_, at) => {
    const [red, green, blue] = pixels.subarray(3 * at, 3 * at + 3);
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  });
};

const loaded = new Map<string, Sharp>();

function sharpGrey(folder: string): GreyReader {
  return async (file) => {
    try {
      const options = { limitInputPixels: mostPixels, failOn: 'error', pages: 1 };
      const image = sharpIn(folder)(file, options);
      const { format } = await image.metadata();
      if (format === undefined || !pictureFormats.has(format))
        return `it is no picture (${String(format)})`;
      const size = { width: hashedSide, height: hashedSide, fit: 'fill', kernel: 'linear' };
      const grey = await image.greyscale().resize(size).raw().toBuffer();
      return grey.length === hashedSide ** 2 ? grey : 'it has no grey values';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
}

function sharpIn(folder: string): Sharp {
  let sharp = loaded.get(folder);
  if (sharp === undefined) {
    sharp = createRequire(join(folder, 'package.json'))('sharp') as Sharp;
    loaded.set(folder, sharp);
  }
  return sharp;
}
