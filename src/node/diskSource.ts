// A folder on disk as the engine's FileSource: synchronous reads, one reused buffer, nothing outside the root.
// Must not know formats.

import { closeSync, fstatSync, readdirSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { Kernels } from '../core/kernels';
import {
  type ChunkOptions,
  type FileSource,
  type Listing,
  SourceError,
  type WalkedTree,
  type WalkExcludes,
} from '../core/ports';
import { fill, opened, withFile } from './diskFile';
import { gunzip, type GunzipLimits, gunzipLimits } from './gunzip';
import { leavesRoot } from './leavesRoot';
import { sortNames } from './names';
import { toSourceError } from './sourceErrors';
import { TreeIndex } from './treeIndex';
import { unpackPage } from './unpackPage';
import { unzlib } from './unzlib';
import { walk } from './walk';

const chunkSize = 1024 * 1024;
const smallSize = 64 * 1024;

/** Files below an absolute folder. Links are followed, also out of the root: they are the user's; written `..` is not. */
export class DiskSource implements FileSource {
  readonly root: string;
  readonly unzlib = unzlib;
  readonly unpackPage = unpackPage;
  #tree: TreeIndex | undefined;
  #isSorted = false;
  #whole: Uint8Array = new Uint8Array(smallSize);
  #spare: Uint8Array | undefined;

  constructor(
    root: string,
    private readonly limits: GunzipLimits = gunzipLimits,
    readonly kernels?: Kernels,
  ) {
    this.root = resolve(root);
  }

  size(path: string): number {
    const disk = this.#locate(path);
    try {
      const found = statSync(disk);
      if (found.isFile()) return found.size;
    } catch (error) {
      throw toSourceError(error, path);
    }
    throw new SourceError('unreadable', path, `“${path}” is a folder or a device, not a file.`);
  }

  whole(path: string, limit: number, into?: Uint8Array): Uint8Array {
    return withFile(this.#locate(path), path, (descriptor) => {
      let buffer = into ?? this.#whole;
      let length = fill(descriptor, buffer, 0);
      while (length === buffer.length && length <= limit) {
        buffer = larger(buffer, fstatSync(descriptor).size, limit);
        length += fill(descriptor, buffer, length, length);
      }
      if (length > limit) throw tooLarge(path, limit);
      // What had to grow serves the next file, unless it is very large.
      if (into === undefined && buffer.length <= chunkSize) this.#whole = buffer;
      return buffer.subarray(0, length);
    });
  }

  read(path: string, start: number, end: number, into?: Uint8Array): Uint8Array {
    return withFile(this.#locate(path), path, (descriptor) => {
      // No more is set aside than the file holds, whatever a damaged footer claims.
      const size = Math.max(0, Math.min(end, fstatSync(descriptor).size) - start);
      const isRoomy = into !== undefined && into.length >= size;
      const bytes = isRoomy ? into.subarray(0, size) : new Uint8Array(size);
      return bytes.subarray(0, fill(descriptor, bytes, start));
    });
  }

  chunks(
    path: string,
    options: ChunkOptions = {},
  ): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
    if (options.gunzip === true) return gunzip(this.#plain(path, {}), path, this.limits);
    return this.#plain(path, options);
  }

  list(path: string): Listing {
    const node = this.#tree?.at(path);
    if (node !== undefined) {
      const files = this.#isSorted ? node.files : sortNames([...node.files]);
      return { files, folders: node.folders };
    }
    const disk = this.#locate(path);
    try {
      return listed(disk);
    } catch (error) {
      throw toSourceError(error, path);
    }
  }

  async walk(
    excludes: WalkExcludes,
    signal: AbortSignal,
    onProgress: (files: number) => void,
  ): Promise<WalkedTree> {
    const walked = await walk(this.root, excludes, signal, onProgress);
    this.#tree = new TreeIndex(walked.listed);
    this.#isSorted = false;
    return {
      ...walked,
      sorted: async (sortSignal) => {
        const tree = await walked.sorted(sortSignal);
        this.#tree = new TreeIndex(tree);
        this.#isSorted = true;
        return tree;
      },
    };
  }

  *#plain(path: string, options: ChunkOptions): Generator<Uint8Array> {
    const { start = 0, end = Infinity, into } = options;
    const descriptor = opened(this.#locate(path), path);
    // Two readers at once get a buffer each; one after the other share it.
    const buffer = this.#spare ?? new Uint8Array(chunkSize);
    this.#spare = undefined;
    try {
      for (let at = start; at < end;) {
        const free = into?.() ?? buffer;
        const room = free.subarray(0, Math.min(free.length, end - at));
        const length = filled(descriptor, room, at, path);
        if (length > 0) yield room.subarray(0, length);
        if (length < room.length) return;
        at += length;
      }
    } finally {
      this.#spare = buffer;
      closeSync(descriptor);
    }
  }

  /** The path on disk; the root itself is `''`. */
  #locate(path: string): string {
    if (leavesRoot(path)) {
      const message = `“${path}” lies outside the scanned folder and is not read.`;
      throw new SourceError('outside-root', path, message);
    }
    if (path === '') return this.root;
    return this.root.endsWith(sep) ? `${this.root}${path}` : `${this.root}${sep}${path}`;
  }
}

function filled(descriptor: number, room: Uint8Array, at: number, path: string): number {
  try {
    return fill(descriptor, room, at);
  } catch (error) {
    throw toSourceError(error, path);
  }
}

/** Room for the file and one byte more, so that its end is seen, but never for much more than the limit. */
function larger(buffer: Uint8Array, size: number, limit: number): Uint8Array {
  const wanted = Math.max(buffer.length * 2, size + 1);
  const bigger = new Uint8Array(Math.max(buffer.length + 1, Math.min(wanted, limit + 1)));
  bigger.set(buffer);
  return bigger;
}

function tooLarge(path: string, limit: number): SourceError {
  const message = `“${path}” is larger than ${limit.toString()} bytes, too large for this kind of file.`;
  return new SourceError('too-large', path, message);
}

function listed(disk: string): Listing {
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of readdirSync(disk, { withFileTypes: true })) {
    const target = entry.isSymbolicLink()
      ? statSync(`${disk}${sep}${entry.name}`, { throwIfNoEntry: false })
      : entry;
    if (target?.isFile() === true) files.push(entry.name);
    else if (target?.isDirectory() === true) folders.push(entry.name);
  }
  return { files: sortNames(files), folders: sortNames(folders) };
}
