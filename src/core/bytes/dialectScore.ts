// How well one delimiter and one quote explain the start of a file: field counts that agree, cells that look whole.
// Chooses nothing; knows no encodings and no header.

import { DelimitedTokenizer, fieldText, type DelimitedRecord, type Quote } from './delimited';

const HASH = 35;

/** Delimiters that are tried, the likelier first. */
export const DELIMITERS = [',', '\t', ';', '|'] as const;

/** What reading the head with one delimiter and quote gives. */
export interface Verdict {
  readonly delimiter: string;
  readonly quote: Quote;
  /** See `DelimitedOptions`. */
  readonly backslashes: boolean;
  /** Complete records. */
  readonly records: number;
  /** The usual number of fields. */
  readonly fields: number;
  /** Share of the records that have it, from 0 to 1; the preamble is left out. */
  readonly share: number;
  /** Share of the cells without another delimiter in them; numbers with a decimal comma are whole. */
  readonly whole: number;
  /** Quotes that are stray or never closed. */
  readonly problems: number;
  /** Cells that begin and end with a double or a single quote (still there where `quote` is another). */
  readonly quoted: Readonly<Record<'"' | "'", number>>;
  /** The first record has one field less than all others have. */
  readonly lacking: boolean;
  /** Lines before the table: titles of one cell, and blanks among them. */
  readonly preamble: number;
}

/** Reads `head` (UTF-8, no mark) with one dialect. The cut last record counts only when `complete`, or if it is alone. */
export function judge(
  head: Uint8Array,
  complete: boolean,
  delimiter: string,
  quote: Quote,
  skipLines: number,
  backslashes = false,
): Verdict {
  const seen = new Seen(delimiter);
  let problems = 0;
  const onRecord = (record: DelimitedRecord): void => {
    seen.record(record);
  };
  const onProblem = (): void => {
    problems++;
  };
  const how = { delimiter, quote, skipLines, backslashes };
  const tokenizer = new DelimitedTokenizer({ ...how, onRecord, onProblem });
  tokenizer.feed(head);
  if (complete || seen.counts.length === 0) tokenizer.end();
  return { delimiter, quote, backslashes, problems, ...seen.sum(skipLines) };
}

class Seen {
  readonly counts: number[] = [];
  readonly #lines: number[] = [];
  /** By record: it begins with `#`, and may be a remark. */
  readonly #remarks: boolean[] = [];
  readonly #quoted = { '"': 0, "'": 0 };
  readonly #others: readonly string[];
  #cells = 0;
  #wholeCells = 0;

  constructor(delimiter: string) {
    this.#others = DELIMITERS.filter((other) => other !== delimiter);
  }

  record(record: DelimitedRecord): void {
    this.counts.push(record.count);
    this.#lines.push(record.line);
    this.#remarks.push(record.count > 0 && record.bytes[record.starts[0]] === HASH);
    for (let i = 0; i < record.count; i++) this.#cell(fieldText(record, i));
  }

  #cell(text: string): void {
    this.#cells++;
    const first = text.charAt(0);
    if ((first === '"' || first === "'") && text.length > 1 && text.endsWith(first))
      this.#quoted[first]++;
    if (/^[-+]?\d+,\d+$/.test(text) || !this.#others.some((other) => text.includes(other)))
      this.#wholeCells++;
  }

  sum(skipLines: number): Omit<Verdict, 'delimiter' | 'quote' | 'backslashes' | 'problems'> {
    const fields = mostFrequent(this.counts);
    const titles = this.#titles(fields);
    const records = this.counts.length;
    const alike = this.counts.filter((count) => count === fields).length;
    return {
      records,
      fields,
      share: records === 0 ? 0 : alike / (records - titles),
      whole: this.#cells === 0 ? 1 : this.#wholeCells / this.#cells,
      quoted: this.#quoted,
      lacking: this.counts[0] === fields - 1 && alike === records - 1,
      preamble: titles === 0 ? 0 : this.#lines[titles] - 1 - skipLines,
    };
  }

  /** Records of one cell, or remarks of other widths, before a table that has more columns and at least two rows. */
  #titles(fields: number): number {
    const isTitle = (count: number, at: number): boolean =>
      count < 2 || (this.#remarks[at] && count !== fields);
    const first = this.counts.findIndex((count, at) => !isTitle(count, at));
    if (fields < 2 || first < 1 || first > 20) return 0;
    return this.counts[first] === fields && this.counts[first + 1] === fields ? first : 0;
  }
}

function mostFrequent(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  let best = 1;
  for (const [count, n] of times) {
    const most = times.get(best) ?? 0;
    if (n > most || (n === most && count > best)) best = count;
  }
  return best;
}
