// A look through the arrays of a NumPy archive.
// Must not know how archives are packed.

import { InflateError } from '../archives/inflate';
import { type RangeReader, readZipDirectory, type ZipMember } from '../archives/zipDirectory';
import { openMember } from '../archives/zipMember';
import { ByteBuffer } from '../bytes/byteBuffer';
import type { Pull } from '../bytes/pull';
import type { ArraysFound } from './arrayClaims';
import { type SeenArray, sortArrays } from './arrayGroups';
import { lookAtArray } from './arrayLook';
import { readArrayName } from './arrayNames';
import { elementCount, readNpyHeader } from './npyHeader';
import { textReader } from './npyElements';

const mostMembers = 64;

/** Looks through an archive; undefined where it is none. */
export async function lookAtArchive(
  read: RangeReader,
  size: number,
): Promise<ArraysFound | undefined> {
  const members = await readZipDirectory(read, size);
  const arrays = members?.filter(({ name }) => name.endsWith('.npy')).slice(0, mostMembers);
  if (arrays === undefined || arrays.length === 0) return undefined;
  const seen: SeenArray[] = [];
  for (const member of arrays) {
    const name = readArrayName(member.name.slice(0, -4));
    const look = await opened(read, member, (pull) => lookAtArray(pull, name.role));
    if (look === undefined || 'refused' in look) continue;
    seen.push({ member: member.name, bytes: member.packed, name, ...look });
  }
  const { readings, names, images } = sortArrays(seen);
  const member = arrays.find(({ name }) => name === names?.member);
  const texts = member === undefined ? undefined : await opened(read, member, readTexts);
  return { readings, names: texts ?? [], images };
}

/** Reads from a member; undefined where it cannot be read. */
async function opened<T>(
  read: RangeReader,
  member: ZipMember,
  use: (pull: Pull) => Promise<T>,
): Promise<T | undefined> {
  try {
    const pull = await openMember(read, member);
    return 'refused' in pull ? undefined : await use(pull);
  } catch (error) {
    // A damaged member holds no labels for detection; counting says so where it matters.
    if (error instanceof InflateError) return undefined;
    throw error;
  }
}

async function readTexts(pull: Pull): Promise<string[]> {
  const array = await readNpyHeader(pull);
  if (array === undefined || 'refused' in array) return [];
  const read = textReader(array);
  const out = new ByteBuffer();
  const names: string[] = [];
  for (let at = 0; at < elementCount(array); at += 1) {
    const bytes = await pull.take(array.size);
    if (bytes.length < array.size) break;
    read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, out);
    names.push(out.text());
  }
  return names;
}
