// A source that counts what it hands on, stops at an abort, and lets the event loop turn between reads.
// Must not know formats.

import type { Kernels } from '../core/kernels';
import type {
  ByteInput,
  ChunkOptions,
  FileSource,
  Listing,
  MaybePromise,
  UnpackPage,
  Unzlib,
  WalkedTree,
  WalkExcludes,
} from '../core/ports';
import { Pace } from './pace';

export class PoliteInput<Inner extends ByteInput = ByteInput> implements ByteInput {
  readonly #pace = new Pace();

  constructor(
    protected readonly input: Inner,
    private readonly signal: AbortSignal,
    private readonly onBytes: (bytes: number) => void = () => undefined,
  ) {}

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
    return this.#politely(() => this.input.size(path));
  }

  whole(path: string, limit: number, into?: Uint8Array): MaybePromise<Uint8Array> {
    return this.#politely(() => this.#counted(this.input.whole(path, limit, into)));
  }

  read(path: string, start: number, end: number, into?: Uint8Array): MaybePromise<Uint8Array> {
    return this.#politely(() => this.#counted(this.input.read(path, start, end, into)));
  }

  list(path: string): MaybePromise<Listing> {
    return this.#politely(() => this.input.list(path));
  }

  async *chunks(path: string, options?: ChunkOptions): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.input.chunks(path, options)) {
      this.signal.throwIfAborted();
      yield chunk;
      this.onBytes(chunk.length);
      if (this.#pace.due()) await this.#pace.turn(this.signal);
    }
  }

  /** Answers at once, or after a turn of the event loop where one is due. */
  #politely<T>(answer: () => MaybePromise<T>): MaybePromise<T> {
    this.signal.throwIfAborted();
    return this.#pace.due() ? this.#pace.turn(this.signal).then(answer) : answer();
  }

  #counted(answer: MaybePromise<Uint8Array>): MaybePromise<Uint8Array> {
    if (answer instanceof Promise) return answer.then((bytes) => this.#counted(bytes));
    this.onBytes(answer.length);
    return answer;
  }
}

/** The same for a whole source, so that detection is as polite as counting. */
export class PoliteSource extends PoliteInput<FileSource> implements FileSource {
  get root(): string {
    return this.input.root;
  }

  walk(
    excludes: WalkExcludes,
    signal: AbortSignal,
    onProgress: (files: number) => void,
  ): Promise<WalkedTree> {
    return this.input.walk(excludes, signal, onProgress);
  }
}
