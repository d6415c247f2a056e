// Features of a stretch of samples: pooled responses of patch filters for images, the vectors themselves otherwise.
// Must not know models; it writes rows into a file that several workers fill at once.

import { closeSync, openSync, writeSync } from 'node:fs';
import { explained } from '../../../node/atomicWrite';
import { openSamples, readRows } from '../../data/packed';
import { Matrices, padded } from './matrix';
import {
  filterCount,
  type PatchFilters,
  patchLength,
  patchSize,
  patchStride,
} from './patchFilters';

export interface FeatureChunk {
  readonly kind: 'features';
  /** Folder of the packed arrays. */
  readonly folder: string;
  readonly layout: 'images' | 'features';
  /** For images. */
  readonly filters?: PatchFilters;
  /** Rows of x.npy, and where in the file of features the first of them goes. */
  readonly rows: Int32Array;
  readonly first: number;
  readonly file: string;
  /** So many of the rows, from the first, are training samples, whose sums are wanted. */
  readonly train: number;
}

/** Σ x and Σ x² of the training rows of the chunk, one a column. */
export interface FeatureSums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** Features of one sample, and columns of a row of the file. */
export function featureSize(layout: FeatureChunk['layout'], shape: readonly number[]): number {
  return layout === 'images' ? 4 * filterCount : shape[0];
}

const imagesAtOnce = 64;

export function computeFeatures(chunk: FeatureChunk): FeatureSums {
  const x = openSamples(chunk.folder, chunk.layout);
  const descriptor = openSync(chunk.file, 'r+');
  try {
    const shape = x.shape.slice(1);
    const width = padded(featureSize(chunk.layout, shape));
    const rowsOf =
      chunk.filters === undefined ? vectorRows(shape[0], width) : pooledRows(chunk.filters, shape);
    const result = { sums: new Float64Array(width), squares: new Float64Array(width) };
    for (let done = 0; done < chunk.rows.length; done += imagesAtOnce) {
      const rows = chunk.rows.subarray(done, done + imagesAtOnce);
      const into =
        chunk.layout === 'images'
          ? new Uint8Array(rows.length * x.rowBytes)
          : new Float32Array((rows.length * x.rowBytes) / 4);
      readRows(x, rows, into);
      const features = rowsOf(into, rows.length);
      addSums(result, features, Math.min(rows.length, chunk.train - done), width);
      try {
        writeAll(descriptor, features, (chunk.first + done) * width * 4);
      } catch (error) {
        throw explained(chunk.file, error);
      }
    }
    return result;
  } finally {
    closeSync(descriptor);
    x.close();
  }
}

type RowsOf = (samples: Uint8Array | Float32Array, count: number) => Float32Array;

function vectorRows(features: number, width: number): RowsOf {
  return (samples, count) => {
    const rows = new Float32Array(count * width);
    for (let row = 0; row < count; row++) {
      for (let c = 0; c < features; c++) rows[row * width + c] = samples[row * features + c];
    }
    return rows;
  };
}

/** Mean responses above the threshold over each quadrant of the image: 4 x filterCount a row. */
function pooledRows({ filters, threshold }: PatchFilters, shape: readonly number[]): RowsOf {
  const [height, width] = shape;
  const grid = Math.floor((Math.min(height, width) - patchSize) / patchStride) + 1;
  const half = Math.ceil(grid / 2);
  const counts = [half * half, half * (grid - half), (grid - half) * half, (grid - half) ** 2];
  const matrices = new Matrices();
  const { kernels } = matrices;
  const put = (values: Float32Array): number => {
    const at = matrices.allocate(values.byteLength);
    matrices.floats(at, values.length).set(values);
    return at;
  };
  const [filtersAt, thresholdAt] = [put(filters), put(threshold)];
  const imageAt = matrices.allocate(height * width * 3);
  const patchesAt = matrices.allocate(grid * grid * patchLength * 4);
  const responsesAt = matrices.allocate(grid * grid * filterCount * 4);
  const pooledAt = matrices.allocate(4 * filterCount * 4);
  const step = filterCount * 4;
  return (samples, count) => {
    const rows = new Float32Array(count * 4 * filterCount);
    const size = height * width * 3;
    for (let row = 0; row < count; row++) {
      matrices.bytes(imageAt, size).set(samples.subarray(row * size, (row + 1) * size));
      kernels.patches(imageAt, width, patchSize, patchStride, grid, half, patchesAt);
      kernels.product(patchesAt, filtersAt, responsesAt, grid * grid, patchLength, filterCount);
      let from = responsesAt;
      counts.forEach((positions, quadrant) => {
        kernels.rectifiedMean(
          from,
          thresholdAt,
          pooledAt + quadrant * step,
          positions,
          filterCount,
        );
        from += positions * step;
      });
      rows.set(matrices.floats(pooledAt, 4 * filterCount), row * 4 * filterCount);
    }
    return rows;
  };
}

function addSums(to: FeatureSums, features: Float32Array, rows: number, width: number): void {
  for (let at = 0; at < rows * width; at++) {
    to.sums[at % width] += features[at];
    to.squares[at % width] += features[at] ** 2;
  }
}

function writeAll(descriptor: number, features: Float32Array, position: number): void {
  const bytes = new Uint8Array(features.buffer, features.byteOffset, features.byteLength);
  for (let done = 0; done < bytes.length;) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  }
}
