// A look at one array during detection: header and first values, and what they say.
// Must not know which file it lies in.

import type { Pull } from '../bytes/pull';
import type { ArrayName } from './arrayNames';
import { type ArrayReading, readArray, sampleBytes, unreadReason } from './arrayReading';
import { type NpyArray, readNpyHeader, type Refusal } from './npyHeader';

export interface ArrayLook {
  readonly array: NpyArray;
  readonly reading: ArrayReading | undefined;
  /** Why an array named like labels is not read. */
  readonly unread?: string;
}

/** Looks at an array; undefined where the bytes are no NPY array. */
export async function lookAtArray(
  pull: Pull,
  name: ArrayName,
): Promise<ArrayLook | Refusal | undefined> {
  const array = await readNpyHeader(pull);
  if (array === undefined || 'refused' in array) return array;
  const start = await pull.take(sampleBytes(array));
  const reading = readArray(array, name, start);
  const unread = reading === undefined ? unreadReason(array, name, start) : undefined;
  return { array, reading, ...(unread === undefined ? {} : { unread }) };
}
