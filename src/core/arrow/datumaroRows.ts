// The annotations of an item in Datumaro's Arrow export, packed into bytes as its mappers do (datumaro_binary/mapper, format 2.0).
// Must not know files, columns nor tallies.

import type { ClassEntry } from '../model';

/** What stands in the schema's metadata under `signature`. */
export const datumaroSignature = 'signature:datumaro_arrow';

/** An annotation that has a class. */
export interface PackedLabel {
  /** True for a class of the whole image, false for one of an object in it. */
  readonly ofImage: boolean;
  /** Index of the class. */
  readonly label: number;
}

/** How an annotation goes on behind what all have: by the number of its type. */
const layouts: Readonly<
  Partial<Record<number, 'label' | 'mask' | 'points' | 'shape' | 'caption'>>
> = {
  ...{ 1: 'label', 2: 'mask', 3: 'points', 4: 'shape', 5: 'shape', 6: 'shape', 7: 'caption' },
  ...{ 11: 'shape', 15: 'shape' },
};
const solid = 8;
/** Stands for an annotation without a class. */
const noLabel = 2 ** 31 - 1;
/** Type, id, group, object: a byte, two of eight and one of four. */
const headBytes = 21;

/** The annotations with a class, in order. Throws a RangeError where the bytes are damaged or of another version. */
export function packedLabels(bytes: Uint8Array): PackedLabel[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: PackedLabel[] = [];
  let at = 4;
  /** Passes over a list: its length, and so many bytes for each item. */
  const pass = (start: number, size: number): number =>
    start + 4 + view.getUint32(start, true) * size;
  for (let left = view.getUint32(0, true); left > 0; left -= 1) {
    const type = view.getUint8(at);
    at = pass(at + headBytes, 1);
    const layout = layouts[type];
    if (layout === undefined && type !== solid)
      throw new RangeError(`annotations of type ${type} are not known`);
    if (layout === 'caption') {
      at = pass(at, 1);
      continue;
    }
    const label = view.getInt32(at, true);
    if (label !== noLabel) found.push({ ofImage: layout === 'label', label });
    at += 4;
    // The height of the image above or below others; then a mask's height, width and runs, or corners.
    if (layout === 'mask') at = pass(at + 12, 1);
    else if (layout !== 'label') at = pass(layout === undefined ? at : at + 4, 4);
    if (layout === 'points') at = pass(at, 4);
  }
  if (at > bytes.length) throw new RangeError('an annotation is cut off');
  return found;
}

/** The classes that the schema's metadata declare: the length of a JSON text, and the text. */
export function packedCategories(bytes: Uint8Array): ClassEntry[] {
  try {
    const root: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(4)));
    const { label } = root as { readonly label?: { readonly labels?: unknown } };
    const labels = Array.isArray(label?.labels) ? (label.labels as unknown[]) : [];
    return labels.map((one, at) => {
      const { name } = one as { readonly name?: unknown };
      return { id: at.toString(), name: typeof name === 'string' ? name : at.toString() };
    });
  } catch {
    // Names are a help only: without them the ids stand for themselves.
    return [];
  }
}
