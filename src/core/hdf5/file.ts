// An HDF5 file: where its superblock lies, versions 0 to 3, and ranged reads relative to it.
// Must not know objects.

import type { RangeReader } from '../archives/zipDirectory';
import { Fields, type Widths } from './fields';

/** A larger structure (a header, a heap) is taken for damaged. */
const structureLimit = 64 * 1024 * 1024;
/** Compared as bytes: what a `TextDecoder` of latin1 makes of 0x89 depends on the version of Node. */
const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Where the superblock lies in the first bytes of a file: 0, 512, 1024 …; -1 where it does not. */
export function superblockPlace(head: Uint8Array): number {
  for (let at = 0; at + 8 <= head.length; at = at === 0 ? 512 : at * 2) {
    if (signature.every((byte, place) => head[at + place] === byte)) return at;
  }
  return -1;
}

export class Hdf5File {
  private constructor(
    private readonly read: RangeReader,
    /** Where address 0 lies. */
    private readonly base: number,
    readonly widths: Widths,
    /** Address of the root group's header. */
    readonly root: number,
    /** Where the file says that it ends, in bytes from its start. */
    readonly end: number,
  ) {}

  /** Rejects with a RangeError where the file is none, or damaged. */
  static async open(read: RangeReader, size: number): Promise<Hdf5File> {
    const head = await read(0, Math.min(size, 64 * 1024));
    const at = superblockPlace(head);
    if (at < 0) throw new RangeError('it has no superblock');
    const version = head[at + 8];
    if (version > 3) throw new RangeError(`its superblock is of the unknown version ${version}`);
    const place = version < 2 ? 13 : 9;
    const widths = { address: head[at + place], length: head[at + place + 1] };
    if (![2, 4, 8].includes(widths.address) || ![2, 4, 8].includes(widths.length)) {
      throw new RangeError('its superblock is damaged');
    }
    const fields = new Fields(head, widths, at + (version < 2 ? 24 : 12));
    if (version === 1) fields.skip(4);
    const base = fields.address();
    fields.address();
    const end = fields.address();
    if (version < 2) fields.skip(widths.address * 2);
    const root = fields.address();
    return new Hdf5File(read, Math.max(at, base), widths, root, end);
  }

  /** A structure of `length` bytes at an address; shorter at the end of the file. */
  async bytes(address: number, length: number): Promise<Uint8Array> {
    if (!Number.isFinite(address)) throw new RangeError('an address points nowhere');
    if (length > structureLimit) throw new RangeError('a structure is too large');
    const start = this.base + address;
    return this.read(start, start + length);
  }

  /** The same, whole and as fields. */
  async fields(address: number, length: number): Promise<Fields> {
    const bytes = await this.bytes(address, length);
    if (bytes.length < length)
      throw new RangeError(`the file ends before byte ${address + length}`);
    return new Fields(bytes, this.widths);
  }
}
