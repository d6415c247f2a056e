// What a JSON tokenizer and those who listen to it have to agree on.
// Types and limits only; knows no dataset.

import type { OnByteProblem } from './problem';

/** What a value is, as its first byte tells. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'literal';

/** JSON's literals, and the three that Python's json.dump writes although JSON has them not. */
export type JsonLiteral = 'true' | 'false' | 'null' | 'NaN' | 'Infinity' | '-Infinity';

/** Receives the events, in the order of the text. Byte views are reused: good during the call only. */
export interface JsonHandler {
  /**
   * Asked at the first byte of every value. False passes over it: no event for it, nor for anything inside;
   * of what is inside, only strings and the nesting of brackets are checked.
   */
  want(kind: JsonKind): boolean;
  onStartObject(): void;
  onEndObject(): void;
  onStartArray(): void;
  onEndArray(): void;
  /** A key of a wanted object, escapes undone; cut to `maxString` bytes. */
  onKey(bytes: Uint8Array, start: number, end: number): void;
  /** A string, escapes undone. Not called for one that is too long. */
  onString(bytes: Uint8Array, start: number, end: number): void;
  /** A number as it stands in the text, grammar checked. */
  onNumber(bytes: Uint8Array, start: number, end: number): void;
  onLiteral(literal: JsonLiteral): void;
  /**
   * Asked behind an element of an array where the tokenizer was paused: reads further elements by itself, from
   * `chunk[at]` on. `line` begins at index `lineStart` of the chunk, which may be below 0.
   */
  skim?(chunk: Uint8Array, at: number, line: number, lineStart: number): Skimmed;
}

/** How far somebody else has read: the index behind, line ends passed, and the index behind the last of them. */
export interface Skimmed {
  readonly at: number;
  readonly lines: number;
  readonly lineStart: number;
}

/** Limits and the way out for problems. */
export interface JsonOptions {
  readonly onProblem?: OnByteProblem;
  /** Most bytes of a key, string or number that is kept (default 1 MiB); a longer one is `json-string-too-long`. */
  readonly maxString?: number;
}

/** Deepest nesting that is read; deeper is the error `json-too-deep`. */
export const MAX_JSON_DEPTH = 512;

/** What is missing, by the tokenizer's state. */
export const EXPECTED = [
  'A value is expected here.',
  'A value or ] is expected here.',
  'A key in double quotes or } is expected here.',
  'A key in double quotes is expected here.',
  'A colon is expected here.',
  'A comma or a closing bracket is expected here.',
  'More text follows behind the end of the JSON value.',
] as const;
