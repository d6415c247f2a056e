// Feather version 1 (`FEA1`, feather.fbs): its columns put as one Arrow batch, its categories as dictionaries.
// Must not know labels.

import type { RangeReader } from '../archives/zipDirectory';
import { FlatTable } from './flatbuffer';
import type { ArrowBatch, ArrowMessages } from './messages';
import type { ArrowField } from './schema';

const magicLength = 4;
const footerLimit = 64 * 1024 * 1024;

/** True for the first bytes of such a file. */
export function isFeatherV1(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, magicLength)) === 'FEA1';
}

/** Reads the footer. Rejects with a RangeError where it is damaged. */
export async function readFeatherV1(read: RangeReader, size: number): Promise<ArrowMessages> {
  const tail = await read(Math.max(0, size - magicLength - 4), size);
  if (!isFeatherV1(tail.subarray(4))) throw new RangeError('its footer is cut off');
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  const end = size - magicLength - 4;
  if (length > Math.min(end, footerLimit)) throw new RangeError('its footer is damaged');
  const table = FlatTable.root(await read(end - length, end));
  const columns = table.tables(2).map((column, at) => columnOf(column, at));
  const batch = batchOf(
    columns.map(({ part }) => part),
    table.long(1),
    size,
  );
  const dictionaries = columns.flatMap(({ levels, field }): ArrowBatch[] =>
    levels === undefined || field.dictionary === undefined
      ? []
      : [
          {
            ...batchOf([levels], levels.length, size),
            dictionary: { id: field.dictionary, isDelta: false },
          },
        ],
  );
  const fields = columns.map(({ field }) => field);
  const schema = { fields, huggingFace: undefined, datumaro: undefined };
  return { schema, batches: [...dictionaries, batch], damage: undefined };
}

interface Part {
  readonly length: number;
  readonly nulls: number;
  readonly buffers: readonly (readonly [number, number])[];
}

function batchOf(parts: readonly Part[], rows: number, size: number): ArrowBatch {
  return {
    ...{ rows, codec: 'none', variadic: [], body: 0, bodyLength: size, dictionary: undefined },
    nodes: parts.map(({ length, nulls }) => [length, nulls] as const),
    buffers: parts.flatMap(({ buffers }) => buffers),
  };
}

interface Column {
  readonly field: ArrowField;
  readonly part: Part;
  readonly levels: Part | undefined;
}

function columnOf(table: FlatTable, id: number): Column {
  const values = table.table(1);
  if (values === undefined) throw new RangeError('a column is damaged');
  const levels = table.byte(2) === 1 ? table.table(3)?.table(0) : undefined;
  const plain = fieldOf(table.text(0), values.byte(0));
  const part = partOf(values, plain);
  if (levels === undefined) return { field: plain, part, levels: undefined };
  const text = fieldOf(plain.name, levels.byte(0));
  return { field: { ...plain, dictionary: id, values: text }, part, levels: partOf(levels, text) };
}

/** By the number of the type: BOOL, INT8 … INT64, UINT8 … UINT64, FLOAT, DOUBLE, UTF8, BINARY, … LARGE_UTF8. */
function fieldOf(name: string, type: number): ArrowField {
  const rest = {
    ...{ name, signed: type <= 4, fixed: 0, variadic: false },
    ...{ children: [], dictionary: undefined, values: undefined },
  };
  if (type === 0) return { ...rest, kind: 'bool', size: 0, buffers: 2 };
  if (type <= 8) return { ...rest, kind: 'int', size: 1 << ((type - 1) % 4), buffers: 2 };
  if (type <= 10) return { ...rest, kind: 'float', size: type === 9 ? 4 : 8, buffers: 2 };
  if (type === 11 || type === 17) {
    return { ...rest, kind: 'text', size: type === 11 ? 4 : 8, buffers: 3 };
  }
  return { ...rest, kind: 'other', size: 0, buffers: type === 12 || type === 18 ? 3 : 2 };
}

const padded = (length: number): number => Math.ceil(length / 8) * 8;

/** Validity (only where something is absent), offsets of text and values lie behind each other, padded to 8 bytes. */
function partOf(array: FlatTable, { buffers, size, kind }: ArrowField): Part {
  const [start, length, nulls, bytes] = [2, 3, 4, 5].map((field) => array.long(field));
  const bits = nulls > 0 ? Math.ceil(length / 8) : 0;
  let at = start + padded(bits);
  const offsets = kind === 'text' ? (length + 1) * size : 0;
  const places: (readonly [number, number])[] = [[start, bits]];
  if (buffers === 3) {
    places.push([at, offsets]);
    at += padded(offsets);
  }
  places.push([at, Math.max(0, start + bytes - at)]);
  return { length, nulls, buffers: places };
}
