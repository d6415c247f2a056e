// A FileSource over a map of paths to contents, with any chunk size from one byte up.
// Must not know formats.

import { gunzipSync } from 'node:zlib';
import picomatch from 'picomatch/posix';
import {
  type ChunkOptions,
  type FileSource,
  type FolderNode,
  type Listing,
  SourceError,
  type WalkExcludes,
  type WalkedTree,
} from '../../src/core/ports';

export interface MemorySourceOptions {
  /** Bytes a chunk; 64 KiB where absent. */
  readonly chunkSize?: number;
}

/** Files in memory. Chunks lie in one reused buffer that is overwritten, as the contract says, to catch who keeps them. */
export class MemorySource implements FileSource {
  readonly root = 'memory';
  readonly #files = new Map<string, Uint8Array>();
  readonly #chunkSize: number;

  constructor(
    files: ReadonlyMap<string, Uint8Array | string> | Readonly<Record<string, Uint8Array | string>>,
    options: MemorySourceOptions = {},
  ) {
    const entries = files instanceof Map ? [...files] : Object.entries(files);
    for (const [path, content] of entries as Iterable<[string, Uint8Array | string]>) {
      this.#files.set(
        path,
        typeof content === 'string' ? new TextEncoder().encode(content) : content,
      );
    }
    this.#chunkSize = Math.max(1, options.chunkSize ?? 64 * 1024);
  }

  size(path: string): number {
    return this.#file(path).length;
  }

  whole(path: string, limit: number): Uint8Array {
    const bytes = this.#file(path);
    if (bytes.length > limit) throw new SourceError('too-large', path, `${path} is too large`);
    return bytes.slice();
  }

  read(path: string, start: number, end: number, into?: Uint8Array): Uint8Array {
    const bytes = this.#file(path).slice(start, end);
    if (into === undefined || into.length < bytes.length) return bytes;
    into.set(bytes);
    return into.subarray(0, bytes.length);
  }

  *chunks(path: string, options: ChunkOptions = {}): Generator<Uint8Array> {
    const file = this.#file(path);
    const bytes =
      options.gunzip === true
        ? unzipped(path, file)
        : file.subarray(options.start ?? 0, options.end ?? file.length);
    const buffer = new Uint8Array(this.#chunkSize);
    for (let at = 0; at < bytes.length; at += this.#chunkSize) {
      const part = bytes.subarray(at, at + this.#chunkSize);
      buffer.set(part);
      yield buffer.subarray(0, part.length);
      buffer.fill(0xff);
    }
  }

  list(path: string): Listing {
    const node = this.#tree(() => true, path);
    if (node.files.length + node.folders.length === 0 && path !== '') {
      throw new SourceError('not-found', path, `There is no folder ${path}`);
    }
    return { files: node.files, folders: node.folders };
  }

  walk(
    excludes: WalkExcludes,
    signal: AbortSignal,
    onProgress: (files: number) => void,
  ): Promise<WalkedTree> {
    signal.throwIfAborted();
    const out = excludes.globs.map((glob) => picomatch(glob, { dot: true }));
    const kept = (path: string): boolean => !out.some((matches) => matches(path));
    const files = [...this.#files.keys()].filter(kept).length;
    onProgress(files);
    const tree = this.#tree(kept, '');
    return Promise.resolve({
      listed: tree,
      sorted: () => Promise.resolve(tree),
      files,
      problems: [],
    });
  }

  #file(path: string): Uint8Array {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw new SourceError('not-found', path, `There is no file ${path}`);
    return bytes;
  }

  #tree(kept: (path: string) => boolean, base: string): FolderNode {
    const prefix = base === '' ? '' : `${base}/`;
    const files = new Set<string>();
    const folders = new Set<string>();
    for (const path of this.#files.keys()) {
      if (!path.startsWith(prefix) || !kept(path)) continue;
      const rest = path.slice(prefix.length);
      const cut = rest.indexOf('/');
      if (cut < 0) files.add(rest);
      else folders.add(rest.slice(0, cut));
    }
    const names = [...folders].sort(byCodePoint);
    const children = names.map((name) => this.#tree(kept, prefix + name));
    return { files: [...files].sort(byCodePoint), folders: names, children };
  }
}

function unzipped(path: string, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new SourceError('unreadable', path, `${path} is not a whole gzip file`);
  }
}

/** Sorts as the scan does: by code point, not by UTF-16 unit. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
