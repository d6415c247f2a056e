// The header of an NPY array (numpy.org/doc/stable/reference/generated/numpy.lib.format.html), versions 1 to 3.
// Must not know what the elements mean; the header's Python literal is matched, never evaluated.

import type { Pull } from '../bytes/pull';

/** `b` bool, `i` and `u` integers, `f` floats, `U` UTF-32 text, `S` bytes; others hold no labels. */
export type ElementKind = 'b' | 'i' | 'u' | 'f' | 'U' | 'S';

export interface NpyArray {
  readonly kind: ElementKind;
  /** Bytes of an element. */
  readonly size: number;
  readonly little: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
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
  const descr = /'descr':\s*'([<>|=]?)([a-zA-Z])(\d*)'/.exec(header);
  if (shape === undefined || order === undefined) return { refused: 'its header is damaged' };
  if (descr === null) return { refused: 'it is an array of records' };
  const [, byteOrder, kind, digits] = descr;
  if (kind === 'O') return { refused: objectReason };
  const number = digits === '' ? 1 : Number(digits);
  const size = kind === 'U' ? number * 4 : number;
  if (!isKind(kind) || !fits(kind, size))
    return { refused: `its type ${kind}${digits} is unknown` };
  const dims = shape.split(',').filter((part) => part.trim() !== '');
  return {
    kind,
    size,
    little: byteOrder !== '>',
    fortran: order === 'True',
    shape: dims.map((part) => Number.parseInt(part, 10)),
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
