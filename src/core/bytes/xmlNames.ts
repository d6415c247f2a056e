// XML names as interned strings, and the attributes of the tag that is being read.
// Knows no grammar; the tokenizer says what is a name and what a value.

import { ByteBuffer } from './byteBuffer';
import { LabelTable } from './labelTable';
import { MAX_XML_ATTRIBUTES, MAX_XML_NAMES, type XmlAttributes } from './xmlTypes';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whether a byte can stand in a name; everything beyond ASCII may. */
export function isNameByte(byte: number): boolean {
  const letter = byte | 32;
  if ((letter >= 97 && letter <= 122) || byte >= 0x80 || byte === 95 || byte === 58) return true;
  return (byte >= 48 && byte <= 57) || byte === 45 || byte === 46;
}

/** Whether a byte can begin a name: no digit, hyphen or point. */
export function isNameStart(byte: number): boolean {
  return isNameByte(byte) && !(byte >= 45 && byte <= 57);
}

/** Numbers names in order of first sight; each name is one string for the whole file. */
export class XmlNames {
  readonly #table = new LabelTable({ maxLabels: MAX_XML_NAMES });
  readonly #texts: string[] = [];

  /** Number of the name in `bytes[0, end)`; -1 when there are too many different ones. */
  number(bytes: Uint8Array, end: number): number {
    const number = this.#table.indexOf(bytes, 0, end);
    if (number === this.#texts.length) this.#texts.push(this.#table.text(number));
    return number;
  }

  text(number: number): string {
    return this.#texts[number];
  }
}

/** The attributes of one tag in reused memory. */
export class XmlAttributeBuffer implements XmlAttributes {
  /** Values, one behind the other. */
  readonly values = new ByteBuffer(1024);
  count = 0;
  readonly #names: XmlNames;
  readonly #numbers = new Int32Array(MAX_XML_ATTRIBUTES);
  readonly #starts = new Int32Array(MAX_XML_ATTRIBUTES);
  readonly #ends = new Int32Array(MAX_XML_ATTRIBUTES);

  constructor(names: XmlNames) {
    this.#names = names;
  }

  get bytes(): Uint8Array {
    return this.values.bytes;
  }

  /** Begins a new tag. */
  clear(): void {
    this.count = 0;
    this.values.length = 0;
  }

  /** Whether the tag has an attribute of that name already. */
  has(number: number): boolean {
    for (let i = 0; i < this.count; i++) if (this.#numbers[i] === number) return true;
    return false;
  }

  /** Adds an attribute whose value is what `values` holds from `start` on. */
  add(number: number, start: number): void {
    this.#numbers[this.count] = number;
    this.#starts[this.count] = start;
    this.#ends[this.count++] = this.values.length;
  }

  name(index: number): string {
    return this.#names.text(this.#numbers[index]);
  }

  indexOf(name: string): number {
    for (let i = 0; i < this.count; i++) if (this.name(i) === name) return i;
    return -1;
  }

  start(index: number): number {
    return this.#starts[index];
  }

  end(index: number): number {
    return this.#ends[index];
  }

  text(name: string): string | undefined {
    const index = this.indexOf(name);
    if (index < 0) return undefined;
    return decoder.decode(this.bytes.subarray(this.#starts[index], this.#ends[index]));
  }
}
