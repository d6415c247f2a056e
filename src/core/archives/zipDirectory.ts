// The central directory of a zip archive (PKWARE APPNOTE 6.3, zip64 included), read from its end by ranges.
// Must not know what the members are; every size read from the file is held against the file's.

import type { MaybePromise } from '../ports';

export interface ZipMember {
  readonly name: string;
  /** 0 stored, 8 deflated; others cannot be read. */
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** Offset of the local header. */
  readonly header: number;
  readonly encrypted: boolean;
}

/** Reads a range; fewer bytes at the end. */
export type RangeReader = (start: number, end: number) => MaybePromise<Uint8Array>;

const endSignature = 0x06054b50;
const locatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const memberSignature = 0x02014b50;
const localSignature = 0x04034b50;
const longestComment = 65_535;
const directoryLimit = 16 * 1024 * 1024;
const decoder = new TextDecoder('utf-8');

/** The members; undefined where the file is no whole zip archive. */
export async function readZipDirectory(
  read: RangeReader,
  size: number,
): Promise<ZipMember[] | undefined> {
  const tailStart = Math.max(0, size - longestComment - 22);
  const tail = await read(tailStart, size);
  const place = await directoryPlace(tail, tailStart, read);
  if (place === undefined || place.start + place.length > size || place.length > directoryLimit) {
    return undefined;
  }
  const bytes = await read(place.start, place.start + place.length);
  return bytes.length < place.length ? undefined : membersOf(bytes);
}

interface Place {
  readonly start: number;
  readonly length: number;
}

async function directoryPlace(
  tail: Uint8Array,
  tailStart: number,
  read: RangeReader,
): Promise<Place | undefined> {
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== endSignature) continue;
    const length = view.getUint32(at + 12, true);
    const start = view.getUint32(at + 16, true);
    if (length !== 0xffffffff && start !== 0xffffffff) return { start, length };
    return at >= 20 ? await place64(view, at - 20, tailStart, read) : undefined;
  }
  return undefined;
}

async function place64(
  tail: DataView,
  locator: number,
  tailStart: number,
  read: RangeReader,
): Promise<Place | undefined> {
  if (tail.getUint32(locator, true) !== locatorSignature) return undefined;
  const at = wide(tail, locator + 8);
  if (at > tailStart + locator) return undefined;
  const bytes = await read(at, at + 56);
  const view = viewOf(bytes);
  if (bytes.length < 56 || view.getUint32(0, true) !== end64Signature) return undefined;
  return { length: wide(view, 40), start: wide(view, 48) };
}

function membersOf(bytes: Uint8Array): ZipMember[] {
  const view = viewOf(bytes);
  const members: ZipMember[] = [];
  for (let at = 0; at + 46 <= bytes.length && view.getUint32(at, true) === memberSignature;) {
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const end = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (end > bytes.length) break;
    const extra = at + 46 + nameLength;
    members.push({
      name: decoder.decode(bytes.subarray(at + 46, extra)),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      ...sizesOf(view, at, extra, extra + extraLength),
    });
    at = end;
  }
  return members;
}

/** Sizes and offset, from the zip64 extra field where they do not fit. */
function sizesOf(
  view: DataView,
  at: number,
  extra: number,
  extraEnd: number,
): { packed: number; size: number; header: number } {
  const sizes = {
    size: view.getUint32(at + 24, true),
    packed: view.getUint32(at + 20, true),
    header: view.getUint32(at + 42, true),
  };
  for (let field = extra; field + 4 <= extraEnd;) {
    const end = field + 4 + view.getUint16(field + 2, true);
    if (view.getUint16(field, true) === 1) {
      let next = field + 4;
      for (const key of ['size', 'packed', 'header'] as const) {
        if (sizes[key] !== 0xffffffff || next + 8 > Math.min(end, extraEnd)) continue;
        sizes[key] = wide(view, next);
        next += 8;
      }
    }
    field = end;
  }
  return sizes;
}

/** First byte of a member's data; undefined where its local header is damaged. */
export async function memberStart(
  read: RangeReader,
  member: ZipMember,
): Promise<number | undefined> {
  const bytes = await read(member.header, member.header + 30);
  const view = viewOf(bytes);
  if (bytes.length < 30 || view.getUint32(0, true) !== localSignature) return undefined;
  return member.header + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** 64 bits; a number beyond 2^53 is larger than any file. */
function wide(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 4294967296;
}
