// Object headers of HDF5, versions 1 and 2, and the links of groups: symbol tables, compact and dense ones.
// Must not know what datasets hold.

import { heapObjects } from './denseLinks';
import { Fields, nowhere } from './fields';
import type { Hdf5File } from './file';
import { Visited } from './visited';

/** One message of a header. */
export interface Message {
  readonly type: number;
  /** The message stands elsewhere and this says where. */
  readonly shared: boolean;
  readonly bytes: Uint8Array;
}

/** A member of a group: an object at an address, one at another path, or one in another file. */
export interface Link {
  readonly name: string;
  readonly to: { readonly address: number } | { readonly path: string } | 'other file';
}

/** More messages of one object, or more blocks of them, are taken for damage. */
const mostMessages = 100_000;
const mostBlocks = 10_000;

/** The messages of the object at an address. */
export async function readMessages(file: Hdf5File, address: number): Promise<Message[]> {
  const start = await file.bytes(address, 4);
  const isNew = new TextDecoder('latin1').decode(start) === 'OHDR';
  return isNew ? newHeader(file, address) : oldHeader(file, address);
}

async function oldHeader(file: Hdf5File, address: number): Promise<Message[]> {
  const head = await file.fields(address, 16);
  if (head.byte() !== 1) throw new RangeError('an object header is damaged');
  const size = head.skip(7).int();
  const blocks = [{ address: address + 16, length: size }];
  const messages: Message[] = [];
  // Continuations are added on the way.
  for (const block of blocks) {
    const fields = await file.fields(block.address, block.length);
    while (fields.left >= 8) {
      checkSize(messages.length, blocks.length);
      const type = fields.short();
      const length = fields.short();
      const flags = fields.byte();
      fields.skip(3);
      const bytes = fields.take(Math.min(length, fields.left));
      if (type === 0x10) blocks.push(continuation(bytes, file));
      else messages.push({ type, shared: (flags & 2) !== 0, bytes });
    }
  }
  return messages;
}

async function newHeader(file: Hdf5File, address: number): Promise<Message[]> {
  const head = new Fields(await file.bytes(address, 64), file.widths, 4);
  head.skip(1);
  const flags = head.byte();
  head.skip((flags & 32 ? 16 : 0) + (flags & 16 ? 4 : 0));
  const length = head.uint(1 << (flags & 3));
  const blocks = [{ address: address + head.at, length }];
  const messages: Message[] = [];
  for (let at = 0; at < blocks.length; at += 1) {
    const fields = await file.fields(blocks[at].address, blocks[at].length);
    // Continuations begin with a signature and end with a checksum.
    if (at > 0) fields.expect('OCHK');
    const end = at > 0 ? fields.bytes.length - 4 : fields.bytes.length;
    while (end - fields.at >= 4) {
      checkSize(messages.length, blocks.length);
      const type = fields.byte();
      const size = fields.short();
      const shared = (fields.byte() & 2) !== 0;
      if (flags & 4) fields.skip(2);
      const bytes = fields.take(Math.min(size, end - fields.at));
      if (type === 0x10) blocks.push(continuation(bytes, file));
      else messages.push({ type, shared, bytes });
    }
  }
  return messages;
}

function checkSize(messages: number, blocks: number): void {
  if (messages < mostMessages && blocks < mostBlocks) return;
  throw new RangeError('an object header has no end');
}

function continuation(bytes: Uint8Array, file: Hdf5File): { address: number; length: number } {
  const fields = new Fields(bytes, file.widths);
  return { address: fields.address(), length: fields.length() };
}

/** A message of a kind, followed to where it is shared from; undefined where there is none. */
export async function messageOf(
  file: Hdf5File,
  messages: readonly Message[],
  type: number,
): Promise<Fields | undefined> {
  const message = messages.find((one) => one.type === type);
  if (message === undefined) return undefined;
  const fields = new Fields(message.bytes, file.widths);
  if (!message.shared) return fields;
  const version = fields.byte();
  const kind = fields.byte();
  if (version === 1) fields.skip(6);
  if (version === 3 && kind !== 2) throw new RangeError('a shared message cannot be found');
  const elsewhere = await readMessages(file, fields.address());
  const own = elsewhere.find((one) => one.type === type);
  return own === undefined ? undefined : new Fields(own.bytes, file.widths);
}

/** Members of the group with these messages; none where it is no group. */
export async function linksOf(file: Hdf5File, messages: readonly Message[]): Promise<Link[]> {
  const table = await messageOf(file, messages, 0x11);
  if (table !== undefined) {
    const tree = table.address();
    return symbolTable(file, tree, await localHeap(file, table.address()));
  }
  const compact = messages
    .filter(({ type }) => type === 6)
    .flatMap(({ bytes }) => readLink(new Fields(bytes, file.widths)) ?? []);
  const info = await messageOf(file, messages, 2);
  if (info === undefined) return compact;
  const flags = info.skip(1).byte();
  if (flags & 1) info.skip(8);
  const heap = info.address();
  const names = info.address();
  if (heap === nowhere || names === nowhere) return compact;
  const dense = await heapObjects(file, heap, names, 4);
  return dense.flatMap((fields) => readLink(fields) ?? []);
}

/** A hard, soft or external link; undefined for others, which only programs understand. */
function readLink(fields: Fields): Link | undefined {
  const flags = fields.skip(1).byte();
  const kind = flags & 8 ? fields.byte() : 0;
  if (flags & 4) fields.skip(8);
  if (flags & 16) fields.skip(1);
  const name = fields.text(fields.uint(1 << (flags & 3)));
  if (kind === 0) return { name, to: { address: fields.address() } };
  if (kind === 1) return { name, to: { path: fields.text(fields.short()) } };
  return kind === 64 ? { name, to: 'other file' } : undefined;
}

async function localHeap(file: Hdf5File, address: number): Promise<Uint8Array> {
  const { length, address: wide } = file.widths;
  const fields = (await file.fields(address, 8 + length * 2 + wide)).expect('HEAP').skip(4);
  const size = fields.length();
  fields.length();
  return file.bytes(fields.address(), size);
}

/** Entries of the leaves below a node of a group's b-tree. */
async function symbolTable(
  file: Hdf5File,
  address: number,
  heap: Uint8Array,
  visited = new Visited(),
): Promise<Link[]> {
  visited.enter(address);
  const { length, address: wide } = file.widths;
  const start = await file.fields(address, 8);
  const isLeaf = new TextDecoder('latin1').decode(start.bytes.subarray(0, 4)) === 'SNOD';
  if (isLeaf) {
    const count = start.skip(6).short();
    const entry = wide * 2 + 24;
    const fields = await file.fields(address + 8, count * entry);
    return Array.from({ length: count }, (_, at) => {
      fields.at = at * entry;
      const name = new Fields(heap, file.widths, fields.address()).zeroEnded();
      const target = fields.address();
      const isSoft = fields.int() === 2;
      const path = isSoft ? new Fields(heap, file.widths, fields.skip(4).int()).zeroEnded() : '';
      return { name, to: isSoft ? { path } : { address: target } };
    });
  }
  const used = start.expect('TREE').skip(2).short();
  const node = await file.fields(address + 8 + wide * 2, used * (length + wide) + length);
  const links: Link[] = [];
  for (let child = 0; child < used; child += 1) {
    node.length();
    links.push(...(await symbolTable(file, node.address(), heap, visited)));
  }
  return links;
}
