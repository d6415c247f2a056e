// The images of CIFAR's pickles: where their bytes lie is told by the opcodes, and they are read from there.
// Must not know labels; nothing of a pickle is ever executed.

import { openPull, type Pull } from '../../core/bytes/pull';
import { PickleError } from '../../core/pickle/pickleMachine';
import { type PickleBytes, readPickle } from '../../core/pickle/pickleReader';
import { PickleDict } from '../../core/pickle/pickleValue';
import type { DiskSource } from '../../node/diskSource';
import { cifarImage, cifarImageBytes, cifarShape } from './cifarImage';
import { DataError } from './npyFile';
import type { RowSource } from './rowSource';

const window = 1 << 20;
const labelKeys = ['labels', 'fine_labels', 'coarse_labels'];

export function cifarPickleSource(disk: DiskSource): RowSource {
  return {
    ...{ layout: 'images', shape: cifarShape, description: 'CIFAR pickles' },
    async *rows(file) {
      const place = await imagesIn(disk, file);
      const pull = await openPull(disk, file, window);
      await pull.skip(place.offset);
      const bytes = place.form === 'plain' ? plainBytes(pull, place) : latin1Bytes(pull, place);
      for await (const image of bytes) yield cifarImage(image, 0);
    },
  };
}

/** As many bytes as the labels have images. @throws DataError where there are none. */
async function imagesIn(disk: DiskSource, file: string): Promise<PickleBytes> {
  const found: PickleBytes[] = [];
  let labels: number | undefined;
  try {
    const value = await readPickle(await openPull(disk, file, window), undefined, (bytes) => {
      if (bytes.length >= cifarImageBytes) found.push(bytes);
    });
    if (value instanceof PickleDict) {
      labels = labelKeys.map((key) => value.list(key)?.length).find((one) => one !== undefined);
    }
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    throw new DataError(`The pickle “${file}” cannot be read: ${error.message}.`);
  }
  const size = (labels ?? 0) * cifarImageBytes;
  const images = found.find(({ length, form }) =>
    form === 'plain' ? length === size : length >= size && length <= 2 * size,
  );
  if (images !== undefined) return images;
  throw new DataError(`“${file}” holds no ${labels ?? 0} images of 32 × 32 pixels as bytes.`);
}

async function* plainBytes(pull: Pull, { length }: PickleBytes): AsyncGenerator<Uint8Array> {
  for (let left = length; left >= cifarImageBytes; left -= cifarImageBytes) {
    const image = await pull.take(cifarImageBytes);
    if (image.length < cifarImageBytes) return;
    yield image;
  }
}

/** Characters up to 255 in UTF-8: those above 127 take two bytes. */
async function* latin1Bytes(pull: Pull, { length }: PickleBytes): AsyncGenerator<Uint8Array> {
  const image = new Uint8Array(cifarImageBytes);
  let [at, high] = [0, 0];
  for (let left = length; left > 0;) {
    const some = await pull.take(Math.min(left, cifarImageBytes));
    if (some.length === 0) return;
    left -= some.length;
    for (const byte of some) {
      if (byte >= 0xc0) {
        high = (byte & 3) << 6;
        continue;
      }
      image[at++] = byte < 0x80 ? byte : high | (byte & 0x3f);
      if (at < image.length) continue;
      yield image;
      at = 0;
    }
  }
}
