// Pascal VOC annotations that hold nothing but plain tags and text, in one pass over their bytes.
// Must not know files. Whatever else a document holds is for the tokenizer, which reads these the same.

import { AMPERSAND, CR, GREATER, LESS, LF, SLASH } from '../bytes/ascii';

/** Larger files are read with the tokenizer's limits. */
const largest = 1 << 18;
/** Names and depths beyond these are the tokenizer's too. */
const longestName = 64;
const deepest = 32;

const encoder = new TextEncoder();
const prolog = /^<\?xml version=["']1\.0["'](?: encoding=["']utf-8["'])? ?\?>/i;
/** What a prolog of that kind takes at most. */
const longestProlog = 100;
const decoder = new TextDecoder();

const words = {
  ...{ annotation: encoder.encode('annotation'), object: encoder.encode('object') },
  ...{ name: encoder.encode('name'), difficult: encoder.encode('difficult') },
};
/** Elements of an object of LabelMe's, of which more is asked. */
const foreign = ['polygon', 'segm', 'deleted'].map((word) => encoder.encode(word));
const digitOne = 49;

/** The objects of the document read last, by number, in reused memory. */
export class PlainVoc {
  objects = 0;
  /** Where the name lies, without blanks around it; never empty. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** Line of the name's tag, from 1. */
  lines = new Int32Array(64);
  difficult = new Uint8Array(64);
  #bytes: Uint8Array = new Uint8Array(0);
  /** By depth: where the names of open elements lie. */
  readonly #from = new Int32Array(deepest);
  readonly #to = new Int32Array(deepest);
  #depth = 0;
  #line = 1;
  /** Of the open object. */
  #inObject = false;
  #named = false;

  /** False where the document is for the tokenizer; nothing is then to be taken from here. */
  read(bytes: Uint8Array): boolean {
    if (bytes.length > largest) return false;
    this.#bytes = bytes;
    this.objects = this.#depth = 0;
    this.#line = 1;
    this.#inObject = false;
    let at = this.#behindProlog();
    for (let seen = false; at >= 0; seen = true) {
      at = this.#text(at);
      if (at < 0) return false;
      if (at === bytes.length) return seen && this.#depth === 0;
      // A second root, or text after the first.
      if (seen && this.#depth === 0) return false;
      at = this.#tag(at + 1);
    }
    return false;
  }

  /** Where the root element may begin; -1 where more than a plain prolog stands before it. */
  #behindProlog(): number {
    const bytes = this.#bytes;
    if (bytes[0] !== LESS) return -1;
    if (isNameStart(bytes[1])) return 0;
    return prolog.exec(decoder.decode(bytes.subarray(0, longestProlog)))?.at(0)?.length ?? -1;
  }

  /** Index of the next `<`, or the end; -1 where something stands before it that is no plain text. */
  #text(from: number): number {
    const bytes = this.#bytes;
    const isOutside = this.#depth === 0;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte > LESS) {
        if (isOutside) return -1;
        continue;
      }
      if (byte === LESS) break;
      if (byte === LF) this.#line += 1;
      else if (byte === AMPERSAND || (byte === CR && bytes[at + 1] !== LF)) return -1;
      else if (isOutside && byte !== 32 && byte !== 9 && byte !== CR) return -1;
    }
    return at;
  }

  /** Index behind the tag whose `<` is before `from`; -1 where it is not plain. */
  #tag(from: number): number {
    const bytes = this.#bytes;
    const isEnd = bytes[from] === SLASH;
    const start = isEnd ? from + 1 : from;
    if (!isNameStart(bytes[start])) return -1;
    let end = start + 1;
    while (isNameByte(bytes[end])) end += 1;
    if (end - start > longestName) return -1;
    const isEmpty = !isEnd && bytes[end] === SLASH;
    if (bytes[isEmpty ? end + 1 : end] !== GREATER) return -1;
    if (isEnd) return this.#close(start, end) ? end + 1 : -1;
    if (!this.#open(start, end, isEmpty ? end + 2 : end + 1)) return -1;
    if (!isEmpty) return end + 1;
    return this.#close(start, end) ? end + 2 : -1;
  }

  #open(start: number, end: number, behind: number): boolean {
    const depth = this.#depth;
    if (depth === deepest) return false;
    this.#from[depth] = start;
    this.#to[depth] = end;
    this.#depth = depth + 1;
    if (depth === 0) return this.#is(start, end, words.annotation);
    if (depth === 1) this.#begin(this.#is(start, end, words.object));
    return depth !== 2 || !this.#inObject || this.#field(start, end, behind);
  }

  #begin(isObject: boolean): void {
    this.#inObject = isObject;
    this.#named = false;
    if (isObject && this.objects === this.starts.length) this.#grow();
    this.difficult[this.objects] = 0;
  }

  /** What an element of an object says, whose text begins at `from`; false where it is not only text, or not plain. */
  #field(start: number, end: number, from: number): boolean {
    const isName = this.#is(start, end, words.name);
    if (!isName && !this.#is(start, end, words.difficult)) {
      return !foreign.some((word) => this.#is(start, end, word));
    }
    const bytes = this.#bytes;
    let to = from;
    while (to < bytes.length && bytes[to] !== LESS && bytes[to] !== CR) to += 1;
    // An empty tag has no text, and its `/>` ends where the text would begin.
    if (bytes[to] !== LESS || bytes[to + 1] !== SLASH || bytes[from - 2] === SLASH) return false;
    let left = from;
    while (left < to && bytes[left] <= 32) left += 1;
    while (to > left && bytes[to - 1] <= 32) to -= 1;
    if (isName) return this.#nameIs(left, to);
    if (to - left === 1 && bytes[left] === digitOne) this.difficult[this.objects] = 1;
    return true;
  }

  #nameIs(start: number, end: number): boolean {
    if (this.#named || start === end) return false;
    this.#named = true;
    this.starts[this.objects] = start;
    this.ends[this.objects] = end;
    this.lines[this.objects] = this.#line;
    return true;
  }

  #close(start: number, end: number): boolean {
    const depth = this.#depth - 1;
    if (depth < 0) return false;
    const from = this.#from[depth];
    if (this.#to[depth] - from !== end - start) return false;
    for (let at = 0; at < end - start; at++) {
      if (this.#bytes[from + at] !== this.#bytes[start + at]) return false;
    }
    this.#depth = depth;
    if (depth !== 1 || !this.#inObject) return true;
    this.#inObject = false;
    this.objects += 1;
    return this.#named;
  }

  #is(start: number, end: number, word: Uint8Array): boolean {
    if (end - start !== word.length) return false;
    for (let at = 0; at < word.length; at++) if (this.#bytes[start + at] !== word[at]) return false;
    return true;
  }

  #grow(): void {
    const larger = <T extends Int32Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    const length = this.starts.length * 2;
    this.starts = larger(new Int32Array(length), this.starts);
    this.ends = larger(new Int32Array(length), this.ends);
    this.lines = larger(new Int32Array(length), this.lines);
    this.difficult = larger(new Uint8Array(length), this.difficult);
  }
}

/** Names in ASCII; others are the tokenizer's. */
function isNameStart(byte: number): boolean {
  const letter = byte | 32;
  return (letter >= 97 && letter <= 122) || byte === 95;
}

function isNameByte(byte: number): boolean {
  return isNameStart(byte) || (byte >= 48 && byte <= 57) || byte === 45 || byte === 46;
}
