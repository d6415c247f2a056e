// Rows of an Arrow IPC stream or file, or of Feather: batch after batch, only the columns asked for.
// Must not know labels.

import type { RangeReader } from '../archives/zipDirectory';
import { isFeatherV1, readFeatherV1 } from './featherV1';
import { type ArrowBatch, type ArrowMessages, readMessages } from './messages';
import type { ArrowField } from './schema';
import { readColumn, type ValueAt } from './values';

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

/** True for columns that can hold labels. */
export function mayHoldLabels({ kind, children, dictionary, values }: ArrowField): boolean {
  if (dictionary !== undefined) return values !== undefined && isPlain(values);
  return kind === 'list' ? children.length === 1 && isPlain(children[0]) : isPlain({ kind });
}

function isPlain({ kind, dictionary }: Pick<ArrowField, 'kind'> & Partial<ArrowField>): boolean {
  return dictionary === undefined && ['int', 'float', 'bool', 'text', 'view'].includes(kind);
}

/** Rows in all batches. */
export function rowCount({ batches }: ArrowMessages): number {
  return batches.reduce((sum, one) => sum + (one.dictionary === undefined ? one.rows : 0), 0);
}

/** Batches of rows, in order, with the values of some columns (by number). Rejects with an `Error` where damaged. */
export async function* arrowRows(
  { schema, batches, read }: ArrowFile,
  columns: readonly number[],
): AsyncGenerator<{ readonly rows: number; readonly values: readonly ValueAt[] }> {
  const { fields } = schema;
  const wanted = new Set(columns.flatMap((column) => dictionariesOf(fields[column])));
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
  const value = await readColumn(batch, [field], 0, read, new Map());
  return Array.from({ length: batch.rows }, (_, row) => value(row));
}

function find(fields: readonly ArrowField[], id: number): ArrowField | undefined {
  for (const field of fields) {
    const found = field.dictionary === id ? field : find(field.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
