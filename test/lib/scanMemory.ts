// Scans files in memory with some formats, through the whole pipeline and over the wire form of claims and tallies.
// Must not know formats.

import type { SourceRule, WorkUnit } from '../../src/core/claims';
import type { LabelFormat } from '../../src/core/formats/format';
import type { Dataset, ScanReport } from '../../src/core/model';
import type { ByteInput } from '../../src/core/ports';
import { scan } from '../../src/core/scan';
import { Tally, type TallyData } from '../../src/core/tally';
import { MemorySource } from '../fakes/memorySource';

export interface ScanMemoryOptions {
  readonly chunkSize?: number;
  readonly rules?: readonly SourceRule[];
}

export type MemoryFiles = Readonly<Record<string, Uint8Array | string>>;

/** The report for the files; what crosses to a worker is sent through JSON as there. */
export function scanMemory(
  formats: readonly LabelFormat[],
  files: MemoryFiles,
  options: ScanMemoryOptions = {},
): Promise<ScanReport> {
  const source = new MemorySource(files, { chunkSize: options.chunkSize });
  return scan(source, {
    formats,
    runner: { width: 2, run: (unit, signal) => countUnit(formats, source, unit, signal) },
    excludes: { globs: [], gitignore: false },
    rules: options.rules ?? [],
    signal: new AbortController().signal,
    now: () => 0,
  });
}

async function countUnit(
  formats: readonly LabelFormat[],
  input: ByteInput,
  unit: WorkUnit,
  signal: AbortSignal,
): Promise<TallyData> {
  const tally = new Tally();
  const sent = JSON.parse(JSON.stringify(unit)) as WorkUnit;
  const format = formats.find((one) => one.id === unit.format);
  if (format === undefined) throw new Error(`${unit.format} is not among the formats.`);
  await format.count(sent, input, tally, signal);
  return JSON.parse(JSON.stringify(tally.toData())) as TallyData;
}

/** Class -> count of a dataset. */
export function countsOf(dataset: Dataset | undefined): Record<string, number> {
  return Object.fromEntries(dataset?.classes.map(({ name, count }) => [name, count]) ?? []);
}

/** Class -> images holding it. */
export function imagesOf(dataset: Dataset | undefined): Record<string, number> {
  return Object.fromEntries(
    dataset?.classes.map(({ name, count, images }) => [name, images ?? count]) ?? [],
  );
}

/** Split -> class -> count, zeros left out. */
export function splitsOf(dataset: Dataset | undefined): Record<string, Record<string, number>> {
  const entries = dataset?.splits.map((split) => [
    split.name,
    Object.fromEntries(
      dataset.classes
        .map(({ name }, at) => [name, split.counts[at]] as const)
        .filter(([, count]) => count > 0),
    ),
  ]);
  return Object.fromEntries(entries ?? []) as Record<string, Record<string, number>>;
}

/** Codes of a dataset's problems, with `file:line:column` where there is one. */
export function problemsOf(dataset: Dataset | undefined): string[] {
  return (
    dataset?.problems.map(({ code, file, line, column }) =>
      [code, [file, line, column].filter((part) => part !== undefined).join(':')]
        .filter((part) => part !== '')
        .join(' '),
    ) ?? []
  );
}
