// Tells when a work unit reads anything but the files it names.
// Must not know formats.

import type { Kernels } from '../core/kernels';
import type {
  ByteInput,
  ChunkOptions,
  Listing,
  MaybePromise,
  OnStray,
  UnpackPage,
  Unzlib,
} from '../core/ports';

export class OwnFilesInput implements ByteInput {
  readonly #own: ReadonlySet<string>;

  constructor(
    private readonly input: ByteInput,
    paths: readonly string[],
    private readonly onStray: OnStray,
  ) {
    this.#own = new Set(paths);
  }

  get kernels(): Kernels | undefined {
    return this.input.kernels;
  }

  get unzlib(): Unzlib | undefined {
    return this.input.unzlib;
  }

  get unpackPage(): UnpackPage | undefined {
    return this.input.unpackPage;
  }

  size(path: string): MaybePromise<number> {
    this.#look(path);
    return this.input.size(path);
  }

  whole(path: string, limit: number, into?: Uint8Array): MaybePromise<Uint8Array> {
    this.#look(path);
    return this.input.whole(path, limit, into);
  }

  read(path: string, start: number, end: number, into?: Uint8Array): MaybePromise<Uint8Array> {
    this.#look(path);
    return this.input.read(path, start, end, into);
  }

  chunks(path: string, options?: ChunkOptions): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
    this.#look(path);
    return this.input.chunks(path, options);
  }

  list(path: string): MaybePromise<Listing> {
    this.onStray(path);
    return this.input.list(path);
  }

  #look(path: string): void {
    if (!this.#own.has(path)) this.onStray(path);
  }
}
