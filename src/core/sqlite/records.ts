// Rows of a SQLite table: its b-tree of pages walked leaf by leaf, records cut into values, long ones from overflow pages.
// Must not know what tables there are.

import type { SqlitePages } from './pages';

/** A value as SQLite stores it; bytes that are no text are left out. */
export type SqliteValue = string | number | bigint | null | undefined;

export interface SqliteRow {
  readonly rowid: number;
  readonly values: readonly SqliteValue[];
}

const deepest = 40;
/** More bytes of one row are not read: what stands first, labels among it, is there all the same. */
const payloadLimit = 1024 * 1024;

/** Rows below a page, in the order of their ids. Rejects with a RangeError where a page is damaged. */
export async function* sqliteRows(
  pages: SqlitePages,
  root: number,
  signal: AbortSignal,
  depth = 0,
): AsyncGenerator<SqliteRow> {
  signal.throwIfAborted();
  if (depth > deepest) throw new RangeError('its pages are nested too deep');
  const page = await pages.page(root);
  const start = root === 1 ? 100 : 0;
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const kind = page[start];
  const cells = view.getUint16(start + 3);
  if (kind === 5) {
    for (let cell = 0; cell < cells; cell += 1) {
      const at = view.getUint16(start + 12 + cell * 2);
      yield* sqliteRows(pages, view.getUint32(at), signal, depth + 1);
    }
    yield* sqliteRows(pages, view.getUint32(start + 8), signal, depth + 1);
    return;
  }
  if (kind !== 13) throw new RangeError(`page ${root} is no page of a table`);
  for (let cell = 0; cell < cells; cell += 1) {
    yield await readCell(pages, page, view.getUint16(start + 8 + cell * 2));
  }
}

async function readCell(pages: SqlitePages, page: Uint8Array, at: number): Promise<SqliteRow> {
  const length = varint(page, at);
  const rowid = varint(page, length.next);
  const { usable } = pages;
  const here = inPage(length.value, usable);
  let payload = page.subarray(rowid.next, rowid.next + here);
  if (here < length.value) {
    const place = rowid.next + here;
    const next = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(place);
    payload = await withOverflow(pages, payload, Math.min(length.value, payloadLimit), next);
  }
  return { rowid: rowid.value, values: readRecord(payload, pages.encoding) };
}

/** Bytes of a payload that lie in the leaf itself. */
function inPage(length: number, usable: number): number {
  const most = usable - 35;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  return fitting <= most ? fitting : least;
}

async function withOverflow(
  pages: SqlitePages,
  start: Uint8Array,
  wanted: number,
  first: number,
): Promise<Uint8Array> {
  const all = new Uint8Array(Math.max(wanted, start.length));
  all.set(start);
  let length = start.length;
  for (let next = first; length < wanted && next !== 0;) {
    const page = await pages.page(next);
    const part = page.subarray(4, Math.min(pages.usable, 4 + wanted - length));
    all.set(part, length);
    length += part.length;
    next = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(0);
  }
  return all.subarray(0, length);
}

/** A record: a header of types, then the values. */
function readRecord(bytes: Uint8Array, encoding: string): SqliteValue[] {
  const header = varint(bytes, 0);
  const decoder = new TextDecoder(encoding);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: SqliteValue[] = [];
  let body = header.value;
  for (let at = header.next; at < header.value && at < bytes.length;) {
    const type = varint(bytes, at);
    at = type.next;
    const size = sizeOf(type.value);
    values.push(
      body + size > bytes.length ? undefined : read(view, body, type.value, size, decoder),
    );
    body += size;
  }
  return values;
}

function sizeOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0].at(type) ?? 0;
}

function read(
  view: DataView,
  at: number,
  type: number,
  size: number,
  decoder: TextDecoder,
): SqliteValue {
  if (type >= 12) {
    const isText = type % 2 === 1;
    return isText
      ? decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at, size))
      : undefined;
  }
  if (type === 0) return null;
  if (type === 7) return view.getFloat64(at);
  if (type >= 8) return type === 9 ? 1 : 0;
  if (size === 8) return view.getBigInt64(at);
  let value = view.getInt8(at);
  for (let byte = 1; byte < size; byte += 1) value = value * 256 + view.getUint8(at + byte);
  return value;
}

/** Seven bits a byte, the highest first; at most nine bytes. */
function varint(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let byte = 0; byte < 8; byte += 1) {
    const bits = bytes[at + byte] ?? 0;
    value = value * 128 + (bits & 127);
    if (bits < 128) return { value, next: at + byte + 1 };
  }
  return { value: value * 256 + (bytes[at + 8] ?? 0), next: at + 9 };
}
