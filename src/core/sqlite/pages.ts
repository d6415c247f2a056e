// Pages of a SQLite database (sqlite.org/fileformat2.html), the newest version of each from the write-ahead log.
// Must not know tables; reads by range, a page at a time.

import type { RangeReader } from '../archives/zipDirectory';

/** A file that can be read by range. */
export interface RangedFile {
  readonly read: RangeReader;
  readonly size: number;
}

/** True for the first bytes of a database. */
export function isSqlite(head: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(head.subarray(0, 16)) === 'SQLite format 3\u0000';
}

const kept = 64;

/** The pages of one database. Reading rejects with a RangeError where a page is cut off. */
export class SqlitePages {
  readonly #cache = new Map<number, Uint8Array>();

  private constructor(
    private readonly file: RangedFile,
    private readonly log: RangedFile | undefined,
    private readonly frames: ReadonlyMap<number, number>,
    readonly pageSize: number,
    /** Bytes of a page that tables use. */
    readonly usable: number,
    readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be',
  ) {}

  /** Opens a database and, where there is one, its `-wal` file. Rejects with a RangeError where it is none. */
  static async open(file: RangedFile, log: RangedFile | undefined): Promise<SqlitePages> {
    const own = await file.read(0, 100);
    const fromLog = log === undefined ? undefined : await readLog(log);
    const first = fromLog?.frames.get(1);
    const header =
      log !== undefined && first !== undefined ? await log.read(first, first + 100) : own;
    if (header.length < 100 || !isSqlite(header)) throw new RangeError('its header is damaged');
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const raw = view.getUint16(16);
    const pageSize = raw === 1 ? 65_536 : raw;
    if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) {
      throw new RangeError('its page size is damaged');
    }
    const frames = fromLog?.pageSize === pageSize ? fromLog.frames : new Map<number, number>();
    const encoding = ({ 2: 'utf-16le', 3: 'utf-16be' } as const)[view.getUint32(56)] ?? 'utf-8';
    return new SqlitePages(file, log, frames, pageSize, pageSize - header[20], encoding);
  }

  /** Page `number`, from 1. Good for as long as the caller likes; must not be changed. */
  async page(number: number): Promise<Uint8Array> {
    const known = this.#cache.get(number);
    if (known !== undefined) return known;
    const frame = this.frames.get(number);
    const source = frame === undefined ? this.file : (this.log ?? this.file);
    const start = frame ?? (number - 1) * this.pageSize;
    const bytes = await source.read(start, start + this.pageSize);
    if (number < 1 || bytes.length < this.pageSize) {
      throw new RangeError(`page ${number} is cut off or not there`);
    }
    this.#cache.set(number, bytes);
    if (this.#cache.size > kept) {
      for (const oldest of this.#cache.keys()) {
        this.#cache.delete(oldest);
        break;
      }
    }
    return bytes;
  }

  /** Pages there are, in the file or the log. */
  get count(): number {
    let last = Math.ceil(this.file.size / this.pageSize);
    for (const number of this.frames.keys()) last = Math.max(last, number);
    return last;
  }

  /** First byte of a page in the database file, for problems. */
  offsetOf(number: number): number {
    return (number - 1) * this.pageSize;
  }
}

const logHeader = 32;
const frameHeader = 24;

/** Where the newest committed version of each page lies in the log: first byte of the page. */
async function readLog({
  read,
  size,
}: RangedFile): Promise<{ pageSize: number; frames: Map<number, number> } | undefined> {
  const header = await read(0, logHeader);
  if (header.length < logHeader) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint32(0) >>> 1 !== 0x377f0682 >>> 1) return undefined;
  const pageSize = view.getUint32(8);
  const salts = [view.getUint32(16), view.getUint32(20)];
  const frames = new Map<number, number>();
  const open = new Map<number, number>();
  if (pageSize < 512 || pageSize > 65_536) return undefined;
  for (let at = logHeader; at + frameHeader + pageSize <= size; at += frameHeader + pageSize) {
    const bytes = await read(at, at + frameHeader);
    const frame = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Frames of an older run of the log bear other salts and no longer count.
    if (frame.getUint32(8) !== salts[0] || frame.getUint32(12) !== salts[1]) break;
    open.set(frame.getUint32(0), at + frameHeader);
    if (frame.getUint32(4) === 0) continue;
    for (const [page, offset] of open) frames.set(page, offset);
    open.clear();
  }
  return { pageSize, frames };
}
