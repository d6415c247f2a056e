// Image files to one array, decoded by the workers, in the order of the samples.
// Must not know labels or splits.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFile } from '../../node/images/decodeFile';
import { renamed } from '../../node/renamed';
import { WorkerPool } from '../workers/pool';
import type { Decoded, DecodeTask } from './decodeTask';
import { type Entry, placeOf, type SkippedList } from './entry';
import { DataError, NpyWriter } from './npyFile';

const filesATask = 128;
/** The size of images that do not agree on one of at most `ownSizeUpTo` pixels a side. */
const commonSize = 32;
const ownSizeUpTo = 64;
/** Beyond this the packed array does not pay any more; PyTorch reads the files as they are. */
const largestArray = 64 * 2 ** 30;

export interface ImageOptions {
  readonly root: string;
  readonly entries: readonly Entry[];
  /** Pixels a side; the images' own where absent and all agree on at most 64. */
  readonly size?: number;
  /** Folder whose `node_modules` hold sharp, where it is set up. */
  readonly sharp?: string;
  /** Where x.npy goes; it is not there yet. */
  readonly file: string;
  readonly workers?: number;
  readonly signal: AbortSignal;
  readonly skipped: SkippedList;
  readonly onProgress: (done: number) => void;
}

/** Answers the entries that are in the array, by index, in its order. */
export async function packImages(options: ImageOptions): Promise<readonly number[]> {
  const size = options.size ?? (await ownSize(options));
  if (size !== undefined) {
    const kept = await pack(options, size, options.size !== undefined);
    if (kept !== undefined) return kept;
  }
  const kept = await pack(options, commonSize, true);
  if (kept === undefined) throw new DataError('The images could not be brought to one size.');
  return kept;
}

/** Of the first image that can be decoded, where it is small and square. */
async function ownSize({ entries, root, sharp }: ImageOptions): Promise<number | undefined> {
  for (const entry of entries.slice(0, filesATask)) {
    const image = await decodeFile(join(root, entry.media ?? ''), sharp);
    if (typeof image === 'string') continue;
    return image.width === image.height && image.width <= ownSizeUpTo ? image.width : undefined;
  }
  return undefined;
}

/** `undefined` where an image is of another size and must not be resized. */
async function pack(
  options: ImageOptions,
  size: number,
  resize: boolean,
): Promise<readonly number[] | undefined> {
  const { entries, root, signal, sharp } = options;
  const bytes = entries.length * size * size * 3;
  if (bytes > largestArray) {
    const room = `${Math.ceil(bytes / 2 ** 30)} GiB`;
    throw new DataError(
      `${entries.length} images of ${size} pixels need ${room}; take a smaller size.`,
    );
  }
  const pool = new WorkerPool(options.workers);
  const target = `${options.file}.${size}`;
  const writer = new NpyWriter(target, '|u1', [size, size, 3]);
  const kept: number[] = [];
  const pending: Promise<Decoded>[] = [];
  const task = (first: number): DecodeTask => ({
    ...{ kind: 'decode', size, resize },
    ...(sharp === undefined ? {} : { sharp }),
    files: entries.slice(first, first + filesATask).map(({ media = '' }) => join(root, media)),
  });
  try {
    let next = 0;
    for (let first = 0; first < entries.length; first += filesATask) {
      signal.throwIfAborted();
      while (next < entries.length && pending.length < 3 * pool.width) {
        pending.push(pool.run(task(next)) as Promise<Decoded>);
        next += filesATask;
      }
      const decoded = await pending.shift();
      if (decoded?.other !== undefined) {
        writer.close();
        rmSync(target);
        return undefined;
      }
      if (decoded !== undefined) take(decoded, first, options, writer, kept);
      options.onProgress(Math.min(first + filesATask, entries.length));
    }
    writer.finish();
    await renamed(target, options.file);
    return kept;
  } finally {
    await Promise.all([pool.close(), Promise.allSettled(pending)]);
  }
}

function take(
  { pixels, skipped }: Decoded,
  first: number,
  { entries, skipped: list }: ImageOptions,
  writer: NpyWriter,
  kept: number[],
): void {
  const reasons = new Map(skipped.map(({ at, reason }) => [at, reason]));
  const end = Math.min(first + filesATask, entries.length);
  for (let at = first; at < end; at++) {
    const reason = reasons.get(at - first);
    if (reason === undefined) kept.push(at);
    else list.add(placeOf(entries[at]), reason);
  }
  writer.append(pixels, end - first - skipped.length);
}
