// What planning looked at for names of classes and found too large: names are a help, but their absence is said.
// Must not know formats.

import type { Plan } from './claims';
import type { ByteInput, Listing, MaybePromise } from './ports';
import { SourceError } from './ports';
import type { Problem } from './problems';

/** Reads as the input does, and remembers which whole files were too large to be read. */
export class WatchedInput implements ByteInput {
  readonly #tooLarge = new Map<string, number>();

  constructor(private readonly input: ByteInput) {}

  get kernels(): ByteInput['kernels'] {
    return this.input.kernels;
  }

  get unzlib(): ByteInput['unzlib'] {
    return this.input.unzlib;
  }

  size(path: string): MaybePromise<number> {
    return this.input.size(path);
  }

  async whole(path: string, limit: number): Promise<Uint8Array> {
    try {
      return await this.input.whole(path, limit);
    } catch (error) {
      if (error instanceof SourceError && error.code === 'too-large') {
        this.#tooLarge.set(path, limit);
      }
      throw error;
    }
  }

  read(path: string, start: number, end: number, into?: Uint8Array): MaybePromise<Uint8Array> {
    return this.input.read(path, start, end, into);
  }

  chunks(...args: Parameters<ByteInput['chunks']>): ReturnType<ByteInput['chunks']> {
    return this.input.chunks(...args);
  }

  list(path: string): MaybePromise<Listing> {
    return this.input.list(path);
  }

  /** The plan, which says what was not read where its classes have got no names. */
  told(plan: Plan): Plan {
    const isNamed = plan.classes.some(({ id, name }) => id !== name);
    if (isNamed || this.#tooLarge.size === 0) return plan;
    const problems = [...this.#tooLarge].map(([file, limit]): Problem => {
      const size = Math.round(limit / 1024 ** 2);
      const message = `The file is larger than ${size} MiB and was not read for names of classes; a shorter list of names would be.`;
      return { code: 'names-not-read', severity: 'information', file, message };
    });
    return { ...plan, problems: [...plan.problems, ...problems] };
  }
}
