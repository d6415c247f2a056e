// What the indexes of a column's pages stand for: texts as the bytes that they are, anything else as values.
// Must not know pages or labels.

import type { DecodedArray } from 'hyparquet/src/types.js';
import type { PageScanner, TextEntries } from '../kernels';
import { cellText } from './cells';

export interface PageDictionary {
  readonly length: number;
  /** The entries as cells; good until the next row group is read. */
  readonly texts: TextEntries;
  value(index: number): unknown;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** A dictionary of texts, each behind its length in four bytes. Throws a `RangeError` where they end too early. */
export function textDictionary(
  bytes: Uint8Array,
  length: number,
  scanner: PageScanner | undefined,
): PageDictionary {
  const texts = scanner?.entries(bytes, length) ?? plainEntries(bytes, length);
  const value = (index: number): string =>
    decoder.decode(texts.bytes.subarray(texts.starts[index], texts.ends[index]));
  return { length, texts, value };
}

export function plainEntries(bytes: Uint8Array, length: number): TextEntries {
  // Each takes four bytes at least: a damaged count must not set aside more.
  if (length > bytes.length / 4) throw tooEarly();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [starts, ends] = [new Int32Array(length), new Int32Array(length)];
  for (let entry = 0, at = 0; entry < length; entry++) {
    if (bytes.length - at < 4) throw tooEarly();
    const size = view.getUint32(at, true);
    if (size > bytes.length - at - 4) throw tooEarly();
    starts[entry] = at + 4;
    at += 4 + size;
    ends[entry] = at;
  }
  return { bytes, starts, ends, learned: new Int32Array(length).fill(-1) };
}

export function valueDictionary(values: DecodedArray): PageDictionary {
  const cells = Array.from(values, (value) => encoder.encode(cellText(value)));
  const size = cells.reduce((sum, cell) => sum + cell.length, 0);
  const texts = {
    bytes: new Uint8Array(size),
    starts: new Int32Array(cells.length),
    ends: new Int32Array(cells.length),
    learned: new Int32Array(cells.length).fill(-1),
  };
  let at = 0;
  cells.forEach((cell, index) => {
    texts.bytes.set(cell, at);
    texts.starts[index] = at;
    at += cell.length;
    texts.ends[index] = at;
  });
  return { length: values.length, texts, value: (index) => values[index] as unknown };
}

function tooEarly(): RangeError {
  return new RangeError('A dictionary ends too early.');
}
