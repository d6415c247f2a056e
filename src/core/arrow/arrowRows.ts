// Rows of an Arrow IPC stream or file, or of Feather: batch after batch, only the columns asked for.
// Must not know labels.

import type { RangeReader } from '../archives/zipDirectory';
import { labelParts, partName } from '../columnar/partColumns';
import type { Unit } from '../model';
import { isFeatherV1, readFeatherV1 } from './featherV1';
import { type ArrowBatch, type ArrowMessages, readMessages } from './messages';
import type { ArrowField, ArrowSchema } from './schema';
import { type ColumnPlace, readColumn, type ValueAt } from './values';

/** An open file, and how to read it. */
export interface ArrowFile extends ArrowMessages {
  readonly read: RangeReader;
}

/** Opens the file; of a stream only as far as `most` batches of rows. Rejects with a RangeError where it is damaged. */
export async function openArrow(
  read: RangeReader,
  size: number,
  signal?: AbortSignal,
  most?: number,
): Promise<ArrowFile> {
  const messages = isFeatherV1(await read(0, 4))
    ? await readFeatherV1(read, size)
    : await readMessages(read, size, signal, most);
  return { ...messages, read };
}

/** A column that can hold labels: a plain one, a list of plain values, or such a part of a structure. */
export interface ArrowColumn extends ColumnPlace {
  readonly name: string;
  /** See `LabelPart`. */
  readonly unit: Unit | undefined;
}

/** The columns that can hold labels, in order. */
export function labelColumns({ fields }: ArrowSchema): ArrowColumn[] {
  return fields.flatMap((field, at): ArrowColumn[] => {
    const { name } = field;
    if (mayHoldLabels(field)) return [{ name, field: at, unit: undefined }];
    const isList = field.kind === 'list';
    const structure = isList ? field.children.at(0) : field;
    if (structure?.kind !== 'struct') return [];
    const parts = structure.children.map((child) => child.name);
    return labelParts(name, parts).flatMap(({ part, unit }) => {
      const held = structure.children.find((child) => child.name === part);
      if (held === undefined || !mayHoldLabels(held)) return [];
      const areItems = isList || structure.children.some((child) => child.kind === 'list');
      return [{ name: partName(name, part), field: at, part, unit: areItems ? unit : undefined }];
    });
  });
}

function mayHoldLabels(field: ArrowField): boolean {
  if (field.kind === 'list') return field.children.length === 1 && isPlain(field.children[0]);
  if (field.kind === 'runs') return field.children.length === 2 && isPlain(field.children[1]);
  return isPlain(field);
}

function isPlain({ kind, dictionary, values }: ArrowField): boolean {
  if (dictionary !== undefined) return values !== undefined && isPlain(values);
  return ['int', 'float', 'bool', 'text', 'view'].includes(kind);
}

/** Rows in all batches. */
export function rowCount({ batches }: ArrowMessages): number {
  return batches.reduce((sum, one) => sum + (one.dictionary === undefined ? one.rows : 0), 0);
}

/** Batches of rows, in order, with the values of some columns. Rejects with an `Error` where damaged. */
export async function* arrowRows(
  { schema, batches, read }: ArrowFile,
  columns: readonly ColumnPlace[],
): AsyncGenerator<{ readonly rows: number; readonly values: readonly ValueAt[] }> {
  const { fields } = schema;
  const wanted = new Set(columns.flatMap(({ field }) => dictionariesOf(fields[field])));
  const dictionaries = new Map<number, readonly unknown[]>();
  for (const batch of batches) {
    const { dictionary, rows } = batch;
    if (dictionary !== undefined) {
      if (!wanted.has(dictionary.id)) continue;
      const before = dictionary.isDelta ? (dictionaries.get(dictionary.id) ?? []) : [];
      const more = await readDictionary(batch, fields, dictionary.id, read);
      dictionaries.set(dictionary.id, [...before, ...more]);
      continue;
    }
    const values: ValueAt[] = [];
    for (const column of columns) {
      values.push(await readColumn(batch, fields, column, read, dictionaries));
    }
    yield { rows, values };
  }
}

function dictionariesOf(field: ArrowField): number[] {
  const own = field.dictionary === undefined ? [] : [field.dictionary];
  return [...own, ...field.children.flatMap(dictionariesOf)];
}

async function readDictionary(
  batch: ArrowBatch,
  fields: readonly ArrowField[],
  id: number,
  read: RangeReader,
): Promise<unknown[]> {
  const field = find(fields, id)?.values;
  if (field === undefined) return [];
  const value = await readColumn(batch, [field], { field: 0 }, read, new Map());
  return Array.from({ length: batch.rows }, (_, row) => value(row));
}

function find(fields: readonly ArrowField[], id: number): ArrowField | undefined {
  for (const field of fields) {
    const found = field.dictionary === id ? field : find(field.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
