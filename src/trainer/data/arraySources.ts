// Arrays of samples beside arrays of labels: NPY, NPZ, IDX and CIFAR's binary records.
// Must not know labels; core/ reads those.

import { readZipDirectory } from '../../core/archives/zipDirectory';
import { openMember } from '../../core/archives/zipMember';
import { readIdxHeader } from '../../core/arrays/idxHeader';
import { numberReader } from '../../core/arrays/npyElements';
import { type NpyArray, readNpyHeader } from '../../core/arrays/npyHeader';
import { openPull, type Pull } from '../../core/bytes/pull';
import { baseName, parentPath } from '../../core/paths';
import type { DiskSource } from '../../node/diskSource';
import { cifarImage, cifarImageBytes, cifarShape } from './cifarImage';
import { DataError } from './npyFile';
import type { RowSource } from './rowSource';

const window = 1 << 20;
const mostValues = 1 << 24;

/** @param files label files, from the root of the disk. */
export async function npySource(disk: DiskSource, files: readonly string[]): Promise<RowSource> {
  const found = new Map(files.map((file) => [file, partner(disk, file, /\.npy$/i)]));
  const open = async (file: string): Promise<OpenArray> => {
    const path = found.get(file) ?? file;
    return opened(await openPull(disk, path, window), path);
  };
  const first = await open(files[0]);
  return arraySource(first, open, [...found.values()].join(', '));
}

/** The array of an NPZ archive that is no label and has the most numbers a row. */
export async function npzSource(disk: DiskSource, files: readonly string[]): Promise<RowSource> {
  let member = '';
  const open = async (file: string): Promise<OpenArray> => {
    const read = (start: number, end: number): Uint8Array => disk.read(file, start, end);
    const members = (await readZipDirectory(read, disk.size(file))) ?? [];
    let best: OpenArray | undefined;
    for (const one of members.filter(({ name }) => name.endsWith('.npy'))) {
      const pull = await openMember(read, one);
      if ('refused' in pull) continue;
      const array = await maybeOpened(pull);
      const isWider = array !== undefined && array.values > (best?.values ?? 1);
      if (isWider && (member === '' || one.name === member)) {
        best = array;
        if (member === one.name) break;
      }
      if (isWider && member === '') names.set(array, one.name);
    }
    if (best === undefined) throw new DataError(`“${file}” holds no array of features.`);
    member = names.get(best) ?? member;
    return best;
  };
  const names = new Map<OpenArray, string>();
  const first = await open(files[0]);
  return arraySource(first, open, `${files.join(', ')}: ${member}`);
}

export async function idxSource(disk: DiskSource, files: readonly string[]): Promise<RowSource> {
  const open = async (file: string): Promise<{ pull: Pull; dims: readonly number[] }> => {
    const path = partner(disk, file, /idx[34]|images.*ubyte/i);
    const pull = await openPull(disk, path, window);
    const start = (await pull.take(4)).slice();
    const sizes = await pull.take(4 * Math.min(8, start.at(3) ?? 0));
    const header = readIdxHeader(Uint8Array.of(...start, ...sizes));
    if (header?.size !== 1 || header.dims.length !== 3) {
      throw new DataError(`“${path}” holds no gray images of bytes.`);
    }
    return { pull, dims: header.dims };
  };
  const { dims } = await open(files[0]);
  const [, height, width] = dims;
  checkSize(height * width * 3, files[0]);
  return {
    ...{ layout: 'images', shape: [height, width, 3], description: 'IDX images, gray' },
    async *rows(file) {
      const { pull } = await open(file);
      yield* records(pull, height * width, (bytes) => {
        const rgb = new Uint8Array(height * width * 3);
        bytes.forEach((value, at) => rgb.fill(value, at * 3, at * 3 + 3));
        return rgb;
      });
    },
  };
}

/** A label byte, or two, before three planes. */
export function cifarSource(disk: DiskSource): RowSource {
  return {
    ...{ layout: 'images', shape: cifarShape, description: 'CIFAR records' },
    async *rows(file) {
      const labels = /^(train|test)\.bin$/.test(baseName(file)) ? 2 : 1;
      const pull = await openPull(disk, file, window);
      yield* records(pull, labels + cifarImageBytes, (bytes) => cifarImage(bytes, labels));
    },
  };
}

interface OpenArray {
  readonly pull: Pull;
  readonly array: NpyArray;
  /** Numbers a row. */
  readonly values: number;
}

function arraySource(
  { values, array }: OpenArray,
  open: (file: string) => Promise<OpenArray>,
  description: string,
): RowSource {
  const images = isImages(array);
  return {
    layout: images ? 'images' : 'features',
    shape: images ? array.shape.slice(1) : [values],
    description,
    async *rows(file) {
      const own = await open(file);
      if (own.values !== values) throw new DataError(`“${file}” has rows of another length.`);
      const read = numberReader(own.array);
      const { size } = own.array;
      yield* records(own.pull, values * size, (bytes) => {
        if (images) return bytes.slice();
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        return Float32Array.from({ length: values }, (_, at) => read(view, at * size));
      });
    },
  };
}

/** Bytes (N, height, width, 3) that are square. */
function isImages({ kind, size, shape }: NpyArray): boolean {
  return (
    kind === 'u' && size === 1 && shape.length === 4 && shape[3] === 3 && shape[1] === shape[2]
  );
}

async function opened(pull: Pull, path: string): Promise<OpenArray> {
  const array = await maybeOpened(pull);
  if (array === undefined) {
    throw new DataError(`“${path}” holds no rows of numbers in C order to train on.`);
  }
  checkSize(array.values, path);
  return array;
}

async function maybeOpened(pull: Pull): Promise<OpenArray | undefined> {
  const array = await readNpyHeader(pull);
  if (array === undefined || 'refused' in array || array.fortran) return undefined;
  if (array.shape.length < 2 || array.kind === 'U' || array.kind === 'S') return undefined;
  const values = array.shape.slice(1).reduce((product, side) => product * side, 1);
  return values > 0 && values <= mostValues ? { pull, array, values } : undefined;
}

async function* records<T>(
  pull: Pull,
  size: number,
  convert: (bytes: Uint8Array) => T,
): AsyncGenerator<T> {
  for (;;) {
    const bytes = await pull.take(size);
    if (bytes.length < size) return;
    yield convert(bytes);
  }
}

function checkSize(values: number, path: string): void {
  if (values > 0 && values <= mostValues) return;
  throw new DataError(`“${path}” has ${values} values a row; at most ${mostValues} can be used.`);
}

const labelWords = /labels?|targets?|class(es)?|^y|idx1|_y(?=[_.-]|$)/gi;
const dataWords = /images?|features?|feats?|embeddings?|data|^x|idx[34]|_x(?=[_.-]|$)/gi;

/** The file beside a label file that has the same name but for the words that say what it holds. */
function partner(disk: DiskSource, file: string, pattern: RegExp): string {
  const folder = parentPath(file);
  const bare = (name: string, words: RegExp): string =>
    name
      .toLowerCase()
      .replace(words, '')
      .replace(/[^a-z0-9]+/g, '');
  const own = bare(baseName(file), labelWords);
  const others = disk
    .list(folder)
    .files.filter((name) => name !== baseName(file) && pattern.test(name));
  const fitting = others.filter((name) => bare(name, dataWords) === own);
  const candidates = fitting.length > 0 ? fitting : others.filter((name) => dataWords.test(name));
  if (candidates.length !== 1) {
    const seen = candidates.length === 0 ? 'none is there' : candidates.join(', ');
    throw new DataError(`Which file holds the features of “${file}” is not clear: ${seen}.`);
  }
  return folder === '' ? candidates[0] : `${folder}/${candidates[0]}`;
}
