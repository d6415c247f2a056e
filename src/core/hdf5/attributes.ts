// Attributes of HDF5 objects that are texts: names of classes, and what MATLAB and pandas write about their arrays.
// Must not know groups or datasets.

import { heapObjects } from './denseLinks';
import { Fields, nowhere } from './fields';
import type { Hdf5File } from './file';
import { GlobalHeap } from './globalHeap';
import { type Message, messageOf } from './objects';
import { readType } from './types';

/** More texts name no classes, and more attributes belong to no object that people make. */
const mostTexts = 100_000;
const mostAttributes = 1000;

/** The texts of the attributes whose names fit, by name. Attributes of other types are left out. */
export async function attributeTexts(
  file: Hdf5File,
  messages: readonly Message[],
  wanted: RegExp,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  const plain = messages
    .filter(({ type, shared }) => type === 0x0c && !shared)
    .map(({ bytes }) => new Fields(bytes, file.widths));
  for (const fields of [...plain, ...(await denseAttributes(file, messages))]) {
    const [name, texts] = await readAttribute(file, fields, wanted);
    if (texts !== undefined) found.set(name, texts);
  }
  return found;
}

async function denseAttributes(file: Hdf5File, messages: readonly Message[]): Promise<Fields[]> {
  const info = await messageOf(file, messages, 0x15);
  if (info === undefined) return [];
  const flags = info.skip(1).byte();
  if (flags & 1) info.skip(2);
  const heap = info.address();
  const names = info.address();
  if (heap === nowhere || names === nowhere) return [];
  return (await heapObjects(file, heap, names, 0)).slice(0, mostAttributes);
}

async function readAttribute(
  file: Hdf5File,
  fields: Fields,
  wanted: RegExp,
): Promise<readonly [string, readonly string[] | undefined]> {
  const version = fields.byte();
  const flags = fields.byte();
  const [nameBytes, typeBytes, spaceBytes] = [fields.short(), fields.short(), fields.short()];
  if (version === 3) fields.skip(1);
  // The first version fills each part up to a multiple of 8.
  const padded = (length: number): number => (version === 1 ? Math.ceil(length / 8) * 8 : length);
  const name = new Fields(fields.take(padded(nameBytes)), file.widths).text(nameBytes);
  const isShared = version > 1 && (flags & 3) !== 0;
  if (!wanted.test(name) || isShared) return [name, undefined];
  const type = readType(new Fields(fields.take(padded(typeBytes)), file.widths));
  const count = spaceSize(new Fields(fields.take(padded(spaceBytes)), file.widths));
  const isText = type.use === 'text' || (type.use === 'plain' && type.kind === 'S');
  if (!isText || count > mostTexts) return [name, undefined];
  const heap = new GlobalHeap(file);
  const texts: string[] = [];
  for (let at = 0; at < count; at += 1) {
    if (type.use === 'text') {
      texts.push(await heap.text(fields.skip(4).address(), fields.int()));
    } else texts.push(fields.text(type.size).trimEnd());
  }
  return [name, texts];
}

function spaceSize(fields: Fields): number {
  const version = fields.byte();
  const rank = fields.byte();
  fields.skip(version === 1 ? 6 : 2);
  const sizes = Array.from({ length: rank }, () => fields.length());
  return sizes.reduce((product, length) => product * length, 1);
}
