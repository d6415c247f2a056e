// What an XML tokenizer and those who listen to it have to agree on.
// Types and limits only; knows no dataset.

import type { OnByteProblem } from './problem';

/** The attributes of a start tag; reused, so good during the call only. Entities in the values are decoded. */
export interface XmlAttributes {
  readonly count: number;
  name(index: number): string;
  /** Index of the attribute with that name; -1 where there is none. */
  indexOf(name: string): number;
  /** The value of attribute `index` is `bytes[start(index), end(index))`, in UTF-8. */
  readonly bytes: Uint8Array;
  start(index: number): number;
  end(index: number): number;
  /** The value as text; undefined where there is no such attribute. Makes a string. */
  text(name: string): string | undefined;
}

/** Receives the events in the order of the text. Names are as written (prefix and all), and cost no string each. */
export interface XmlHandler {
  /** A start tag, or an empty-element tag, for which `onEnd` follows at once. */
  onStart(name: string, attributes: XmlAttributes): void;
  onEnd(name: string): void;
  /** All text and CDATA between two tags at once, comments left out, in UTF-8; not called for none. */
  onText(bytes: Uint8Array, start: number, end: number): void;
}

/** Limits and the way out for problems. */
export interface XmlOptions {
  readonly onProblem?: OnByteProblem;
  /** Most bytes of one text, and of one tag's attribute values (default 1 MiB); longer ones are `xml-too-long`. */
  readonly maxText?: number;
}

/** Deepest nesting of elements; deeper is the error `xml-too-deep`. */
export const MAX_XML_DEPTH = 256;
/** Most bytes of a name, most attributes of a tag, most different names of a file; more is an error. */
export const MAX_XML_NAME = 1024;
export const MAX_XML_ATTRIBUTES = 256;
export const MAX_XML_NAMES = 65_536;
