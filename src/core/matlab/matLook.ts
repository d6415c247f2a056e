// What a MATLAB file holds: its arrays, and the fields of structs and cells that make up arrays of their own.
// Must not know which of them are labels of which other file.

import type { RangeReader } from '../archives/zipDirectory';
import type { SeenArray } from '../arrays/arrayGroups';
import { readArrayName } from '../arrays/arrayNames';
import { type ArrayReading, readArray, sampleBytes } from '../arrays/arrayReading';
import type { NpyArray } from '../arrays/npyHeader';
import { numberReader } from '../arrays/npyElements';
import type { Pull } from '../bytes/pull';
import { type MatVisitor, walkMat } from './matReader';

/** One array, or one field of many elements, by its path. */
export interface MatArray extends SeenArray {
  /** Texts met, at most {@link textsKept}; those that a mapping to characters gives. */
  readonly texts: readonly string[];
  /** The smallest number met, Infinity for texts. */
  readonly least: number;
}

/** What was found. `error` says why the file could not be read to its end, `unseen` is the first path too many. */
export interface MatLook {
  readonly arrays: readonly MatArray[];
  readonly error: Error | undefined;
  readonly unseen: string | undefined;
  /** Arrays named like labels that are passed over, and what they are. */
  readonly unread: readonly { readonly path: string; readonly what: string }[];
}

export const textsKept = 100_000;
/** Texts of all paths: without labels among them they only cost memory. */
const mostTexts = 1_000_000;
/** Structs of people have dozens of fields, those of machines one for each sample. */
const mostPaths = 10_000;
const mostUnread = 100;

/** Looks through a file. */
export async function lookAtMat(
  read: RangeReader,
  size: number,
  signal: AbortSignal,
): Promise<MatLook> {
  const looker = new Looker();
  try {
    await walkMat(read, size, looker, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error) || error.name === 'SourceError') throw error;
    return { arrays: looker.arrays(), error, unseen: looker.unseen, unread: looker.unread };
  }
  const { unseen, unread } = looker;
  return { arrays: looker.arrays(), error: undefined, unseen, unread };
}

interface Leaf {
  times: number;
  elements: number;
  whole: boolean;
  least: number;
  readonly array: NpyArray | undefined;
  readonly reading: ArrayReading | undefined;
  readonly texts: string[];
  mapping?: readonly string[];
}

class Looker implements MatVisitor {
  /** The first path that was one too many. */
  unseen: string | undefined;
  readonly unread: { readonly path: string; readonly what: string }[] = [];
  readonly #leaves = new Map<string, Leaf>();
  #texts = 0;

  wants(): boolean {
    return true;
  }

  passed(path: string, what: string): void {
    const { role } = readArrayName(lastOf(path));
    const isWanted = role === 'labels' || role === 'names' || role === 'masks';
    if (isWanted && this.unread.length < mostUnread) this.unread.push({ path, what });
  }

  endElement(): void {
    // Elements are told apart by how often their fields come.
  }

  text(path: string, text: string): void {
    const leaf = this.#leaf(path, undefined, undefined);
    if (leaf === undefined || leaf.texts.length >= textsKept || this.#texts >= mostTexts) return;
    this.#texts += 1;
    leaf.texts.push(text);
  }

  async numbers(path: string, array: NpyArray, pull: Pull): Promise<void> {
    const known = this.#leaves.get(path);
    const count = array.shape.reduce((product, length) => product * length, 1);
    const own = readArrayName(lastOf(path));
    // Numbers of objects (GTinst.Segmentation) are no classes.
    const isOther =
      own.role === 'other' ||
      /inst(?:ances?)?\./i.test(path) ||
      array.shape.filter((length) => length > 1).length > 2;
    if (count === 0) return;
    const bytes = isOther
      ? new Uint8Array(0)
      : await pull.take(Math.min(count * array.size, sampleBytes(array)));
    const squeezed = { ...array, shape: dimsOf(array.shape) };
    const reading = known === undefined && !isOther ? readArray(squeezed, own, bytes) : undefined;
    const leaf = this.#leaf(path, squeezed, reading);
    if (leaf === undefined || isOther) return;
    if (own.rest === 'mapping') leaf.mapping = mappingIn(bytes, array);
    leaf.elements += count - 1;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const number = numberReader(array);
    for (let at = 0; at + array.size <= bytes.length; at += array.size) {
      const value = number(view, at);
      leaf.whole &&= Number.isInteger(value);
      leaf.least = Math.min(leaf.least, value);
    }
  }

  #leaf(
    path: string,
    array: NpyArray | undefined,
    reading: ArrayReading | undefined,
  ): Leaf | undefined {
    let leaf = this.#leaves.get(path);
    if (leaf === undefined) {
      if (this.#leaves.size >= mostPaths) {
        this.unseen ??= path;
        return undefined;
      }
      const start = { times: 0, elements: 0, whole: true, least: Number.POSITIVE_INFINITY };
      leaf = { ...start, array, reading, texts: [] };
      this.#leaves.set(path, leaf);
    }
    leaf.times += 1;
    leaf.elements += 1;
    return leaf;
  }

  arrays(): MatArray[] {
    return [...this.#leaves].flatMap(([path, leaf]) => arrayOf(path, leaf) ?? []);
  }
}

function arrayOf(path: string, leaf: Leaf): MatArray | undefined {
  const own = readArrayName(lastOf(path));
  const split = own.split === 'all' ? readArrayName(path).split : own.split;
  const { least, elements, times, whole } = leaf;
  const texts = leaf.mapping ?? leaf.texts;
  const shared = { member: path, bytes: elements * 8, name: { ...own, split }, texts, least };
  const plain = { columns: 0, ignoreNegative: false, ignore255: false, use: 'labels' } as const;
  const many = { little: true, fortran: false, shape: [elements] };
  if (leaf.array === undefined) {
    return { ...shared, array: { ...many, kind: 'U', size: 4 }, reading: { ...plain, text: true } };
  }
  if (times === 1) return { ...shared, array: leaf.array, reading: leaf.reading };
  // A field of one number an element, or of a vector of them, as runs of an experiment have.
  const isVector = leaf.reading?.use === 'labels';
  const reading = whole && (elements === times || isVector) ? { ...plain, text: false } : undefined;
  return { ...shared, array: { ...many, kind: 'f', size: 8 }, reading };
}

/** EMNIST: rows of a label and the codes of the characters that it stands for, by columns. */
function mappingIn(bytes: Uint8Array, array: NpyArray): readonly string[] {
  const [rows, columns = 0] = array.shape;
  if (columns < 2 || columns > 5 || bytes.length < rows * columns * array.size) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = numberReader(array);
  return Array.from({ length: rows }, (_, row) => {
    const codes = Array.from({ length: columns - 1 }, (__, at) =>
      number(view, ((at + 1) * rows + row) * array.size),
    );
    return String.fromCodePoint(...codes.filter((code) => code > 32 && code < 0x10ffff));
  });
}

function lastOf(path: string): string {
  return path.replaceAll('{}', '').replace(/^.*\./, '');
}

/** Vectors are matrices of one row or column. */
function dimsOf(shape: readonly number[]): number[] {
  const longer = shape.filter((length) => length !== 1);
  return longer.length <= 1 ? [longer[0] ?? 1] : [...shape];
}
