// The header of an NPY array (numpy.org/doc/stable/reference/generated/numpy.lib.format.html), versions 1 to 3.
// Must not know what the elements mean; the header's Python literal is matched, never evaluated.

import type { Pull } from '../bytes/pull';
import { readArrayName } from './arrayNames';

/** `b` bool, `i` and `u` integers, `f` floats, `U` UTF-32 text, `S` bytes; others hold no labels. */
export type ElementKind = 'b' | 'i' | 'u' | 'f' | 'U' | 'S';

export interface NpyArray {
  readonly kind: ElementKind;
  /** Bytes of an element. */
  readonly size: number;
  readonly little: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Texts are filled up with blanks rather than zeros. */
  readonly blanks?: boolean;
  /** Where the elements are a field of records; they follow each other without a gap elsewhere. */
  readonly field?: RecordField;
}

/** A field of records of one size. */
export interface RecordField {
  /** Empty where the array goes by another name. */
  readonly name: string;
  /** Bytes of a record. */
  readonly record: number;
  /** Bytes of it before the field. */
  readonly offset: number;
}

/** Bytes from one element to the next. */
export function strideOf({ field, size }: NpyArray): number {
  return field?.record ?? size;
}

/** Why an array is refused. */
export interface Refusal {
  readonly refused: string;
}

const longestHeader = 64 * 1024;

/** Reads the header; undefined where the bytes are no NPY array. */
export async function readNpyHeader(pull: Pull): Promise<NpyArray | Refusal | undefined> {
  const start = (await pull.take(8)).slice();
  if (start.length < 8 || start[0] !== 0x93 || text(start.subarray(1, 6)) !== 'NUMPY') {
    return undefined;
  }
  const wide = start[6] >= 2;
  const lengthBytes = await pull.take(wide ? 4 : 2);
  const length = lengthBytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (length > longestHeader) return { refused: 'its header is too long' };
  return parseHeader(text(await pull.take(length)));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** Reads `{'descr': '<i8', 'fortran_order': False, 'shape': (10,), }`. */
export function parseHeader(header: string): NpyArray | Refusal {
  const shape = /'shape':\s*\(([\d,\sL]*)\)/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  if (shape === undefined || order === undefined) return { refused: 'its header is damaged' };
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const type = descr === undefined ? fieldOfRecords(header) : typeOf(descr);
  if ('refused' in type) return type;
  const dims = shape.split(',').filter((part) => part.trim() !== '');
  return {
    ...type,
    fortran: order === 'True',
    shape: dims.map((part) => Number.parseInt(part, 10)),
  };
}

type Type = Pick<NpyArray, 'kind' | 'size' | 'little' | 'field'>;

/** Reads `<i8`, `|S10`, `>U4`. */
function typeOf(descr: string): Type | Refusal {
  const parts = /^([<>|=]?)([a-zA-Z])(\d*)$/.exec(descr);
  if (parts === null) return { refused: `its type ${descr} is unknown` };
  const [, byteOrder, kind, digits] = parts;
  if (kind === 'O') return { refused: objectReason };
  const size = bytesOf(kind, digits);
  if (!isKind(kind) || !fits(kind, size))
    return { refused: `its type ${kind}${digits} is unknown` };
  return { kind, size, little: byteOrder !== '>' };
}

function bytesOf(kind: string, digits: string): number {
  const number = digits === '' ? 1 : Number(digits);
  return kind === 'U' ? number * 4 : number;
}

/** One field: a name, alone or behind a title, a type, and sizes where it is an array. */
const fieldPattern =
  / ?\( ?(?:'([^']*)'|\( ?'[^']*', ?'([^']*)' ?\)) ?, ?'([^']*)' ?(?:, ?\(([\d, ]*)\) ?)?,? ?\) ?,?/y;

/** The field named like labels of records such as `[('path', 'S10'), ('label', '<i8'), ('box', '<f4', (4,))]`. */
function fieldOfRecords(header: string): Type | Refusal {
  const list = header.slice(header.indexOf('[') + 1).replaceAll(/\s+/g, ' ');
  fieldPattern.lastIndex = 0;
  let record = 0;
  let end = 0;
  let found: { readonly type: Type; readonly name: string; readonly offset: number } | undefined;
  for (let match = fieldPattern.exec(list); match !== null; match = fieldPattern.exec(list)) {
    end = fieldPattern.lastIndex;
    const field = readField(match);
    if ('refused' in field) return field;
    const { name, type, bytes } = field;
    if (found === undefined && type !== undefined && readArrayName(name).role === 'labels') {
      found = { type, name, offset: record };
    }
    record += bytes;
  }
  if (!/^ ?\]/.test(list.slice(end)))
    return { refused: 'it is an array of records within records' };
  if (found === undefined) {
    return { refused: 'it is an array of records, and no field of them is named like labels' };
  }
  return { ...found.type, field: { name: found.name, record, offset: found.offset } };
}

interface Field {
  readonly name: string;
  /** Undefined for arrays and types that hold no labels. */
  readonly type: Type | undefined;
  readonly bytes: number;
}

function readField([, plain, titled, descr = '', dims]: readonly (string | undefined)[]):
  Field | Refusal {
  const [, , kind = '', digits = ''] = /^([<>|=]?)([a-zA-Z])(\d*)/.exec(descr) ?? [];
  if (kind === 'O') return { refused: objectReason };
  const type = dims === undefined ? typeOf(descr) : undefined;
  const times = (dims ?? '').split(',').filter((part) => part.trim() !== '');
  return {
    name: plain ?? titled ?? '',
    type: type === undefined || 'refused' in type ? undefined : type,
    bytes: times.reduce((product, part) => product * Number(part), bytesOf(kind, digits)),
  };
}

const objectReason =
  'it holds Python objects (a pickle), which only running code could read; save it anew with ' +
  'np.save(path, labels.astype(str)) or as integers';

function isKind(kind: string): kind is ElementKind {
  return 'biufUS'.includes(kind);
}

function fits(kind: ElementKind, size: number): boolean {
  if (kind === 'U' || kind === 'S') return size > 0 && size <= 65_536;
  if (kind === 'b') return size === 1;
  return kind === 'f' ? [2, 4, 8].includes(size) : [1, 2, 4, 8].includes(size);
}

/** Number of elements; Infinity where the sizes are absurd. */
export function elementCount({ shape }: NpyArray): number {
  const count = shape.reduce((product, dim) => product * dim, 1);
  return Number.isSafeInteger(count) ? count : Number.POSITIVE_INFINITY;
}
