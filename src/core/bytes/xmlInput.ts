// The bytes of an XML file as UTF-8: the mark and the prolog say which encoding they are in.
// Knows of the prolog its encoding only; tags are the tokenizer's.

import { ByteBuffer } from './byteBuffer';
import { encodingNamed, type Encoding } from './encoding';
import type { ProblemReporter } from './problem';
import { Utf8Stream, type OnBytes } from './text';

/** A prolog ends within these bytes, or it is taken to say nothing. */
const MAX_PROLOG = 1024;
const decoder = new TextDecoder();

/** Finds out the encoding, then hands the whole file on as UTF-8. An encoding it does not know is read as UTF-8. */
export class XmlInput {
  readonly #onBytes: OnBytes;
  readonly #reporter: ProblemReporter;
  readonly #head = new ByteBuffer();
  #stream: Utf8Stream | undefined;

  constructor(onBytes: OnBytes, reporter: ProblemReporter) {
    this.#onBytes = onBytes;
    this.#reporter = reporter;
  }

  /** Takes the next bytes, cut anywhere. */
  feed(chunk: Uint8Array): void {
    let at = 0;
    while (this.#stream === undefined && at < chunk.length) {
      this.#head.push(chunk[at++]);
      if (this.#isEnough(chunk[at - 1])) this.#begin();
    }
    if (at < chunk.length) this.#stream?.feed(at === 0 ? chunk : chunk.subarray(at));
  }

  /** Says that the file ends here. */
  end(): void {
    if (this.#stream === undefined) this.#begin();
    this.#stream?.end();
  }

  #isEnough(last: number): boolean {
    const { bytes, length } = this.#head;
    if (length < 4) return false;
    const mayBeProlog = bytes[0] === 0x3c && bytes[1] === 0x3f;
    return !mayBeProlog || last === 0x3e || length >= MAX_PROLOG;
  }

  #begin(): void {
    const head = this.#head.bytes.subarray(0, this.#head.length);
    const stream = new Utf8Stream(this.#onBytes, this.#encodingOf(head));
    this.#stream = stream;
    stream.feed(head);
  }

  #encodingOf(head: Uint8Array): Encoding | undefined {
    if (head.length >= 2 && head[0] === 0x3c && head[1] === 0) return 'utf-16le';
    if (head.length >= 2 && head[0] === 0 && head[1] === 0x3c) return 'utf-16be';
    const match = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(decoder.decode(head));
    if (match === null) return undefined;
    const encoding = encodingNamed(match[1]);
    if (encoding === undefined) {
      const message = `The encoding ${match[1]} is not known; the file was read as UTF-8.`;
      this.#reporter.report('xml-encoding-unknown', 'warning', 0, message);
    }
    // One byte a character up to here: a prolog that says UTF-16 has outlived a conversion.
    return encoding === 'windows-1252' ? encoding : undefined;
  }
}
