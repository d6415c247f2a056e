// Runs work units one after the other in this process.
// Must not know any one format.

import type { WorkUnit } from '../core/claims';
import type { LabelFormat } from '../core/formats/format';
import type { ByteInput, UnitCounter, UnitRunner } from '../core/ports';
import { Tally, type TallyData } from '../core/tally';
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
  ): Promise<TallyData> {
    const tally = new Tally();
    await this.count(unit, tally, signal, onBytes);
    return tally.toData();
  }

  async count(
    unit: WorkUnit,
    tally: Tally,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
  ): Promise<void> {
    signal.throwIfAborted();
    const format = this.#formats.get(unit.format);
    if (format === undefined) throw new RangeError(`There is no label format “${unit.format}”.`);
    await format.count(unit, new PoliteInput(this.input, signal, onBytes), tally, signal);
  }
}
