// Rows of a SQLite table: its b-tree of pages walked in order, records cut into values, long ones from overflow pages.
// Must not know what tables there are.

import type { SqlitePages } from './pages';

/** A value as SQLite stores it; bytes that are no text are left out. */
export type SqliteValue = string | number | bigint | null | undefined;

export interface SqliteRow {
  readonly rowid: number;
  readonly values: readonly SqliteValue[];
}

/** A longer value is no label; the message for people says as much. */
const longestValue = 1024 * 1024;

/** Levels of pages; SQLite itself goes no deeper. */
const deepest = 20;

/** What of the rows is read. */
export interface SqliteWanted {
  /** Places of the columns; all where absent. The values of others are undefined. */
  readonly columns?: ReadonlySet<number>;
  /** A look is content without values that are too long; to count, they are an error. */
  readonly skipLong?: boolean;
}

/** Rows below a page, in the order of their ids. Rejects with a RangeError where a page is damaged. */
export async function* sqliteRows(
  pages: SqlitePages,
  root: number,
  signal: AbortSignal,
  wanted: SqliteWanted = {},
  walk: Walk = { left: pages.count },
  depth = 1,
): AsyncGenerator<SqliteRow> {
  signal.throwIfAborted();
  // Each page is referred to by one other: else damaged pages could lead to themselves, or to one a thousand times each.
  walk.left -= 1;
  if (walk.left < 0 || depth > deepest) throw new RangeError('its pages go round in circles');
  const page = await pages.page(root);
  const start = root === 1 ? 100 : 0;
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  const kind = page[start];
  const cells = view.getUint16(start + 3);
  const tree = trees[kind];
  if (tree === undefined) throw new RangeError(`page ${root} is no page of a table`);
  const under = (child: number): AsyncGenerator<SqliteRow> =>
    sqliteRows(pages, child, signal, wanted, walk, depth + 1);
  const first = start + (tree.isLeaf ? 8 : 12);
  for (let cell = 0; cell < cells; cell += 1) {
    const at = view.getUint16(first + cell * 2);
    if (!tree.isLeaf) yield* under(view.getUint32(at));
    if (!tree.holdsRows) continue;
    const place = { page, at: tree.isLeaf ? at : at + 4, keyed: tree.keyed };
    yield await readCell(pages, place, wanted, signal);
  }
  if (!tree.isLeaf) yield* under(view.getUint32(start + 8));
}

/** Pages that may still be visited. */
interface Walk {
  left: number;
}

interface Tree {
  readonly isLeaf: boolean;
  readonly holdsRows: boolean;
  /** A tree by key, as tables WITHOUT ROWID are: inner pages hold rows too, and rows have no id. */
  readonly keyed: boolean;
}

/** By the first byte of a page. */
const trees: Readonly<Partial<Record<number, Tree>>> = {
  2: { isLeaf: false, holdsRows: true, keyed: true },
  5: { isLeaf: false, holdsRows: false, keyed: false },
  10: { isLeaf: true, holdsRows: true, keyed: true },
  13: { isLeaf: true, holdsRows: true, keyed: false },
};

interface CellPlace {
  readonly page: Uint8Array;
  readonly at: number;
  readonly keyed: boolean;
}

async function readCell(
  pages: SqlitePages,
  { page, at, keyed }: CellPlace,
  wanted: SqliteWanted,
  signal: AbortSignal,
): Promise<SqliteRow> {
  const length = varint(page, at);
  const rowid = keyed ? { value: 0, next: length.next } : varint(page, length.next);
  const here = inPage(length.value, pages.usable, keyed);
  const start = page.subarray(rowid.next, rowid.next + here);
  const place = rowid.next + here;
  const next =
    here < length.value
      ? new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(place)
      : 0;
  const payload = new Payload(pages, start, next, length.value, signal);
  return { rowid: rowid.value, values: await readRecord(payload, pages.encoding, wanted) };
}

/** Bytes of a payload that lie in the page itself. */
function inPage(length: number, usable: number, keyed: boolean): number {
  const most = keyed ? Math.floor(((usable - 12) * 64) / 255) - 23 : usable - 35;
  if (length <= most) return length;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  return fitting <= most ? fitting : least;
}

/** A payload read forward: what lies in the leaf, then page after page of what does not fit there. */
class Payload {
  #part: Uint8Array;
  /** Where the part begins in the payload. */
  #from = 0;
  #next: number;

  constructor(
    private readonly pages: SqlitePages,
    start: Uint8Array,
    next: number,
    readonly length: number,
    private readonly signal: AbortSignal,
  ) {
    this.#part = start;
    this.#next = next;
  }

  /** Bytes `from` up to `to`, which must not lie before those of the last call. */
  async bytes(from: number, to: number): Promise<Uint8Array> {
    while (from > this.#from + this.#part.length) await this.#turn();
    if (to <= this.#from + this.#part.length) {
      return this.#part.subarray(from - this.#from, to - this.#from);
    }
    const all = new Uint8Array(to - from);
    for (let at = from; at < to;) {
      if (at >= this.#from + this.#part.length) await this.#turn();
      const part = this.#part.subarray(at - this.#from, to - this.#from);
      all.set(part, at - from);
      at += part.length;
    }
    return all;
  }

  async #turn(): Promise<void> {
    this.signal.throwIfAborted();
    if (this.#next === 0) throw new RangeError('a row is cut off');
    const page = await this.pages.page(this.#next);
    this.#from += this.#part.length;
    this.#part = page.subarray(4, this.pages.usable);
    this.#next = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(0);
  }
}

/** A record: a header of types, then the values. */
async function readRecord(
  payload: Payload,
  encoding: string,
  { columns, skipLong }: SqliteWanted,
): Promise<SqliteValue[]> {
  const { value: headerLength } = varint(await payload.bytes(0, Math.min(9, payload.length)), 0);
  if (headerLength > Math.min(longestValue, payload.length)) {
    throw new RangeError('the header of a row is damaged');
  }
  const header = (await payload.bytes(0, headerLength)).slice();
  const decoder = new TextDecoder(encoding);
  const values: SqliteValue[] = [];
  let body = headerLength;
  for (let at = varint(header, 0).next; at < headerLength;) {
    const type = varint(header, at);
    at = type.next;
    const size = sizeOf(type.value);
    const isBlob = type.value >= 12 && type.value % 2 === 0;
    let value: SqliteValue;
    if (columns?.has(values.length) !== false && !isBlob) {
      if (body + size > payload.length) throw new RangeError('a row is cut off');
      if (size <= longestValue) {
        const bytes = await payload.bytes(body, body + size);
        const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        value = read(view, 0, type.value, size, decoder);
      } else if (skipLong !== true) {
        throw new RangeError(
          `a value has ${size} bytes, and of a label 1 MiB is read; shorten it, or leave its row out`,
        );
      }
    }
    values.push(value);
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
