// The type of a dataset's elements, as a datatype message describes it (HDF5 File Format Specification 3.0, IV.A.2.d).
// Must not know datasets.

import type { NpyArray } from '../arrays/npyHeader';
import type { Fields } from './fields';

/** What an element is: an array's element, text elsewhere in the file, a reference to an object, a record, or something else. */
export type ElementType =
  | (Pick<NpyArray, 'kind' | 'size' | 'little' | 'blanks'> & {
      readonly use: 'plain';
      /** Names of an enumeration's values. */
      readonly names: readonly (readonly [value: number, name: string])[];
    })
  | { readonly use: 'text' | 'reference' | 'other'; readonly size: number }
  | { readonly use: 'record'; readonly size: number; readonly fields: readonly TypeField[] };

/** A field of records. */
export interface TypeField {
  readonly name: string;
  /** Bytes of a record before it. */
  readonly offset: number;
  readonly type: ElementType;
}

const deepest = 8;

/** Reads the message to its end. Throws a RangeError where it is damaged. */
export function readType(fields: Fields, depth = 0): ElementType {
  if (depth > deepest) throw new RangeError('its type is nested too deep');
  const first = fields.byte();
  const bits = fields.uint(3);
  const size = fields.int();
  const little = (bits & 1) === 0;
  switch (first & 15) {
    case 0:
    case 4:
      fields.skip(4);
      return plain((first & 15) === 0 && (bits & 8) !== 0 ? 'i' : 'u', size, little);
    case 1:
      fields.skip(12);
      return plain('f', size, little);
    case 2:
      fields.skip(2);
      return { use: 'other', size };
    case 3:
      return plain('S', size, true, (bits & 15) === 2);
    case 5:
      fields.skip(bits & 255);
      return { use: 'other', size };
    case 6:
      return readRecord(fields, first >> 4, bits & 0xffff, size, depth);
    case 7:
      return { use: 'reference', size };
    case 8:
      return readEnum(fields, first >> 4, bits & 0xffff, depth);
    case 9:
      readType(fields, depth + 1);
      return { use: (bits & 15) === 1 ? 'text' : 'other', size };
    case 10:
      return readArrayType(fields, first >> 4, size, depth);
    default:
      throw new RangeError('its type is unknown');
  }
}

function plain(kind: NpyArray['kind'], size: number, little: boolean, blanks = false): ElementType {
  const sizes = kind === 'f' ? [2, 4, 8] : [1, 2, 4, 8];
  const fits = kind === 'S' ? size > 0 && size <= 65_536 : sizes.includes(size);
  if (!fits) return { use: 'other', size };
  return { use: 'plain', kind, size, little, names: [], ...(blanks ? { blanks } : {}) };
}

/** A name, and in old files the zeros that fill it up to a multiple of 8. */
function nameOf(fields: Fields, version: number): string {
  const start = fields.at;
  const name = fields.zeroEnded();
  if (version < 3) fields.at = start + Math.ceil((fields.at - start) / 8) * 8;
  return name;
}

function readEnum(fields: Fields, version: number, count: number, depth: number): ElementType {
  const base = readType(fields, depth + 1);
  if (base.use !== 'plain') return { use: 'other', size: base.size };
  const names = Array.from({ length: count }, () => nameOf(fields, version));
  const values = names.map(() => fields.take(base.size));
  return { ...base, names: names.map((name, at) => [integer(values[at], base), name]) };
}

function integer(bytes: Uint8Array, { little, kind }: Pick<NpyArray, 'little' | 'kind'>): number {
  const digits = little ? bytes.toReversed() : bytes;
  const value = digits.reduce((sum, byte) => sum * 256 + byte, 0);
  const limit = 2 ** (bytes.length * 8);
  return kind === 'i' && value >= limit / 2 ? value - limit : value;
}

function readRecord(
  fields: Fields,
  version: number,
  count: number,
  size: number,
  depth: number,
): ElementType {
  const offsetBytes = Math.max(1, Math.ceil(Math.log2(size + 1) / 8));
  const members = Array.from({ length: count }, (): TypeField => {
    const name = nameOf(fields, version);
    const offset = version < 3 ? fields.int() : fields.uint(offsetBytes);
    // The first version says here whether the field is an array: how many dimensions, and four sizes.
    const dimensions = version === 1 ? fields.byte() : 0;
    if (version === 1) fields.skip(27);
    const type = readType(fields, depth + 1);
    return { name, offset, type: dimensions > 0 ? { use: 'other', size: type.size } : type };
  });
  return { use: 'record', size, fields: members };
}

function readArrayType(fields: Fields, version: number, size: number, depth: number): ElementType {
  const rank = fields.byte();
  fields.skip(version < 3 ? 3 + rank * 8 : rank * 4);
  readType(fields, depth + 1);
  return { use: 'other', size };
}
