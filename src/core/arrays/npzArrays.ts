// A look through the arrays of a NumPy archive.
// Must not know how archives are packed.

import { InflateError } from '../archives/inflate';
import { type RangeReader, readZipDirectory, type ZipMember } from '../archives/zipDirectory';
import { openMember } from '../archives/zipMember';
import { ByteBuffer } from '../bytes/byteBuffer';
import type { Pull } from '../bytes/pull';
import type { Problem } from '../problems';
import type { ArraysFound } from './arrayClaims';
import { type SeenArray, sortArrays } from './arrayGroups';
import { lookAtArray } from './arrayLook';
import { readArrayName } from './arrayNames';
import { elementCount, readNpyHeader } from './npyHeader';
import { textReader } from './npyElements';

/** Arrays of other names than labels that are opened: they only say what lies beside the labels. */
const mostOthers = 64;

/** Looks through an archive. What is named like labels and cannot be read is said in its problems. */
export async function lookAtArchive(
  read: RangeReader,
  size: number,
  path: string,
): Promise<ArraysFound & { readonly problems: readonly Problem[] }> {
  const members = await readZipDirectory(read, size);
  if (members === undefined) {
    return { readings: [], names: [], images: false, problems: [damaged(path, size)] };
  }
  const arrays = members.filter(({ name }) => name.endsWith('.npy'));
  const seen: SeenArray[] = [];
  const problems: Problem[] = [];
  let others = 0;
  for (const member of arrays) {
    const name = readArrayName(member.name.slice(0, -4));
    const isOther = name.role === 'other' || name.role === 'unknown';
    if (isOther && ++others > mostOthers) continue;
    const look = await opened(read, member, (pull) => lookAtArray(pull, name.role));
    if (look === undefined) continue;
    if (!('refused' in look))
      seen.push({ member: member.name, bytes: member.packed, name, ...look });
    else if (!isOther) problems.push(notRead(path, member, look.refused));
  }
  const { readings, names, images } = sortArrays(seen);
  const member = arrays.find(({ name }) => name === names?.member);
  const texts = member === undefined ? [] : await opened(read, member, readTexts);
  return { readings, names: 'refused' in texts ? [] : texts, images, problems };
}

function damaged(file: string, size: number): Problem {
  const message =
    'The archive has no whole directory at its end: it is damaged or cut off, and no array of it is read.';
  return { code: 'archive-damaged', severity: 'error', file, line: 1, column: size + 1, message };
}

function notRead(file: string, { name, header }: ZipMember, reason: string): Problem {
  const message = `The array ${name} is not read: ${reason}.`;
  const place = { file, line: 1, column: header + 1 };
  return { code: 'array-not-read', severity: 'warning', ...place, message };
}

/** Reads from a member, or says why it cannot be read. */
async function opened<T>(
  read: RangeReader,
  member: ZipMember,
  use: (pull: Pull) => Promise<T>,
): Promise<T | { readonly refused: string }> {
  try {
    const pull = await openMember(read, member);
    return 'refused' in pull ? pull : await use(pull);
  } catch (error) {
    if (error instanceof InflateError) return { refused: error.message };
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
