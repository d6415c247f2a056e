// All texts of an NPY array, for arrays that name classes.
// Must not know which file the array lies in.

import { ByteBuffer } from '../bytes/byteBuffer';
import type { Pull } from '../bytes/pull';
import { textReader } from './npyElements';
import { elementCount, readNpyHeader } from './npyHeader';

/** More are no names of classes. */
export const mostNames = 100_000;

/** The texts, in order; none where the array holds something else, or too many. */
export async function readTexts(pull: Pull): Promise<string[]> {
  const array = await readNpyHeader(pull);
  if (array === undefined || 'refused' in array || array.field !== undefined) return [];
  if ((array.kind !== 'U' && array.kind !== 'S') || elementCount(array) > mostNames) return [];
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
