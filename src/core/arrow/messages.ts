// The messages of an Arrow IPC stream or file (Message.fbs), found by their headers alone: bodies are not read.
// Must not know columns.

import type { RangeReader } from '../archives/zipDirectory';
import { FlatTable } from './flatbuffer';
import { type ArrowSchema, readSchema } from './schema';

/** Rows of some columns, packed in one body. */
export interface ArrowBatch {
  readonly rows: number;
  /** Of each field in the order of the schema, children behind their parents: length and nulls. */
  readonly nodes: readonly (readonly [length: number, nulls: number])[];
  /** Offset in the body and length. */
  readonly buffers: readonly (readonly [offset: number, length: number])[];
  readonly codec: 'none' | 'lz4' | 'zstd';
  readonly variadic: readonly number[];
  /** First byte of the body in the file. */
  readonly body: number;
  readonly bodyLength: number;
  /** Set for a batch of dictionary values. */
  readonly dictionary: { readonly id: number; readonly isDelta: boolean } | undefined;
}

export interface ArrowMessages {
  readonly schema: ArrowSchema;
  readonly batches: readonly ArrowBatch[];
  /** What is wrong with the end of the file, and where. */
  readonly damage: { readonly offset: number; readonly reason: string } | undefined;
}

const headerLimit = 64 * 1024 * 1024;
const fileMagic = 'ARROW1';

/** True for the first bytes of an IPC file or stream. */
export function isArrow(head: Uint8Array): boolean {
  if (startsWith(head, fileMagic)) return true;
  if (head.length < 16) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getUint32(4, true);
  return view.getUint32(0, true) === 0xffffffff && length > 16 && length < headerLimit;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, text.length)) === text;
}

/**
 * Reads the headers of all messages, or of the first `most` batches of rows. Rejects with a RangeError where there is
 * no schema.
 */
export async function readMessages(
  read: RangeReader,
  size: number,
  signal?: AbortSignal,
  most = Number.POSITIVE_INFINITY,
): Promise<ArrowMessages> {
  const isFile = startsWith(await read(0, 8), fileMagic);
  const footer = isFile ? await readFooter(read, size) : undefined;
  if (footer !== undefined) return byFooter(footer, { read, size, signal, most });
  let at = isFile ? 8 : 0;
  let schema: ArrowSchema | undefined;
  const batches: ArrowBatch[] = [];
  let damage: ArrowMessages['damage'];
  for (let rows = 0; rows < most;) {
    signal?.throwIfAborted();
    const next = await messageAt(read, at, size);
    if (typeof next === 'string') {
      if (next !== 'end') damage = { offset: at, reason: next };
      break;
    }
    schema ??= schemaOf(next);
    if (next.type === 2 || next.type === 3) batches.push(batchOf(next));
    if (next.type === 3) rows += 1;
    if (next.end > size) damage = { offset: next.body, reason: 'a batch is cut off' };
    if (next.end > size) break;
    at = next.end;
  }
  if (schema === undefined) throw new RangeError('its schema is damaged or cut off');
  if (isFile) damage ??= { offset: size, reason: 'its footer is cut off' };
  return { schema, batches: batches.filter((one) => one.body + one.bodyLength <= size), damage };
}

function schemaOf({ type, header }: Message): ArrowSchema {
  if (type !== 1) throw new RangeError('it does not begin with a schema');
  return readSchema(header);
}

/** What stands at the end of a file: the schema, and where batches lie. A stream and a file that is cut off have none. */
interface Footer {
  readonly schema: ArrowSchema;
  readonly dictionaries: readonly number[];
  readonly batches: readonly number[];
}

interface Looking {
  readonly read: RangeReader;
  readonly size: number;
  readonly signal: AbortSignal | undefined;
  readonly most: number;
}

/** Bytes of a Block: an offset, two lengths. */
const blockBytes = 24;

async function readFooter(read: RangeReader, size: number): Promise<Footer | undefined> {
  const tailBytes = 4 + fileMagic.length;
  const tail = await read(Math.max(0, size - tailBytes), size);
  if (tail.length < tailBytes || !startsWith(tail.subarray(4), fileMagic)) return undefined;
  const length = new DataView(tail.buffer, tail.byteOffset).getInt32(0, true);
  const end = size - tailBytes;
  if (length <= 0 || length > Math.min(end, headerLimit))
    throw new RangeError('its footer is damaged');
  const table = FlatTable.root(await read(end - length, end));
  const schema = table.table(1);
  if (schema === undefined) throw new RangeError('its footer is damaged');
  return {
    schema: readSchema(schema),
    dictionaries: table.starts(2, blockBytes),
    batches: table.starts(3, blockBytes),
  };
}

/** The first message of a file need not be its schema, nor need the batches lie in order: the footer says where they are. */
async function byFooter(
  { schema, dictionaries, batches: places }: Footer,
  { read, size, signal, most }: Looking,
): Promise<ArrowMessages> {
  const batches: ArrowBatch[] = [];
  for (const place of [...dictionaries, ...places.slice(0, most)]) {
    signal?.throwIfAborted();
    const next = await messageAt(read, place, size);
    if (typeof next === 'string' || next.end > size || (next.type !== 2 && next.type !== 3)) {
      const reason = typeof next === 'string' && next !== 'end' ? next : 'a batch is cut off';
      return { schema, batches, damage: { offset: Math.min(place, size), reason } };
    }
    batches.push(batchOf(next));
  }
  return { schema, batches, damage: undefined };
}

interface Message {
  readonly type: number;
  readonly header: FlatTable;
  readonly body: number;
  readonly bodyLength: number;
  readonly end: number;
}

/** The message at a byte, `end` behind the last one, or what is wrong with it. */
async function messageAt(
  read: RangeReader,
  start: number,
  size: number,
): Promise<Message | 'end' | 'a header is cut off' | 'a header is damaged'> {
  if (start >= size) return start === size ? 'end' : 'a header is cut off';
  const prefix = await read(start, start + 8);
  if (prefix.length < 4) return 'a header is cut off';
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  const marked = view.getUint32(0, true) === 0xffffffff;
  if (marked && prefix.length < 8) return 'a header is cut off';
  const length = view.getUint32(marked ? 4 : 0, true);
  if (length === 0) return 'end';
  const at = start + (marked ? 8 : 4);
  if (length > headerLimit) return 'a header is damaged';
  const bytes = await read(at, at + length);
  if (bytes.length < length) return 'a header is cut off';
  const message = FlatTable.root(bytes);
  const header = message.table(2);
  const bodyLength = message.long(3);
  if (header === undefined || bodyLength < 0) return 'a header is damaged';
  const body = at + length;
  return { type: message.byte(1), header, body, bodyLength, end: body + bodyLength };
}

function batchOf({ type, header, body, bodyLength }: Message): ArrowBatch {
  const batch = type === 2 ? header.table(1) : header;
  if (batch === undefined) throw new RangeError('a dictionary is damaged');
  const compression = batch.table(3);
  return {
    rows: batch.long(0),
    nodes: batch.pairs(1),
    buffers: batch.pairs(2),
    codec: compression === undefined ? 'none' : compression.byte(0) === 1 ? 'zstd' : 'lz4',
    variadic: batch.longs(4),
    ...{ body, bodyLength },
    dictionary: type === 2 ? { id: header.long(0), isDelta: header.byte(2) === 1 } : undefined,
  };
}
