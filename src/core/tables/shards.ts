// Many tables of few rows each that are one: what none of them shows alone, their rows together may.
// Must not know files.

import { mergeReadings } from './mergeReadings';
import type { TableReading } from './recipe';
import { readTable } from './tableReading';
import type { TableSample } from './tableSample';

/** A table of fewer rows shows little of how often a value recurs. */
const enoughRows = 10;
/** Fewer tables are no shards. */
const fewestShards = 3;
/** Of a folder no more than these are kept for their rows. */
export const shardsKept = 200;
/** From here on a reading is sure without the others. */
const sure = 0.5;

/** What is compared of a table. */
export interface Shard {
  readonly readings: readonly TableReading[];
  /** Rows sampled. */
  readonly rows: number;
  /** The whole table where it is short and its folder has kept it. */
  readonly short?: TableSample;
}

/** A table so short that it says little alone, kept unless the files beside it have `told` otherwise what it is. */
export function keptShort(
  { sample, readings }: Pick<Shard, 'readings'> & { readonly sample: TableSample },
  told: readonly TableReading[],
): Pick<Shard, 'short'> {
  const isAsFound = told.at(0)?.confidence === readings.at(0)?.confidence;
  const isShort = sample.named && sample.complete && sample.rows.length < enoughRows;
  return isShort && isAsFound ? { short: sample } : {};
}

/** The readings of tables with one header: each for itself, or where that is unsure of short ones, of all rows together. */
export function readShards(shards: readonly Shard[]): TableReading[] {
  const merged = mergeReadings(shards);
  const short = shards.flatMap((shard) => shard.short ?? []);
  const areShort = shards.every(({ rows }) => rows < enoughRows);
  if (!areShort || short.length < fewestShards || isSure(merged)) return merged;
  const [first] = short;
  const header = first.header.join('\n');
  if (short.some((one) => one.header.join('\n') !== header)) return merged;
  const complete = short.length === shards.length;
  const together = readTable({ ...first, rows: short.flatMap(({ rows }) => rows), complete });
  return isSure(together) ? together : merged;
}

function isSure(readings: readonly TableReading[]): boolean {
  return (readings.at(0)?.confidence ?? 0) >= sure;
}
