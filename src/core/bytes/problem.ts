// What the tokenizers say about bad bytes, and the line arithmetic they share.
// Knows no format and no file name: whoever feeds the bytes adds the file.

import type { Severity } from '../problems';

/** Every code that this folder reports. */
export type ByteProblemCode =
  | 'csv-quote-unclosed'
  | 'csv-quote-stray'
  | 'csv-record-too-long'
  | 'line-too-long'
  | 'json-malformed'
  | 'json-truncated'
  | 'json-too-deep'
  | 'json-string-too-long'
  | 'json-value-too-large'
  | 'json-nonfinite'
  | 'xml-malformed'
  | 'xml-truncated'
  | 'xml-too-deep'
  | 'xml-too-long'
  | 'xml-tag-mismatch'
  | 'xml-entity-not-expanded'
  | 'xml-ampersand-bare'
  | 'xml-encoding-unknown';

/**
 * One located problem; add `file` and it is a `Problem`. `line` and `column` count from 1, the column in UTF-8 bytes.
 * `error` = reading stopped here, `warning` = something was read otherwise or left out, `information` = nothing lost.
 */
export interface ByteProblem {
  readonly code: ByteProblemCode;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Receives problems as they are met; called synchronously from `feed` and `end`. */
export type OnByteProblem = (problem: ByteProblem) => void;

/** Counts lines as an editor does (LF, CRLF and CR each end one); offsets are bytes from the start of the input. */
export class LineCounter {
  line = 1;
  #lineStart = 0;
  #crAt = -2;

  /** Begins anew at the given line, offset 0. */
  reset(line: number): void {
    this.line = line;
    this.#lineStart = 0;
    this.#crAt = -2;
  }

  /** Tells of a CR or LF byte at `offset`; must be called for every one of them, in order. */
  lineEnd(byte: number, offset: number): void {
    this.#lineStart = offset + 1;
    if (byte === 13) this.#crAt = offset;
    else if (this.#crAt === offset - 1) return;
    this.line++;
  }

  /** True when the byte before `offset` was a CR. */
  afterCr(offset: number): boolean {
    return this.#crAt === offset - 1;
  }

  /** Lines were counted by somebody else: `lines` of them, the last line beginning at `lineStart`. */
  pass(lines: number, lineStart: number): void {
    if (lines === 0) return;
    this.line += lines;
    this.#lineStart = lineStart;
  }

  /** 1-based column, in bytes, of `offset` on the current line. */
  column(offset: number): number {
    return offset - this.#lineStart + 1;
  }
}

/** Reports problems at byte offsets of one input, located by the lines that were counted so far. */
export class ProblemReporter {
  readonly lines = new LineCounter();
  readonly #onProblem: OnByteProblem | undefined;

  constructor(onProblem: OnByteProblem | undefined) {
    this.#onProblem = onProblem;
  }

  /** Reports a problem at `offset`, which must be on the current line. */
  report(code: ByteProblemCode, severity: Severity, offset: number, message: string): void {
    const { line } = this.lines;
    this.#onProblem?.({ code, severity, line, column: this.lines.column(offset), message });
  }
}
