// A look through the arrays of a NumPy archive.
// Must not know how archives are packed.

import { InflateError } from '../archives/inflate';
import { type RangeReader, readZipDirectory, type ZipMember } from '../archives/zipDirectory';
import { openMember } from '../archives/zipMember';
import type { Pull } from '../bytes/pull';
import type { Problem } from '../problems';
import type { ArraysFound } from './arrayClaims';
import { type SeenArray, sortArrays } from './arrayGroups';
import { type ArrayLook, lookAtArray } from './arrayLook';
import { type ArrayName, readArrayName } from './arrayNames';
import { readTexts } from './arrayTexts';

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
    const name = arrays.length === 1 ? nameOfOnly(member, path) : nameOf(member);
    const isOther = name.role === 'other' || name.role === 'unknown';
    if (isOther && ++others > mostOthers) continue;
    const look = await opened(read, member, (pull) => lookAtArray(pull, name));
    if (look === undefined) continue;
    if (!('refused' in look))
      seen.push({ member: member.name, bytes: member.packed, name: named(name, look), ...look });
    const reason = 'refused' in look ? look.refused : look.unread;
    if (!isOther && reason !== undefined) problems.push(notRead(path, member, reason));
  }
  const { readings, names, images } = sortArrays(seen);
  const member = arrays.find(({ name }) => name === names?.member);
  const texts = member === undefined ? [] : await opened(read, member, (pull) => readTexts(pull));
  return { readings, names: 'refused' in texts ? [] : texts, images, problems };
}

/** Records go by the field that is read, and by the split that the array's name says. */
function named(name: ArrayName, { array }: ArrayLook): ArrayName {
  if (array.field === undefined) return name;
  const own = readArrayName(array.field.name);
  const { split } = name;
  return { ...own, split: own.split === 'all' ? split : own.split };
}

function nameOf({ name }: ZipMember): ArrayName {
  return readArrayName(name.slice(0, -4));
}

/** An array without a name of its own (`arr_0`) and without others beside it goes by that of its file. */
function nameOfOnly(member: ZipMember, path: string): ArrayName {
  if (!/^arr_\d+\.npy$/.test(member.name)) return nameOf(member);
  return readArrayName(path.replace(/^.*\//, '').replace(/\.npz$/i, ''));
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
