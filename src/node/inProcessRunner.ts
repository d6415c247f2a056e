// Runs work units one after the other in this process.
// Must not know any one format.

import type { WorkUnit } from '../core/claims';
import type { LabelFormat } from '../core/formats/format';
import type { ByteInput, OnStray, UnitCounter, UnitRunner } from '../core/ports';
import { Tally, type TallyData } from '../core/tally';
import { OwnFilesInput } from './ownFilesInput';
import { PoliteInput } from './politeInput';

export class InProcessRunner implements UnitRunner, UnitCounter {
  readonly width = 1;
  readonly #formats: ReadonlyMap<string, LabelFormat>;

  constructor(
    formats: readonly LabelFormat[],
    private readonly input: ByteInput,
  ) {
    this.#formats = new Map(formats.map((format) => [format.id, format]));
  }

  async run(
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData> {
    const tally = new Tally();
    await this.count(unit, tally, signal, onBytes, onStray);
    return tally.toData();
  }

  async count(
    unit: WorkUnit,
    tally: Tally,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<void> {
    signal.throwIfAborted();
    const format = this.#formats.get(unit.format);
    if (format === undefined) throw new RangeError(`There is no label format “${unit.format}”.`);
    const input = new PoliteInput(this.input, signal, onBytes);
    // A unit without bytes looks at names alone.
    const own = unit.bytes > 0 ? unit.paths : [];
    const watched = onStray === undefined ? input : new OwnFilesInput(input, own, onStray);
    await format.count(unit, watched, tally, signal);
  }
}
