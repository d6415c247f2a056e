// Reads the plain data of a Python pickle (pickletools.py) by its opcodes alone, protocols 0 to 5. Nothing is executed:
// what would import or call something becomes an opaque value, large strings and arrays are skipped unread.
// Must not know what the data means.

import type { Pull } from '../bytes/pull';
import { PickleError, PickleMachine } from './pickleMachine';
import { opaque, PickleDict, PickleList, type PickleValue, textOfBytes } from './pickleValue';

/** Longest text that is kept; longer ones are pixels rather than names. */
const longestText = 4096;
const longestLine = 4096;
const decoder = new TextDecoder('utf-8');

const texts: Readonly<Record<string, number>> = { T: 4, U: 1, X: 4, '\x8c': 1, '\x8d': 8 };
const payloads: Readonly<Record<string, number>> = { B: 4, C: 1, '\x8e': 8, '\x96': 8 };
const ignored: Readonly<Record<string, number>> = { '\x80': 1, '\x95': 8, '\x98': 0 };
const pushesOpaque: Readonly<Record<string, number>> = {
  '\x82': 1,
  '\x83': 2,
  '\x84': 4,
  '\x97': 0,
};

/** A string or array of bytes in a pickle; `latin1` is bytes written as text, in UTF-8, by Python 3 in protocol 2. */
export interface PickleBytes {
  /** From the beginning of what is read. */
  readonly offset: number;
  /** Bytes in the file. */
  readonly length: number;
  readonly form: 'plain' | 'latin1';
}

/**
 * The value that a pickle holds.
 * @param onBytes hears of every string and array of bytes, before it is read or skipped.
 * @throws PickleError where it ends early or makes no sense.
 */
export async function readPickle(
  pull: Pull,
  signal?: AbortSignal,
  onBytes?: (bytes: PickleBytes) => void,
): Promise<PickleValue> {
  const reader = new Reader(pull, onBytes);
  for (let count = 0; ; count += 1) {
    if (count % 4096 === 0) signal?.throwIfAborted();
    const taken = pull.take(1);
    const byte = (taken instanceof Promise ? await taken : taken).at(0);
    if (byte === undefined) throw new PickleError('it ends too early');
    const code = String.fromCharCode(byte);
    if (code === '.') return reader.machine.pop();
    if (!reader.simple(code)) await reader.withArgument(code);
  }
}

class Reader {
  readonly machine = new PickleMachine();

  constructor(
    private readonly pull: Pull,
    private readonly onBytes?: (bytes: PickleBytes) => void,
  ) {}

  /** Opcodes without an argument; false for the others. */
  simple(code: string): boolean {
    const { machine } = this;
    switch (code) {
      case '(':
        machine.mark();
        return true;
      case '0':
        machine.drop();
        return true;
      case '1':
        machine.popMark();
        return true;
      case '2':
        machine.push(machine.top());
        return true;
      case 'N':
        machine.push(null);
        return true;
      case '\x88':
      case '\x89':
        machine.push(code === '\x88');
        return true;
      case '\x94':
        machine.remember(undefined);
        return true;
      default:
        return this.#collection(code) || this.#codeMade(code);
    }
  }

  #collection(code: string): boolean {
    const { machine } = this;
    switch (code) {
      case ']':
      case ')':
      case '\x8f':
        machine.push(new PickleList());
        return true;
      case '}':
        machine.push(new PickleDict());
        return true;
      case 'l':
      case 't':
      case '\x91':
        machine.push(new PickleList(machine.popMark()));
        return true;
      case 'd':
        this.#dictOf(machine.popMark());
        return true;
      case 'a':
        machine.append([machine.pop()]);
        return true;
      case 'e':
      case '\x90':
        machine.append(machine.popMark());
        return true;
      case 'u':
        machine.setItems(machine.popMark());
        return true;
      case 's':
        this.#setItem();
        return true;
      case '\x85':
      case '\x86':
      case '\x87':
        this.#tupleOf(code.charCodeAt(0) - 0x84);
        return true;
      default:
        return false;
    }
  }

  #setItem(): void {
    const value = this.machine.pop();
    const key = this.machine.pop();
    this.machine.setItems([key, value]);
  }

  #dictOf(items: readonly PickleValue[]): void {
    this.machine.push(new PickleDict());
    this.machine.setItems(items);
  }

  #tupleOf(length: number): void {
    const items = Array.from({ length }, (): PickleValue => this.machine.pop()).reverse();
    this.machine.push(new PickleList(items));
  }

  /** Opcodes that would run code: their operands go, an opaque value comes. */
  #codeMade(code: string): boolean {
    const { machine } = this;
    switch (code) {
      case 'R':
        machine.reduce();
        return true;
      case '\x81':
      case '\x93':
        machine.makeOpaque(2);
        return true;
      case '\x92':
        machine.makeOpaque(3);
        return true;
      case 'b':
        machine.pop();
        return true;
      case 'o':
        machine.popMark();
        machine.push(opaque);
        return true;
      case 'Q':
        machine.makeOpaque(1);
        return true;
      default:
        return false;
    }
  }

  async withArgument(code: string): Promise<void> {
    if (code in texts) await this.#text(await this.#unsigned(texts[code]), code);
    else if (code in payloads) await this.#payload(await this.#unsigned(payloads[code]), 'plain');
    else if (code in ignored) await this.#bytes(ignored[code]);
    else if (code in pushesOpaque) {
      await this.#bytes(pushesOpaque[code]);
      this.machine.push(opaque);
    } else if (!(await this.#number(code)) && !(await this.#memo(code))) await this.#lines(code);
  }

  async #number(code: string): Promise<boolean> {
    const { machine } = this;
    if (code === 'K') machine.push(await this.#unsigned(1));
    else if (code === 'M') machine.push(await this.#unsigned(2));
    else if (code === 'J') machine.push((await this.#unsigned(4)) | 0);
    else if (code === 'G') machine.push((await this.#view(8)).getFloat64(0));
    else if (code === '\x8a') machine.push(await this.#long(await this.#unsigned(1)));
    else if (code === '\x8b') machine.push(await this.#long(await this.#unsigned(4)));
    else return false;
    return true;
  }

  async #memo(code: string): Promise<boolean> {
    const { machine } = this;
    if (code === 'q') machine.remember(await this.#unsigned(1));
    else if (code === 'r') machine.remember(await this.#unsigned(4));
    else if (code === 'h') machine.recall(await this.#unsigned(1));
    else if (code === 'j') machine.recall(await this.#unsigned(4));
    else if (code === 'p') machine.remember(Number(await this.#line()));
    else if (code === 'g') machine.recall(Number(await this.#line()));
    else return false;
    return true;
  }

  /** The text opcodes of protocol 0. */
  async #lines(code: string): Promise<void> {
    const { machine } = this;
    const line = 'ILFSVPci'.includes(code) ? await this.#line() : '';
    if (code === 'I' && /^0[01]$/.test(line)) machine.push(line === '01');
    else if (code === 'I' || code === 'L') machine.push(Number(line.replace(/L$/, '')));
    else if (code === 'F') machine.push(Number(line));
    else if (code === 'S') machine.push(line.replace(/^(['"])(.*)\1$/s, '$2'));
    else if (code === 'V') machine.push(line);
    else if (code === 'P') machine.push(opaque);
    else if (code === 'c' || code === 'i') {
      const name = `${line}.${await this.#line()}`;
      if (code === 'i') machine.popMark();
      machine.push(code === 'c' && name === '_codecs.encode' ? textOfBytes : opaque);
    } else throw new PickleError(`it holds the unknown opcode ${code.charCodeAt(0)}`);
  }

  /** Those of Python 2 are bytes. */
  async #text(length: number, code: string): Promise<void> {
    await this.#payload(length, code === 'T' || code === 'U' ? 'plain' : 'latin1');
  }

  /** Bytes may be names written by Python 2 or with `encoding='bytes'`; long ones are skipped. */
  async #payload(length: number, form: PickleBytes['form']): Promise<void> {
    this.onBytes?.({ offset: this.pull.offset, length, form });
    if (length <= longestText) {
      this.machine.push(decoder.decode(await this.#bytes(length)));
      return;
    }
    if (!(await this.pull.skip(length))) throw new PickleError('it ends too early');
    this.machine.push(opaque);
  }

  async #long(length: number): Promise<number | Opaque> {
    if (length <= 6) return signed(await this.#bytes(length));
    if (!(await this.pull.skip(length))) throw new PickleError('it ends too early');
    return opaque;
  }

  async #unsigned(length: number): Promise<number> {
    const bytes = await this.#bytes(length);
    return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
  }

  async #view(length: number): Promise<DataView> {
    const bytes = await this.#bytes(length);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  async #bytes(length: number): Promise<Uint8Array> {
    const taken = this.pull.take(length);
    const bytes = taken instanceof Promise ? await taken : taken;
    if (bytes.length < length) throw new PickleError('it ends too early');
    return bytes;
  }

  async #line(): Promise<string> {
    let text = '';
    for (let byte = await this.#unsigned(1); byte !== 10; byte = await this.#unsigned(1)) {
      if (text.length >= longestLine) throw new PickleError('a line of it is too long');
      text += String.fromCharCode(byte);
    }
    return text;
  }
}

type Opaque = typeof opaque;

/** Little-endian two's complement of at most six bytes. */
function signed(bytes: Uint8Array): number {
  const value = bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return (bytes.at(-1) ?? 0) >= 128 ? value - 256 ** bytes.length : value;
}
