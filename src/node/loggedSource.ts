// A source that tells which files and folders are looked at, whether they are there or not.
// Must not know who looks, nor why.

import type { Kernels } from '../core/kernels';
import {
  type ByteInput,
  type FileSource,
  type Listing,
  type MaybePromise,
  SourceError,
  type UnpackPage,
  type Unzlib,
  type WalkedTree,
  type WalkExcludes,
} from '../core/ports';

export interface SourceLog {
  readonly onPath: (path: string) => void;
  /** Something is there and could not be read, which may be otherwise another time. */
  readonly onFailure: () => void;
}

export class LoggedSource implements FileSource {
  constructor(
    private readonly source: FileSource,
    private readonly log: SourceLog,
  ) {}

  get root(): string {
    return this.source.root;
  }

  get kernels(): Kernels | undefined {
    return this.source.kernels;
  }

  get unzlib(): Unzlib | undefined {
    return this.source.unzlib;
  }

  get unpackPage(): UnpackPage | undefined {
    return this.source.unpackPage;
  }

  size(path: string): MaybePromise<number> {
    return this.#logged(path, () => this.source.size(path));
  }

  whole(path: string, limit: number, into?: Uint8Array): MaybePromise<Uint8Array> {
    return this.#logged(path, () => this.source.whole(path, limit, into));
  }

  read(path: string, start: number, end: number, into?: Uint8Array): MaybePromise<Uint8Array> {
    return this.#logged(path, () => this.source.read(path, start, end, into));
  }

  list(path: string): MaybePromise<Listing> {
    return this.#logged(path, () => this.source.list(path));
  }

  async *chunks(...args: Parameters<ByteInput['chunks']>): AsyncGenerator<Uint8Array> {
    const [path] = args;
    this.log.onPath(path);
    try {
      yield* this.source.chunks(...args);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  walk(
    excludes: WalkExcludes,
    signal: AbortSignal,
    onProgress: (files: number) => void,
  ): Promise<WalkedTree> {
    return this.source.walk(excludes, signal, onProgress);
  }

  #logged<T>(path: string, answer: () => MaybePromise<T>): MaybePromise<T> {
    this.log.onPath(path);
    try {
      const answered = answer();
      if (!(answered instanceof Promise)) return answered;
      return answered.catch((error: unknown) => {
        throw this.#failure(error);
      });
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): unknown {
    if (!(error instanceof SourceError) || error.code === 'unreadable') this.log.onFailure();
    return error;
  }
}
