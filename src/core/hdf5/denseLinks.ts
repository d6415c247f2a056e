// Links of large groups, and attributes of large objects, in new files: a b-tree (version 2) of names over a fractal heap.
// Must not know what a link or an attribute says.

import { Fields, nowhere } from './fields';
import type { Hdf5File } from './file';
import { Visited } from './visited';

/**
 * The messages, in the order of the tree. Rejects with a RangeError where they cannot be found.
 * @param before bytes of a record before the id in the heap: the hash of the name where they are links.
 */
export async function heapObjects(
  file: Hdf5File,
  heap: number,
  names: number,
  before: number,
): Promise<Fields[]> {
  const place = await openHeap(file, heap);
  const records = await treeRecords(file, names);
  const links: Fields[] = [];
  for (const record of records) {
    // The id: flags, offset, length.
    record.skip(before);
    if ((record.byte() & 0x30) !== 0) throw new RangeError('a link lies outside of its heap');
    const offset = record.uint(place.offsetBytes);
    links.push(await place.object(offset, record.uint(place.lengthBytes)));
  }
  return links;
}

interface Heap {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly object: (offset: number, length: number) => Promise<Fields>;
}

/** Direct blocks by where they begin in the heap's space. */
interface Block {
  readonly start: number;
  readonly size: number;
  readonly address: number;
}

async function openHeap(file: Hdf5File, address: number): Promise<Heap> {
  const { length, address: wide } = file.widths;
  const fields = await file.fields(address, 26 + length * 12 + wide * 3);
  fields.expect('FRHP').skip(3);
  if (fields.short() > 0) throw new RangeError('a group is packed by filters');
  fields.skip(1);
  const largest = fields.int();
  fields.skip(length * 10 + wide * 2);
  const width = fields.short();
  const first = fields.length();
  const direct = fields.length();
  const bits = fields.short();
  fields.skip(2);
  const root = fields.address();
  const rows = fields.short();
  const offsetBytes = Math.ceil(bits / 8);
  const shape = { width, first, direct, offsetBytes };
  const blocks =
    rows === 0
      ? [{ start: 0, size: first, address: root }]
      : await directBlocks(file, root, rows, shape);
  const lengthBytes = Math.floor(Math.log2(Math.max(1, Math.min(direct, largest))) / 8) + 1;
  return {
    offsetBytes,
    lengthBytes,
    object: async (offset, size) => {
      const block = blocks.find((one) => offset >= one.start && offset < one.start + one.size);
      if (block === undefined) throw new RangeError('a link is not in its heap');
      return file.fields(block.address + offset - block.start, size);
    },
  };
}

async function directBlocks(
  file: Hdf5File,
  root: number,
  rows: number,
  shape: { width: number; first: number; direct: number; offsetBytes: number },
): Promise<Block[]> {
  const { width, first, direct, offsetBytes } = shape;
  const { address: wide } = file.widths;
  const start = 5 + wide + offsetBytes;
  const fields = await file.fields(root, start + rows * width * wide);
  fields.expect('FHIB').skip(start - 4);
  const blocks: Block[] = [];
  let offset = 0;
  for (let row = 0; row < rows; row += 1) {
    const size = first * 2 ** Math.max(0, row - 1);
    if (size > direct) throw new RangeError('a group has more links than can be read');
    for (let column = 0; column < width; column += 1, offset += size) {
      const address = fields.address();
      if (address !== nowhere) blocks.push({ start: offset, size, address });
    }
  }
  return blocks;
}

/** Records of a b-tree of version 2, of any depth. */
export async function treeRecords(file: Hdf5File, address: number): Promise<Fields[]> {
  const { length, address: wide } = file.widths;
  const fields = (await file.fields(address, 22 + wide + length)).expect('BTHD').skip(2);
  const node = fields.int();
  const size = fields.short();
  const depth = fields.short();
  fields.skip(2);
  const root = fields.address();
  const count = fields.short();
  if (root === nowhere) return [];
  const shape = { node, size, counts: childCounts(node, size, depth, wide) };
  return nodeRecords(file, root, count, depth, shape);
}

interface TreeShape {
  readonly node: number;
  readonly size: number;
  /** Bytes of the number of records in a child, and in all below it, by depth. */
  readonly counts: readonly (readonly [own: number, all: number])[];
}

const bytesFor = (value: number): number => Math.max(1, Math.ceil(Math.log2(value + 1) / 8));

function childCounts(node: number, size: number, depth: number, wide: number) {
  const leaf = Math.floor((node - 10) / size);
  const own = bytesFor(leaf);
  const counts: (readonly [number, number])[] = [[0, 0]];
  let all = leaf;
  for (let level = 1; level <= depth; level += 1) {
    const below = level === 1 ? 0 : bytesFor(all);
    counts.push([own, below]);
    const most = Math.floor((node - 10 - wide - own - below) / (size + wide + own + below));
    all = most + (most + 1) * all;
  }
  return counts;
}

async function nodeRecords(
  file: Hdf5File,
  address: number,
  count: number,
  depth: number,
  shape: TreeShape,
  visited = new Visited(),
): Promise<Fields[]> {
  visited.enter(address);
  const fields = await file.fields(address, shape.node);
  fields.expect(depth === 0 ? 'BTLF' : 'BTIN').skip(2);
  const own = Array.from({ length: count }, () => new Fields(fields.take(shape.size), file.widths));
  if (depth === 0) return own;
  const [ownBytes, allBytes] = shape.counts[depth];
  const records: Fields[] = [];
  for (let child = 0; child <= count; child += 1) {
    const at = fields.address();
    const below = fields.uint(ownBytes);
    fields.skip(allBytes);
    records.push(...(await nodeRecords(file, at, below, depth - 1, shape, visited)));
    if (child < count) records.push(own[child]);
  }
  return records;
}
