// A runner that counts a unit only where one of its files has changed since it was counted last.
// Must not know formats, nor how units are counted.

import type { WorkUnit } from '../core/claims';
import type { OnStray, UnitRunner } from '../core/ports';
import type { TallyData } from '../core/tally';
import { digest } from './digest';
import type { FileFacts } from './fileFacts';
import type { TallyCache } from './tallyCache';

export class CachedRunner implements UnitRunner {
  readonly width: number;

  constructor(
    private readonly inner: UnitRunner,
    private readonly facts: FileFacts,
    private readonly cache: TallyCache,
  ) {
    this.width = inner.width;
  }

  async run(
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData> {
    signal.throwIfAborted();
    const stamp = unit.bytes > 0 ? this.facts.stampOf(unit.paths) : undefined;
    if (stamp === undefined) return this.inner.run(unit, signal, onBytes, onStray);
    const { format, split, options, paths } = unit;
    // JSON of the paths would leave each of them in memory once more, as V8 keeps what it joins to write a text out.
    const key = digest(JSON.stringify([format, split, options]), paths.join('\0'));
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
    const tally = await this.inner.run(unit, signal, onMore, (path) => {
      seen.strayed = true;
      onStray?.(path);
    });
    if (!seen.strayed) this.cache.set(key, stamp, { bytes: seen.bytes, tally });
    return tally;
  }
}
