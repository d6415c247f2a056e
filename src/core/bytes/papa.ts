// The one door to papaparse: our second opinion on delimiters, and the oracle of the tokenizer's tests.
// Reads no files: texts of some kilobytes only.

import Papa from 'papaparse';

/** The options of papaparse that are used; see papaparse.com/docs#config. */
export interface PapaConfig {
  readonly delimiter?: string;
  readonly delimitersToGuess?: readonly string[];
  readonly newline?: '\n' | '\r' | '\r\n';
  readonly quoteChar?: string;
  readonly preview?: number;
  readonly skipEmptyLines?: boolean;
}

/** Rows of cells as papaparse reads them. */
export function papaRows(text: string, config: PapaConfig): string[][] {
  return Papa.parse(text, config).data;
}

/** The delimiter that papaparse guesses from the first ten rows; ',' where it finds none. */
export function papaDelimiter(text: string, config: PapaConfig): string {
  return Papa.parse(text, { ...config, preview: 10 }).meta.delimiter;
}
