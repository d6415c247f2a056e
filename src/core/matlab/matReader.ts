// MATLAB files of versions 4 and 5, read forward: variables, fields of structs and cells one after the other.
// Must not know labels. Numbers are handed over as a reader of their bytes; what nobody takes is passed over.

import { inflated } from '../archives/inflate';
import type { RangeReader } from '../archives/zipDirectory';
import type { NpyArray } from '../arrays/npyHeader';
import { numberReader } from '../arrays/npyElements';
import { ChunkPull, type Pull, RangedPull } from '../bytes/pull';
import { compressedType, matrixClass, matrixType, oldTypes, storedTypes } from './matTypes';

/** The file is damaged or cut off at a byte of it (of the packed data where a variable is packed). */
export class MatError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Told of what the file holds, in order. */
export interface MatVisitor {
  /**
   * An array of numbers. `path` is the variable's name with the fields below it: `dataset.train.labels`, and `{}` for
   * cells. The visitor may take the elements from `pull`; column order, `array` says the type.
   */
  numbers(path: string, array: NpyArray, pull: Pull): Promise<void> | void;
  /** A text; a matrix of letters gives one a row. */
  text(path: string, text: string): void;
  /** An array that is not read: `what` says of which kind it is. */
  passed?(path: string, what: string): void;
  /** All fields of one element of an array of structs were told. */
  endElement(path: string): void;
  /** False for variables that are of no interest: they are not unpacked. */
  wants(name: string): boolean;
}

const objectReason =
  'whose layout is not documented; save it anew as cellstr(labels) or double(labels)';
const sparseReason = 'a sparse matrix; save it anew as full(labels)';
const headerBytes = 128;
const deepest = 12;
const mostDimensions = 32;
const longestName = 4096;
const textLimit = 1024 * 1024;

/** True for the first bytes of a file of version 5. */
export function isMatFile(head: Uint8Array): boolean {
  const mark = new TextDecoder('latin1').decode(head.subarray(126, 128));
  return mark === 'IM' || mark === 'MI';
}

/** True for what may be the header of a variable in a file of version 4, which has no mark. */
export function isOldMatFile(head: Uint8Array, size: number): boolean {
  if (head.length < 21) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const header = oldHeader(view);
  return header !== undefined && 20 + header.nameLength + header.dataBytes <= size;
}

/** Walks a file. Rejects with a {@link MatError} where it is damaged; all before was told. */
export async function walkMat(
  read: RangeReader,
  size: number,
  visitor: MatVisitor,
  signal: AbortSignal,
): Promise<void> {
  const head = await read(0, headerBytes);
  if (!isMatFile(head)) {
    await walkOld(read, size, visitor, signal);
    return;
  }
  const little = head[126] === 0x49;
  for (let at = headerBytes; at + 8 <= size;) {
    signal.throwIfAborted();
    const tag = await read(at, at + 8);
    const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
    const type = view.getUint32(0, little);
    const length = view.getUint32(4, little);
    const end = at + 8 + length;
    if (type !== compressedType && type !== matrixType)
      throw new MatError('an unknown element', at);
    const whole = Math.min(end, size);
    const pull =
      type === compressedType
        ? new ChunkPull(inflated(chunks(read, at + 8, whole), 'zlib'))
        : new RangedPull(read, at, whole);
    try {
      await new Matrix(pull, little, visitor, signal).variable();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Error) || error.name === 'SourceError') throw error;
      throw new MatError(error.message, type === compressedType ? whole : at + pull.offset);
    }
    if (end > size) throw new MatError('a variable is cut off', size);
    at = end;
  }
}

async function* chunks(read: RangeReader, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += 65_536) yield await read(at, Math.min(end, at + 65_536));
}

/** An element's type and bytes, and the bytes that fill it up to a multiple of 8. */
interface Tag {
  readonly type: number;
  readonly length: number;
  readonly padding: number;
}

class Matrix {
  constructor(
    private readonly pull: Pull,
    private readonly little: boolean,
    private readonly visitor: MatVisitor,
    private readonly signal: AbortSignal,
  ) {}

  async variable(): Promise<void> {
    const tag = await this.#tag();
    if (tag.type === matrixType) await this.#matrix(tag.length, undefined, 0);
  }

  /** A matrix of `length` bytes; `path` is that of the field it stands in, or undefined for a variable. */
  async #matrix(length: number, path: string | undefined, depth: number): Promise<void> {
    if (length === 0) return;
    if (depth > deepest) throw new RangeError('its structs are nested too deep');
    this.signal.throwIfAborted();
    const end = this.pull.offset + length;
    const flags = await this.#bytes(await this.#tag(), 8);
    const kind = flags[this.little ? 0 : 3];
    if (kind === matrixClass.opaque) {
      await this.#opaque(path);
      if (depth > 0 && !(await this.pull.skip(end - this.pull.offset)))
        throw new RangeError('an object is cut off');
      return;
    }
    const dims = await this.#dimensions();
    const own = new TextDecoder().decode(await this.#bytes(await this.#tag(), longestName));
    const name = path ?? own;
    if (path !== undefined || this.visitor.wants(own)) await this.#content(kind, dims, name, depth);
    const left = end - this.pull.offset;
    // The walker knows where the next variable begins, and need not unpack the rest of this one.
    if (depth === 0) return;
    if (left < 0) throw new RangeError('a matrix is longer than it says');
    if (!(await this.pull.skip(left))) throw new RangeError('a matrix is cut off');
  }

  async #content(
    kind: number,
    dims: readonly number[],
    path: string,
    depth: number,
  ): Promise<void> {
    const count = dims.reduce((product, length) => product * length, 1);
    if (kind === matrixClass.cell) {
      for (let at = 0; at < count; at += 1) await this.#nested(`${path}{}`, depth);
    } else if (kind === matrixClass.struct) await this.#struct(count, path, depth);
    else if (kind === matrixClass.char) await this.#text(dims, path);
    else if (kind === matrixClass.sparse) this.visitor.passed?.(path, sparseReason);
    else if (kind > matrixClass.sparse && kind <= matrixClass.last)
      await this.#numbers(dims, path, depth);
  }

  /** Categorical arrays, tables and strings: their data lies elsewhere in the file, in a layout that is not documented. */
  async #opaque(path: string | undefined): Promise<void> {
    const texts: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      texts.push(new TextDecoder().decode(await this.#bytes(await this.#tag(), longestName)));
    }
    const [name, , kind] = texts;
    this.visitor.passed?.(path ?? name, `an object of MATLAB (${kind}), ${objectReason}`);
  }

  async #nested(path: string, depth: number): Promise<void> {
    const tag = await this.#tag();
    if (tag.type !== matrixType) throw new RangeError('a cell holds an unknown element');
    await this.#matrix(tag.length, path, depth + 1);
  }

  async #struct(count: number, path: string, depth: number): Promise<void> {
    const width = this.#view(await this.#bytes(await this.#tag(), 4)).getUint32(0, this.little);
    const names = await this.#bytes(await this.#tag(), 1 << 20);
    if (width === 0 || width > longestName) throw new RangeError('names of fields are damaged');
    const fields = Array.from({ length: Math.floor(names.length / width) }, (_, at) =>
      new TextDecoder().decode(names.subarray(at * width, (at + 1) * width)).replace(/\0.*$/s, ''),
    );
    // Without fields nothing is read, so that nothing but the file's word would end the loop.
    for (let element = 0; fields.length > 0 && element < count; element += 1) {
      for (const field of fields) await this.#nested(`${path}.${field}`, depth);
      this.visitor.endElement(path);
    }
  }

  async #numbers(dims: readonly number[], path: string, depth: number): Promise<void> {
    const tag = await this.#tag();
    const type = storedTypes[tag.type];
    if (type === undefined) throw new RangeError('numbers of an unknown type');
    const array = { ...type, little: this.little, fortran: true, shape: dims };
    const start = this.pull.offset;
    await this.visitor.numbers(path, array, this.pull);
    const taken = this.pull.offset - start;
    if (depth === 0) return;
    if (!(await this.pull.skip(tag.length + tag.padding - taken)))
      throw new RangeError('numbers are cut off');
  }

  async #text(dims: readonly number[], path: string): Promise<void> {
    const tag = await this.#tag();
    const size = storedTypes[tag.type]?.size ?? 1;
    const bytes = await this.#bytes(tag, textLimit);
    const [rows = 1] = dims;
    const columns = dims.slice(1).reduce((product, length) => product * length, 1);
    const decoded = size === 1 ? new TextDecoder().decode(bytes) : this.#wide(bytes, size);
    if (rows <= 1) this.visitor.text(path, decoded);
    else if (columns > 0) {
      if (rows * columns > bytes.length) throw new RangeError('a text is shorter than it says');
      const letters = Array.from(decoded);
      for (let row = 0; row < rows; row += 1) {
        const line = Array.from({ length: columns }, (_, at) => letters.at(at * rows + row) ?? '');
        this.visitor.text(path, line.join('').trimEnd());
      }
    }
  }

  #wide(bytes: Uint8Array, size: number): string {
    if (size === 2) return new TextDecoder(this.little ? 'utf-16le' : 'utf-16be').decode(bytes);
    const view = this.#view(bytes);
    const codes = Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) =>
      Math.min(0x10ffff, view.getUint32(at * 4, this.little)),
    );
    return String.fromCodePoint(...codes);
  }

  async #dimensions(): Promise<number[]> {
    const bytes = await this.#bytes(await this.#tag(), mostDimensions * 4);
    const view = this.#view(bytes);
    return Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(at * 4, this.little));
  }

  /** The tag of an element; small ones hold their data in the tag itself. */
  async #tag(): Promise<Tag> {
    const bytes = await this.pull.take(4);
    if (bytes.length < 4) throw new RangeError('it ends too early');
    const first = this.#view(bytes).getUint32(0, this.little);
    const small = first >>> 16;
    if (small > 0) return { type: first & 0xffff, length: small, padding: 4 - small };
    const more = await this.pull.take(4);
    if (more.length < 4) throw new RangeError('it ends too early');
    const length = this.#view(more).getUint32(0, this.little);
    return { type: first, length, padding: first === matrixType ? 0 : (8 - (length % 8)) % 8 };
  }

  async #bytes({ length, padding }: Tag, limit: number): Promise<Uint8Array> {
    if (length > limit || padding < 0) throw new RangeError('an element is longer than it may be');
    const bytes = (await this.pull.take(length)).slice();
    if (bytes.length < length || !(await this.pull.skip(padding)))
      throw new RangeError('it ends too early');
    return bytes;
  }

  #view(bytes: Uint8Array): DataView {
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

interface OldHeader {
  readonly little: boolean;
  readonly type: number;
  readonly isText: boolean;
  readonly rows: number;
  readonly columns: number;
  readonly nameLength: number;
  readonly dataBytes: number;
}

/** The 20 bytes before a variable of version 4; undefined where they are none. */
function oldHeader(view: DataView): OldHeader | undefined {
  const order = view.getUint32(0, true) < 5000;
  const small = view.getUint32(0, order);
  const [machine, zero, type, kind] = [1000, 100, 10, 1].map(
    (unit) => Math.floor(small / unit) % 10,
  );
  const [rows, columns, imaginary, nameLength] = [4, 8, 12, 16].map((at) =>
    view.getUint32(at, order),
  );
  const element = oldTypes.at(type);
  const sound = small < 5000 && machine === (order ? 0 : 1) && zero === 0 && kind < 2;
  if (!sound || element === undefined || imaginary > 1) return undefined;
  if (nameLength < 2 || nameLength > 256 || rows * columns > 2 ** 40) return undefined;
  const dataBytes = rows * columns * element.size * (imaginary + 1);
  return { little: order, type, isText: kind === 1, rows, columns, nameLength, dataBytes };
}

/** A matrix of letters, each written as a number: a text a row. */
async function oldTexts(
  name: string,
  array: NpyArray,
  pull: Pull,
  visitor: MatVisitor,
): Promise<void> {
  const [rows, columns] = array.shape;
  const length = rows * columns * array.size;
  if (length > textLimit * 8)
    throw new MatError(`the text ${name} is longer than it may be`, pull.offset);
  const bytes = (await pull.take(length)).slice();
  if (bytes.length < length) throw new MatError(`the text ${name} is cut off`, pull.offset);
  const view = new DataView(bytes.buffer);
  const number = numberReader(array);
  for (let row = 0; columns > 0 && row < rows; row += 1) {
    const codes = Array.from({ length: columns }, (_, column) =>
      number(view, (column * rows + row) * array.size),
    );
    const letters = codes.map((code) => String.fromCharCode(code));
    visitor.text(name, letters.join('').trimEnd());
  }
}

async function walkOld(
  read: RangeReader,
  size: number,
  visitor: MatVisitor,
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at < size;) {
    signal.throwIfAborted();
    const bytes = await read(at, at + 20);
    if (bytes.length < 20) throw new MatError('a variable is cut off', at);
    const header = oldHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (header === undefined) throw new MatError('a header is damaged', at);
    const { little, rows, columns, nameLength, dataBytes, isText, type } = header;
    const start = at + 20 + nameLength;
    const name = new TextDecoder().decode(await read(at + 20, start)).replace(/\0.*$/s, '');
    const end = start + dataBytes;
    if (end > size) throw new MatError(`the variable ${name} is cut off`, size);
    const array = { ...oldTypes[type], little, fortran: true, shape: [rows, columns] };
    const pull = new RangedPull(read, start, end);
    if (visitor.wants(name)) {
      if (isText) await oldTexts(name, array, pull, visitor);
      else await visitor.numbers(name, array, pull);
    }
    at = end;
  }
}
