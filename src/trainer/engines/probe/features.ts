// Derives the features of all samples, in chunks over the workers, into one file that jobs of a seed share.
// Must not know models. Chunks have one size whatever the workers, so that results repeat on any number of them.

import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renamed } from '../../../node/renamed';
import type { TrainingData } from '../engine';
import type { WorkerPool } from '../../workers/pool';
import { featureSize, type FeatureSums } from './featureChunk';
import type { FeatureSet } from './featureRows';
import { padded } from './matrix';
import type { PatchFilters } from './patchFilters';

const rowsAChunk = 512;
/** Columns that hardly vary say nothing; dividing by their deviation would only magnify noise. */
const leastDeviation = 1e-6;

/** Files of a version with other features are left alone. */
const featureVersion = 1;

export async function prepareFeatures(
  pool: WorkerPool,
  data: TrainingData,
  seed: number,
): Promise<FeatureSet> {
  const { rows, layout, shape } = data;
  const features = featureSize(layout, shape);
  const width = padded(features);
  const name = `probe-${featureVersion}-${layout === 'images' ? `patches-${seed}` : 'vectors'}`;
  const file = join(data.cache, `${name}.f32`);
  const counts = { train: rows.train.length, val: rows.val.length, test: rows.test.length };
  const sumsFile = join(data.cache, `${name}.sums`);
  const known = existsSync(file) && existsSync(sumsFile) ? knownSums(sumsFile, width) : undefined;
  const sums = known ?? (await derive(pool, data, seed, { file, width }));
  if (known === undefined)
    writeFileSync(sumsFile, new Float64Array([...sums.sums, ...sums.squares]));
  return { file, features, width, ...counts, ...scalesOf(sums, counts.train, features) };
}

/** Of images; the same for the same data and seed. */
export async function filtersOf(
  pool: WorkerPool,
  { folder, rows }: TrainingData,
  seed: number,
): Promise<PatchFilters> {
  const task = { kind: 'filters', folder, rows: rows.train, seed } as const;
  return (await pool.run(task, { urgent: true })) as PatchFilters;
}

function knownSums(file: string, width: number): FeatureSums | undefined {
  const bytes = readFileSync(file);
  if (bytes.length !== 2 * width * 8) return undefined;
  const values = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  return { sums: values.slice(0, width), squares: values.slice(width) };
}

async function derive(
  pool: WorkerPool,
  data: TrainingData,
  seed: number,
  { file, width }: { readonly file: string; readonly width: number },
): Promise<FeatureSums> {
  const { folder, layout, rows } = data;
  const filters = layout === 'images' ? await filtersOf(pool, data, seed) : undefined;
  const all = Int32Array.from([...rows.train, ...rows.val, ...rows.test]);
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, '');
  truncateSync(temporary, all.length * width * 4);
  const chunks = Array.from({ length: Math.ceil(all.length / rowsAChunk) }, (_, at) => {
    const first = at * rowsAChunk;
    const train = Math.max(0, Math.min(rowsAChunk, rows.train.length - first));
    return {
      ...({ kind: 'features', folder, layout, first, train, file: temporary } as const),
      ...(filters === undefined ? {} : { filters }),
      rows: all.slice(first, first + rowsAChunk),
    };
  });
  const parts = await Promise.all(
    chunks.map((chunk) => pool.run(chunk, { urgent: true }) as Promise<FeatureSums>),
  );
  await renamed(temporary, file);
  return parts.reduce((total, part) => ({
    sums: total.sums.map((value, at) => value + part.sums[at]),
    squares: total.squares.map((value, at) => value + part.squares[at]),
  }));
}

function scalesOf(
  { sums, squares }: FeatureSums,
  count: number,
  features: number,
): Pick<FeatureSet, 'mean' | 'factor'> {
  const mean = Float32Array.from(sums, (sum) => sum / count);
  const factor = Float32Array.from(squares, (square, at) => {
    const average = sums[at] / count;
    const deviation = Math.sqrt(Math.max(0, square / count - average * average));
    return at < features && deviation > leastDeviation * Math.max(1, Math.abs(average))
      ? 1 / deviation
      : 0;
  });
  return { mean, factor };
}
