// One tag of XML behind its `<`: a name, attributes for a start tag, up to the `>`.
// Knows no nesting: whether a tag may stand where it does is the tokenizer's business.

import { CR, DOUBLE_QUOTE, EQUALS, GREATER, LF, SINGLE_QUOTE, SLASH, SPACE, TAB } from './ascii';
import { ByteBuffer } from './byteBuffer';
import type { ByteProblemCode, ProblemReporter } from './problem';
import { XmlCharacterReader } from './xmlCharacters';
import { XmlAttributeBuffer, XmlNames, isNameByte, isNameStart } from './xmlNames';
import { MAX_XML_ATTRIBUTES, MAX_XML_NAME, MAX_XML_NAMES } from './xmlTypes';

const NAME = 0;
/** Right behind a name or a value there is no attribute without a blank. */
const TIGHT = 1;
const BETWEEN = 2;
const ATTRIBUTE_NAME = 3;
const BEFORE_EQUALS = 4;
const BEFORE_VALUE = 5;
const IN_VALUE = 6;
/** Behind the slash of an empty-element tag. */
const SLASHED = 7;

/** Reads one tag at a time, cut anywhere. */
export class XmlTagReader {
  readonly names = new XmlNames();
  readonly attributes = new XmlAttributeBuffer(this.names);
  /** Number of the tag's name, once `named`. */
  name = 0;
  named = false;
  /** The `>` was read; `empty` says that a slash came before it. */
  done = false;
  empty = false;
  /** What is wrong at the index that `read` gave back, and its code. */
  error: string | undefined;
  errorCode: ByteProblemCode = 'xml-malformed';
  readonly #reporter: ProblemReporter;
  readonly #characters: XmlCharacterReader;
  readonly #name = new ByteBuffer(64);
  #state = NAME;
  #closing = false;
  #attribute = 0;
  #valueFrom = 0;

  constructor(reporter: ProblemReporter, limit: number) {
    this.#reporter = reporter;
    this.#characters = new XmlCharacterReader(reporter, limit, this.attributes.values);
  }

  /** Begins at the first byte of the name; `closing` where `</` came before it. */
  begin(closing: boolean): void {
    this.#closing = closing;
    this.#state = NAME;
    this.#name.length = 0;
    this.attributes.clear();
    this.named = this.done = this.empty = false;
    this.error = undefined;
    this.errorCode = 'xml-malformed';
  }

  /**
   * Reads on from `at`, `base` bytes being before the chunk. Gives the index behind the name (when `named` becomes
   * true), behind the `>` (`done`), of the bad byte (`error`), or the end of the chunk.
   */
  read(chunk: Uint8Array, at: number, base: number): number {
    const { named } = this;
    let i = at;
    while (i < chunk.length && !this.done && this.error === undefined && this.named === named) {
      if (this.#state === NAME || this.#state === ATTRIBUTE_NAME) i = this.#readName(chunk, i);
      else if (this.#state === IN_VALUE) i = this.#readValue(chunk, i, base);
      else if (this.#byte(chunk[i], base + i)) i++;
    }
    return i;
  }

  #readName(chunk: Uint8Array, at: number): number {
    let to = at;
    while (to < chunk.length && isNameByte(chunk[to])) to++;
    const room = MAX_XML_NAME - this.#name.length;
    if (to - at > room) {
      this.#fail(`A name is longer than ${MAX_XML_NAME} bytes.`, 'xml-too-long');
      return at + room;
    }
    this.#name.append(chunk, at, to);
    if (to < chunk.length) this.#endName();
    return to;
  }

  #endName(): void {
    if (this.#name.length === 0 || !isNameStart(this.#name.bytes[0])) {
      this.#fail('A name is expected here.');
      return;
    }
    const number = this.names.number(this.#name.bytes, this.#name.length);
    if (number < 0) {
      this.#fail(`The file has more than ${MAX_XML_NAMES} different names.`, 'xml-too-long');
    } else if (this.#state === NAME) {
      this.name = number;
      this.named = true;
      this.#state = TIGHT;
    } else {
      this.#attribute = number;
      this.#state = BEFORE_EQUALS;
      if (this.attributes.has(number)) this.#fail('The tag has this attribute already.');
    }
  }

  /** Takes a byte between names and values; false where it was not taken. */
  #byte(byte: number, offset: number): boolean {
    const state = this.#state;
    if (state !== SLASHED && this.#blank(byte, offset)) return true;
    if (byte === GREATER && (state <= BETWEEN || state === SLASHED)) this.done = true;
    else if (byte === SLASH && state <= BETWEEN && !this.#closing) this.#slash();
    else if (state === BETWEEN && !this.#closing && isNameStart(byte)) this.#beginAttribute();
    else if (state === BEFORE_EQUALS && byte === EQUALS) this.#state = BEFORE_VALUE;
    else if (state === BEFORE_VALUE && isQuote(byte)) this.#beginValue(byte);
    else this.#fail('This cannot stand here in a tag.');
    return this.error === undefined && this.#state !== ATTRIBUTE_NAME;
  }

  #blank(byte: number, offset: number): boolean {
    if (byte === LF || byte === CR) this.#reporter.lines.lineEnd(byte, offset);
    else if (byte !== SPACE && byte !== TAB) return false;
    if (this.#state === TIGHT) this.#state = BETWEEN;
    return true;
  }

  #slash(): void {
    this.empty = true;
    this.#state = SLASHED;
  }

  #beginAttribute(): void {
    this.#name.length = 0;
    this.#state = ATTRIBUTE_NAME;
    if (this.attributes.count < MAX_XML_ATTRIBUTES) return;
    this.#fail(`A tag has more than ${MAX_XML_ATTRIBUTES} attributes.`, 'xml-too-long');
  }

  #beginValue(quote: number): void {
    this.#valueFrom = this.attributes.values.length;
    this.#characters.begin(this.attributes.values, quote);
    this.#state = IN_VALUE;
  }

  #readValue(chunk: Uint8Array, at: number, base: number): number {
    const characters = this.#characters;
    const to = characters.read(chunk, at, base);
    if (characters.error) this.#fail('A < stands in the value of an attribute.');
    if (!characters.done) return to;
    this.#state = TIGHT;
    if (characters.tooLong) {
      const message = 'The value of an attribute is too long and was left out.';
      this.#reporter.report('xml-too-long', 'warning', base + to, message);
    } else this.attributes.add(this.#attribute, this.#valueFrom);
    return to + 1;
  }

  #fail(message: string, code: ByteProblemCode = 'xml-malformed'): void {
    this.error = message;
    this.errorCode = code;
  }
}

function isQuote(byte: number): boolean {
  return byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE;
}
