// Arrow IPC streams and files and Feather, as Hugging Face datasets, pandas and Polars write them: one row a sample.
// Must not know how a label column is recognised, nor how Arrow is packed.

import {
  type ArrowColumn,
  type ArrowFile,
  arrowRows,
  labelColumns,
  openArrow,
  rowCount,
} from '../arrow/arrowRows';
import { isFeatherV1 } from '../arrow/featherV1';
import { isArrow } from '../arrow/messages';
import { CellRows, cellText } from '../columnar/cells';
import {
  classesByName,
  columnClaim,
  type ColumnNotes,
  columnPlan,
  type ColumnTable,
  neededColumns,
  readColumns,
} from '../columnar/columnTable';
import { featureNamesBeside } from '../columnar/datasetInfo';
import { readFeatureNames } from '../columnar/featureNames';
import { unitsByColumn } from '../columnar/partColumns';
import type { WorkUnit } from '../claims';
import { type Candidate, candidatesOf, coversOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { ByteInput } from '../ports';
import { SourceError } from '../ports';
import { mergeReadings } from '../tables/mergeReadings';
import { pack } from '../tables/packed';
import { rowCounter } from '../tables/rowCounter';
import { groupBySplit } from '../tables/splitGroups';
import type { Tally } from '../tally';
import { extensionIn } from '../paths';
import { reasonOf } from '../reason';
import type { LabelFormat } from './format';

const id = 'arrow';
const sampleRows = 1000;
const batchesLookedAt = 4;

type UnitNotes = Pick<ColumnNotes, 'columns' | 'recipe'>;

interface Found extends ColumnTable {
  /** Files that explain this one: state.json, dataset_info.json. */
  readonly beside: readonly string[];
}

export const arrow: LabelFormat = {
  id,
  title: 'Arrow and Feather',
  units: ['row', 'image', 'document', 'clip', 'box'],
  notes: {
    detects: '`.arrow`, `.feather` and `.ipc` files with a label column, one-hot columns or lists',
    splits: 'A split column, or file and folder names; shards are one dataset',
    remarks:
      'Class names from the metadata of Hugging Face datasets or the dataset_info.json beside. Caches of Hugging Face ' +
      '(`cache-*.arrow`) are copies and left out.',
  },

  async *detect(root, signal) {
    const found: { path: string; signature: string; value: Found }[] = [];
    for (const candidate of candidatesOf(
      root,
      id,
      signal,
      mayBeArrow,
      extensionIn('.arrow', '.feather', '.ftr', '.ipc', '.arrows'),
    )) {
      const value = await lookedAt(candidate, signal, () => lookAt(candidate, signal));
      if (value === undefined) continue;
      found.push({ path: candidate.path, signature: value.columns.join('\u0001'), value });
    }
    for (const group of groupBySplit(found)) {
      const beside = [...new Set(group.members.flatMap(({ value }) => value.beside))];
      for (const reading of mergeReadings(group.members.map(({ value }) => value))) {
        yield { ...columnClaim(id, group, reading), covers: coversOf(beside) };
      }
    }
  },

  async plan(claim, files, folder) {
    const { columns, recipe } = claim.options as unknown as UnitNotes;
    const units = claim.sources.map(async ({ path, split }): Promise<WorkUnit> => {
      const options = pack({ columns, recipe } satisfies UnitNotes);
      return { format: id, split, paths: [path], bytes: await files.size(path), options };
    });
    return columnPlan(claim, await Promise.all(units), files, folder);
  },

  async count(unit, input, tally, signal) {
    for (const path of unit.paths) await countFile(path, unit, input, tally, signal);
  },
};

/** Copies that the Hugging Face library keeps of results, and files it has not finished. */
function mayBeArrow(name: string): boolean {
  return /\.(?:arrow|feather|ftr|ipc|arrows)$/i.test(name) && !/^(?:cache-|tmp|\.)/.test(name);
}

async function lookAt(
  { folder, name, path }: Candidate,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const head = await folder.head(name);
  if (head === undefined || !(isArrow(head.bytes) || isFeatherV1(head.bytes))) return undefined;
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    (await folder.bytesAt(path, start, end)) ?? new Uint8Array(0);
  try {
    const beside = await featureNamesBeside(folder, name);
    if (beside.isLeftOut) return undefined;
    const file = await openArrow(read, head.size, signal, batchesLookedAt);
    // Its rows hold no labels as they are.
    if (file.schema.datumaro !== undefined) return undefined;
    const looked = labelColumns(file.schema);
    const rows = await firstRows(file, looked);
    const complete = rows.length === rowCount(file) && file.batches.length < batchesLookedAt;
    const own = readFeatureNames(file.schema.huggingFace);
    const classes = classesByName({ ...beside.names, ...own });
    const sample = {
      ...{ header: looked.map((one) => one.name), named: true, rows, complete },
      ...{ items: unitsByColumn(looked), beside: othersOf(file, looked) },
    };
    return { ...readColumns(sample, folder.tableWishes(name), classes), beside: beside.files };
  } catch (error) {
    signal.throwIfAborted();
    const message = `The Arrow file cannot be read, it is damaged or cut off: ${reasonOf(error)}.`;
    const place = { line: 1, column: head.size + 1 };
    folder.note({ code: 'arrow-damaged', severity: 'error', file: path, ...place, message });
    return undefined;
  }
}

/** Names of the columns that can hold no labels. */
function othersOf({ schema }: ArrowFile, looked: readonly ArrowColumn[]): string[] {
  const held = new Set(looked.map(({ field }) => field));
  return schema.fields.filter((_, at) => !held.has(at)).map(({ name }) => name);
}

async function firstRows(file: ArrowFile, places: readonly ArrowColumn[]): Promise<string[][]> {
  const all: string[][] = [];
  for await (const { rows, values } of arrowRows(file, places)) {
    for (let row = 0; row < rows && all.length < sampleRows; row += 1) {
      all.push(values.map((value) => cellText(value(row))));
    }
    if (all.length >= sampleRows) break;
  }
  return all;
}

async function countFile(
  path: string,
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { columns, recipe } = unit.options as unknown as UnitNotes;
  const context = { tally, file: path, split: unit.split, columns: columns.length };
  const counter = rowCounter(recipe, context);
  const rows = new CellRows(counter, columns.length, 0);
  const places = neededColumns(recipe, tally.observer !== undefined);
  const damaged = (reason: string, column: number): void => {
    const message = `The rows from ${rows.line + 1} on cannot be read: ${reason}.`;
    const place = { line: 1, column };
    tally.problem({ code: 'arrow-damaged', severity: 'error', file: path, ...place, message });
  };
  const size = await input.size(path);
  try {
    const file = await openArrow((start, end) => input.read(path, start, end), size, signal);
    const there = labelColumns(file.schema);
    const read = places.map((place) => {
      const column = there.find((one) => one.name === columns[place]);
      if (column === undefined) throw new RangeError(`${columns[place]} is not there any more`);
      return column;
    });
    for await (const batch of arrowRows(file, read)) {
      signal.throwIfAborted();
      for (let row = 0; row < batch.rows; row += 1) {
        rows.row(places.map((place, at) => [place, batch.values[at](row)] as const));
      }
    }
    if (file.damage !== undefined) damaged(file.damage.reason, file.damage.offset + 1);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    damaged(reasonOf(error), size + 1);
  }
  counter.end();
}
