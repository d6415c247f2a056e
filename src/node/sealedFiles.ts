// A folder of caches: each file's first line is the digest of the rest, so that a torn one counts as none.
// Must not know what is in them.

import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from './atomicWrite';
import { digest } from './digest';
import { systemCode } from './sourceErrors';
import { trimFolder } from './trimFolder';

export interface CacheLimits {
  /** Most bytes of one file. */
  readonly file: number;
  /** Most bytes of all files of the kind together; those not written for longest go first. */
  readonly all: number;
}

/** The files of one kind, told by their suffix. */
export class SealedFiles {
  constructor(
    private readonly folder: string,
    private readonly suffix: string,
    private readonly limits: CacheLimits,
  ) {}

  /** Undefined where there is none, or none that can be read or is whole. */
  read(name: string): string | undefined {
    const file = this.#file(name);
    try {
      if (statSync(file).size > this.limits.file) return undefined;
      const sealed = readFileSync(file, 'utf8');
      const cut = sealed.indexOf('\n');
      const text = sealed.slice(cut + 1);
      return sealed.slice(0, Math.max(0, cut)) === digest(text) ? text : undefined;
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
      return undefined;
    }
  }

  /** Writes nothing where that would be too large. Throws a `WriteError` or a system error. */
  async write(name: string, text: string): Promise<void> {
    const sealed = `${digest(text)}\n${text}`;
    if (Buffer.byteLength(sealed) > this.limits.file) return;
    mkdirSync(this.folder, { recursive: true });
    await writeFileAtomic(this.#file(name), sealed, { overwrite: true });
    trimFolder(this.folder, this.suffix, this.limits.all);
  }

  #file(name: string): string {
    return join(this.folder, `${name}${this.suffix}`);
  }
}
