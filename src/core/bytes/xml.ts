// XML out of any chunking, in events; well-formed or an error with its place.
// Knows no dataset; expands no entity of the document's own and fetches nothing.

import { CR, EXCLAMATION, LESS, LF, QUESTION, SLASH, SPACE, TAB } from './ascii';
import { ByteBuffer } from './byteBuffer';
import { ProblemReporter, type ByteProblemCode } from './problem';
import { XmlCharacterReader } from './xmlCharacters';
import { XmlInput } from './xmlInput';
import { isNameStart } from './xmlNames';
import { XmlSkipper } from './xmlSkip';
import { XmlTagReader } from './xmlTag';
import { MAX_XML_DEPTH, type XmlHandler, type XmlOptions } from './xmlTypes';

export type { XmlHandler, XmlOptions } from './xmlTypes';

/** Outside of the root element. */
const OUTSIDE = 0;
/** Behind `<`. */
const LT = 1;
/** Behind `<!`. */
const MARKUP = 2;
/** States from here on have readers of their own. */
const TEXT = 3;
const CDATA = 4;
const SKIP = 5;
const START_TAG = 6;
const END_TAG = 7;
const FAILED = 8;

/**
 * Push tokenizer for one XML document in UTF-8, UTF-16 or Windows-1252 (Latin-1), as its mark or prolog says.
 * Comments, processing instructions and the document type are passed over. References to other than the predefined
 * entities and characters stay as they are written (`xml-entity-not-expanded`). At the first error it reports it and
 * stops: `failed` is true. Three things that strict readers refuse are let pass: a bare `&` (`xml-ampersand-bare`), `]]>`
 * in text and `--` in a comment. Columns count bytes of the text in UTF-8.
 */
export class XmlTokenizer {
  readonly #handler: XmlHandler;
  readonly #reporter: ProblemReporter;
  readonly #input: XmlInput;
  readonly #skipper: XmlSkipper;
  readonly #characters: XmlCharacterReader;
  readonly #tag: XmlTagReader;
  readonly #text = new ByteBuffer();
  /** By depth: number of the open element's name, and its line. */
  readonly #open = new Int32Array(MAX_XML_DEPTH);
  readonly #openLines = new Float64Array(MAX_XML_DEPTH);
  #depth = 0;
  #rootSeen = false;
  #state = OUTSIDE;
  #base = 0;
  /** Where the tag begins: its offset and line. */
  #tagAt = 0;
  #tagLine = 1;

  constructor(handler: XmlHandler, options: XmlOptions = {}) {
    this.#handler = handler;
    this.#reporter = new ProblemReporter(options.onProblem);
    this.#input = new XmlInput((bytes) => {
      this.#read(bytes);
    }, this.#reporter);
    this.#skipper = new XmlSkipper(this.#reporter.lines);
    const limit = options.maxText ?? 1 << 20;
    this.#tag = new XmlTagReader(this.#reporter, limit);
    this.#characters = new XmlCharacterReader(this.#reporter, limit, this.#text);
  }

  /** Line of the byte that is being read, from 1. */
  get line(): number {
    return this.#reporter.lines.line;
  }

  /** Number of elements that are open; in `onStart` and `onEnd` the element itself is one of them. */
  get depth(): number {
    return this.#depth;
  }

  /** Whether an error has stopped the reading. */
  get failed(): boolean {
    return this.#state === FAILED;
  }

  /** Takes the next bytes, cut anywhere. */
  feed(chunk: Uint8Array): void {
    this.#input.feed(chunk);
  }

  /** Says that the document ends here; one that is cut short is the error `xml-truncated`. */
  end(): void {
    this.#input.end();
    if (this.#state === FAILED || (this.#state === OUTSIDE && this.#rootSeen)) return;
    let message = 'The file ends before its root element is whole.';
    if (this.#depth > 0) {
      const last = this.#depth - 1;
      message = `The file ends inside <${this.#openName()}>, which line ${this.#openLines[last]} opens.`;
    }
    this.#fail(this.#base, message, 'xml-truncated');
  }

  #read(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && this.#state !== FAILED) at = this.#step(chunk, at);
    this.#base += chunk.length;
  }

  #step(chunk: Uint8Array, at: number): number {
    switch (this.#state) {
      case TEXT:
        return this.#readText(chunk, at);
      case CDATA:
        return this.#readCdata(chunk, at);
      case SKIP:
        return this.#readSkipped(chunk, at);
      case START_TAG:
      case END_TAG:
        return this.#readTag(chunk, at);
      default:
        return this.#byte(chunk[at], this.#base + at) ? at + 1 : at;
    }
  }

  #readText(chunk: Uint8Array, at: number): number {
    const to = this.#characters.read(chunk, at, this.#base);
    if (!this.#characters.done) return to;
    this.#tagAt = this.#base + to;
    this.#state = LT;
    return to + 1;
  }

  #readCdata(chunk: Uint8Array, at: number): number {
    const to = this.#characters.readCdata(chunk, at, this.#base);
    if (this.#characters.done) this.#resumeText();
    return to;
  }

  #readSkipped(chunk: Uint8Array, at: number): number {
    const to = this.#skipper.read(chunk, at, this.#base);
    if (this.#skipper.done) this.#resumeText();
    return to;
  }

  #resumeText(): void {
    this.#characters.resume();
    this.#state = this.#depth === 0 ? OUTSIDE : TEXT;
  }

  /** The states in which every byte decides; false where the byte is left to the next state. */
  #byte(byte: number, offset: number): boolean {
    if (this.#state === LT) return this.#behindLess(byte, offset);
    if (this.#state === MARKUP) this.#markup(byte, offset);
    else if (byte === LF || byte === CR) this.#reporter.lines.lineEnd(byte, offset);
    else if (byte === LESS) {
      this.#tagAt = offset;
      this.#state = LT;
    } else if (byte !== SPACE && byte !== TAB) {
      this.#fail(offset, 'Text stands outside of the root element.');
    }
    return true;
  }

  #behindLess(byte: number, offset: number): boolean {
    if (isNameStart(byte)) {
      this.#state = START_TAG;
      this.#tag.begin(false);
      return false;
    }
    if (byte === SLASH && this.#depth > 0) {
      this.#state = END_TAG;
      this.#tag.begin(true);
    } else if (byte === EXCLAMATION) {
      this.#skipper.beginMarkup();
      this.#state = MARKUP;
    } else if (byte === QUESTION) {
      this.#skip('instruction');
    } else {
      this.#fail(offset, 'A < begins no tag here.');
    }
    return true;
  }

  #markup(byte: number, offset: number): void {
    const markup = this.#skipper.markup(byte);
    if (markup === undefined) return;
    if (markup === 'comment' || (markup === 'doctype' && !this.#rootSeen)) {
      this.#skip(markup);
    } else if (markup === 'cdata' && this.#depth > 0) {
      this.#characters.resume();
      this.#state = CDATA;
    } else {
      this.#fail(offset, 'A <! begins nothing that may stand here.');
    }
  }

  #skip(kind: 'comment' | 'doctype' | 'instruction'): void {
    this.#skipper.begin(kind);
    this.#state = SKIP;
  }

  #readTag(chunk: Uint8Array, at: number): number {
    const tag = this.#tag;
    const { named } = tag;
    const to = tag.read(chunk, at, this.#base);
    if (tag.error !== undefined) this.#fail(this.#base + to, tag.error, tag.errorCode);
    else if (tag.named !== named) this.#nameTag(tag.name);
    else if (tag.done) this.#endOfTag();
    return to;
  }

  /** Behind the name, while its `<` is still on this line. */
  #nameTag(name: number): void {
    this.#tagLine = this.line;
    if (this.#state === END_TAG) this.#matchTag(name);
    else if (this.#depth === 0 && this.#rootSeen)
      this.#fail(this.#tagAt, 'A second root element begins here.');
    else if (this.#depth === MAX_XML_DEPTH)
      this.#fail(this.#tagAt, `The nesting is deeper than ${MAX_XML_DEPTH}.`, 'xml-too-deep');
    if (this.#state !== FAILED && this.#depth > 0) this.#giveText();
  }

  #matchTag(name: number): void {
    if (name === this.#open[this.#depth - 1]) return;
    const line = this.#openLines[this.#depth - 1];
    const message = `</${this.#tag.names.text(name)}> does not close <${this.#openName()}>, which line ${line} opens.`;
    this.#fail(this.#tagAt, message, 'xml-tag-mismatch');
  }

  #endOfTag(): void {
    const starts = this.#state === START_TAG;
    if (starts) {
      this.#rootSeen = true;
      this.#openLines[this.#depth] = this.#tagLine;
      this.#open[this.#depth++] = this.#tag.name;
      this.#handler.onStart(this.#openName(), this.#tag.attributes);
    }
    if (!starts || this.#tag.empty) {
      this.#handler.onEnd(this.#openName());
      this.#depth--;
    }
    this.#text.length = 0;
    this.#characters.begin(this.#text, LESS);
    this.#state = this.#depth === 0 ? OUTSIDE : TEXT;
  }

  #giveText(): void {
    if (this.#characters.tooLong) {
      const message = 'The text before this tag is too long and was left out.';
      this.#reporter.report('xml-too-long', 'warning', this.#tagAt, message);
    } else if (this.#text.length > 0) {
      this.#handler.onText(this.#text.bytes, 0, this.#text.length);
    }
  }

  #openName(): string {
    return this.#tag.names.text(this.#open[this.#depth - 1]);
  }

  #fail(offset: number, message: string, code: ByteProblemCode = 'xml-malformed'): void {
    this.#state = FAILED;
    this.#reporter.report(code, 'error', offset, message);
  }
}
