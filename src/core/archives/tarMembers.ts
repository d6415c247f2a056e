// The members of a tar archive (POSIX ustar, GNU and PAX long names), header by header; payloads are skipped unread.
// Must not know what the members are.

import type { Pull } from '../bytes/pull';

export interface TarMember {
  readonly name: string;
  readonly size: number;
  /** The payload, where it is not larger than `limit`; may be asked for once. */
  readonly read: (limit: number) => Promise<Uint8Array | undefined>;
}

const block = 512;
const longestName = 64 * 1024;
const tooLong =
  'a name, or what is said of a file, has more than 64 KiB; pack the archive anew without it';
const decoder = new TextDecoder('utf-8');

/** Why reading stopped, with the byte where. */
export interface TarEnd {
  readonly offset: number;
  /** Absent where the archive ends as it should. */
  readonly problem?: string;
}

/** Calls `use` for each regular file, in order; a false answer ends the reading. */
export async function eachTarMember(
  pull: Pull,
  use: (member: TarMember) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<TarEnd> {
  let longName: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const at = pull.offset;
    const header = (await pull.take(block)).slice();
    if (header.length === 0 || (header.length === block && header.every((byte) => byte === 0))) {
      return { offset: at };
    }
    if (header.length < block) return { offset: at, problem: 'it ends inside a header' };
    if (!isTarHeader(header)) return { offset: at, problem: 'a header is damaged' };
    const size = sizeOf(header);
    const payload = new Payload(pull, size);
    const type = String.fromCharCode(header[156]);
    let more = true;
    if (type === 'L' || type === 'x') {
      if (size > longestName) return { offset: at, problem: tooLong };
      longName = nameIn(type, await payload.read(longestName));
    } else {
      const name = longName ?? nameOf(header);
      longName = undefined;
      const read = (limit: number): Promise<Uint8Array | undefined> => payload.read(limit);
      if (type === '0' || type === '\0' || type === '7') more = await use({ name, size, read });
    }
    if (!more) return { offset: pull.offset };
    if (!(await payload.skipRest()))
      return { offset: pull.offset, problem: 'its last file is cut off' };
  }
}

class Payload {
  #left: number;

  constructor(
    private readonly pull: Pull,
    private readonly size: number,
  ) {
    this.#left = Math.ceil(size / block) * block;
  }

  async read(limit: number): Promise<Uint8Array | undefined> {
    if (this.size > limit || this.#left < this.size) return undefined;
    const bytes = (await this.pull.take(this.size)).slice();
    this.#left -= bytes.length;
    return bytes.length < this.size ? undefined : bytes;
  }

  /** The last block's filling may be missing: some writers leave it out. */
  async skipRest(): Promise<boolean> {
    const padding = this.#left < block;
    return (await this.pull.skip(this.#left)) || padding;
  }
}

/** True where the header's checksum holds. */
export function isTarHeader(header: Uint8Array): boolean {
  if (header.length < block) return false;
  const stored = octal(header, 148, 8);
  let sum = 0;
  for (let at = 0; at < block; at += 1) sum += at >= 148 && at < 156 ? 32 : header[at];
  return sum === stored;
}

function octal(header: Uint8Array, at: number, length: number): number {
  const text = decoder
    .decode(header.subarray(at, at + length))
    .replace(/[\0 ]+/g, ' ')
    .trim();
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : 0;
}

/** Octal, or 64 bits big-endian where the first bit says so (GNU). */
function sizeOf(header: Uint8Array): number {
  if (header[124] < 128) return octal(header, 124, 12);
  const size = header.subarray(128, 136).reduce((sum, byte) => sum * 256 + byte, 0);
  return Math.min(size, Number.MAX_SAFE_INTEGER - block);
}

function nameOf(header: Uint8Array): string {
  const field = (at: number, length: number): string => {
    const bytes = header.subarray(at, at + length);
    const end = bytes.indexOf(0);
    return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  };
  const prefix = field(257, 6) === 'ustar' ? field(345, 155) : '';
  return prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`;
}

/** The name in a GNU long link (`L`) or among the records of a PAX header (`x`). */
function nameIn(type: string, bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const text = decoder.decode(bytes);
  if (type === 'L') return text.replace(/\0.*$/s, '');
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1];
}
