// What a delimited file may look like, in the words that the tokenizer and the sniffer share.
// Holds types only; knows no file.

import type { OnByteProblem } from './problem';
import type { DelimitedRecord } from './recordBuffer';

/** A quote character; '' means that the file quotes nothing. */
export type Quote = '"' | "'" | '';

/** What ends a record: `any` takes LF, CRLF and CR as they come; the others take one and leave the rest literal. */
export type LineEnds = 'any' | 'lf' | 'crlf' | 'cr';

/** What a {@link DelimitedTokenizer} needs. */
export interface DelimitedOptions {
  /** One ASCII character; a blank stands for blanks and tabs in any number, where those at a line’s ends count for none. */
  readonly delimiter: string;
  readonly quote: Quote;
  /** A backslash takes the meaning from a quote in a quoted field (`"say \\"hi\\""`), besides doubling (default false). */
  readonly backslashes?: boolean;
  readonly onRecord: (record: DelimitedRecord) => void;
  readonly onProblem?: OnByteProblem;
  /** Default `any`. */
  readonly lineEnds?: LineEnds;
  /** Leave out lines without a single byte (default true). */
  readonly skipBlankLines?: boolean;
  /** Lines at the start that are no records, for instance Excel's `sep=;` (default 0). */
  readonly skipLines?: number;
  /** Most bytes of one record (default 16 MiB); a longer one is left out with `csv-record-too-long`. */
  readonly maxRecord?: number;
}
