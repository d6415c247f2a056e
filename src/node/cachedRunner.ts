// A runner that counts a unit only where one of its files has changed since it was counted last.
// Must not know formats, nor how units are counted.

import { statSync } from 'node:fs';
import { sep } from 'node:path';
import type { WorkUnit } from '../core/claims';
import type { UnitRunner } from '../core/ports';
import type { TallyData } from '../core/tally';
import { digest, type TallyCache } from './tallyCache';

/** A file that changed so lately may change again without its time telling. */
const settledAfter = 2000;

export class CachedRunner implements UnitRunner {
  readonly width: number;

  constructor(
    private readonly root: string,
    private readonly inner: UnitRunner,
    private readonly cache: TallyCache,
  ) {
    this.width = inner.width;
  }

  async run(
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: () => void,
  ): Promise<TallyData> {
    signal.throwIfAborted();
    const stamp = unit.bytes > 0 ? this.#stamp(unit) : undefined;
    if (stamp === undefined) return this.inner.run(unit, signal, onBytes, onStray);
    const { format, split, options, paths } = unit;
    const key = digest(JSON.stringify([format, split, options, paths]));
    const known = this.cache.get(key, stamp);
    if (known !== undefined) {
      onBytes(known.bytes);
      return known.tally;
    }
    const seen = { bytes: 0, strayed: false };
    const onMore = (bytes: number): void => {
      seen.bytes += bytes;
      onBytes(bytes);
    };
    const tally = await this.inner.run(unit, signal, onMore, () => {
      seen.strayed = true;
      onStray?.();
    });
    if (!seen.strayed) this.cache.set(key, stamp, { bytes: seen.bytes, tally });
    return tally;
  }

  /** Size, time and number of each file; undefined where one cannot be seen or has just changed. */
  #stamp({ paths }: WorkUnit): string | undefined {
    const latest = Date.now() - settledAfter;
    // As bytes: 100,000 times written out as text would cost as much as asking for them.
    const facts = new Float64Array(paths.length * 4);
    for (const [at, path] of paths.entries()) {
      const found = statSync(`${this.root}${sep}${path}`, { throwIfNoEntry: false });
      if (found?.isFile() !== true || found.mtimeMs > latest || found.ctimeMs > latest) {
        return undefined;
      }
      const { size, mtimeMs, ctimeMs, ino } = found;
      facts.set([size, mtimeMs, ctimeMs, ino], at * 4);
    }
    return digest(new Uint8Array(facts.buffer));
  }
}
