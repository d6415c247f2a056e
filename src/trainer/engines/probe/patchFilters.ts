// Filters for images: random training patches, whitened (Coates, Lee and Ng, AISTATS 2011).
// Must not know files or classes.

import { Random } from '../../random';
import { symmetricEigen } from './symmetricEigen';

/** Side of a patch and steps between patches, in pixels; filters; quadrants that each filter is pooled over. */
export const patchSize = 6;
export const patchStride = 2;
export const filterCount = 128;
export const patchLength = patchSize * patchSize * 3;

/** Added to the variances of patches (scale of bytes) and of whitened directions, so that noise is not blown up. */
export const patchVariance = 10;
const whitenVariance = 0.1;
/** What a response must exceed to count. */
const softThreshold = 0.25;
const patchesForWhitening = 20_000;
const patchesAnImage = 10;

/** Responses of a normalised patch p: p · filters (patchLength x filterCount), counted above `threshold`. */
export interface PatchFilters {
  readonly filters: Float32Array;
  readonly threshold: Float32Array;
}

/** Reads the image of a training sample (height x width x 3 bytes). */
export interface ImageReader {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  read(index: number, into: Uint8Array): void;
}

/** Draws patches by the seed and learns whitening from them; the same seed gives the same filters. */
export function patchFilters(images: ImageReader, seed: number): PatchFilters {
  const random = new Random(seed, 'patches');
  const drawn = drawPatches(images, random);
  const count = drawn.length / patchLength;
  const mean = new Float64Array(patchLength);
  drawn.forEach((value, at) => (mean[at % patchLength] += value / count));
  const whitening = whiteningOf(drawn, mean);
  const filters = new Float32Array(patchLength * filterCount);
  const threshold = new Float32Array(filterCount);
  for (let filter = 0; filter < filterCount; filter++) {
    const start = random.whole(count) * patchLength;
    const centred = mean.map((value, i) => drawn[start + i] - value);
    const direction = unit(times(whitening, centred));
    const applied = times(whitening, direction);
    let offset = 0;
    for (let i = 0; i < patchLength; i++) {
      filters[i * filterCount + filter] = applied[i];
      offset += applied[i] * mean[i];
    }
    threshold[filter] = offset + softThreshold;
  }
  return { filters, threshold };
}

function drawPatches(images: ImageReader, random: Random): Float64Array {
  const { count, height, width } = images;
  const rounds = Math.min(Math.ceil(patchesForWhitening / patchesAnImage), count);
  const perImage = Math.ceil(patchesForWhitening / rounds);
  const all = new Float64Array(rounds * perImage * patchLength);
  const image = new Uint8Array(height * width * 3);
  for (let round = 0; round < rounds; round++) {
    images.read(random.whole(count), image);
    for (let one = 0; one < perImage; one++) {
      const y = random.whole(height - patchSize + 1);
      const x = random.whole(width - patchSize + 1);
      const start = (round * perImage + one) * patchLength;
      copyPatch(image, (y * width + x) * 3, width * 3, all.subarray(start, start + patchLength));
    }
  }
  return all;
}

/** Contrast-normalised, as the kernel `patches` does it. */
function copyPatch(image: Uint8Array, from: number, rowBytes: number, to: Float64Array): void {
  const wide = patchSize * 3;
  for (let at = 0; at < patchLength; at++) {
    to[at] = image[from + Math.floor(at / wide) * rowBytes + (at % wide)];
  }
  const mean = to.reduce((sum, value) => sum + value, 0) / patchLength;
  const variance = to.reduce((sum, value) => sum + (value - mean) ** 2, 0) / patchLength;
  for (let at = 0; at < patchLength; at++)
    to[at] = (to[at] - mean) / Math.sqrt(variance + patchVariance);
}

/** ZCA: V (Λ + ε)^(−1/2) Vᵀ of the patches' covariance, row-major. */
function whiteningOf(drawn: Float64Array, mean: Float64Array): Float64Array {
  const size = patchLength;
  const count = drawn.length / size;
  const covariance = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (let patch = 0; patch < count; patch++) {
    for (let i = 0; i < size; i++) centred[i] = drawn[patch * size + i] - mean[i];
    for (let i = 0; i < size; i++) {
      for (let j = i; j < size; j++) covariance[i * size + j] += (centred[i] * centred[j]) / count;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) covariance[i * size + j] = covariance[j * size + i];
  }
  const { values, vectors } = symmetricEigen(covariance, size);
  const shrunk = values.map((value) => 1 / Math.sqrt(Math.max(value, 0) + whitenVariance));
  const whitening = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++)
        sum += vectors[i * size + k] * shrunk[k] * vectors[j * size + k];
      whitening[i * size + j] = sum;
    }
  }
  return whitening;
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j];
    return sum;
  });
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / Math.max(length, 1e-12));
}
