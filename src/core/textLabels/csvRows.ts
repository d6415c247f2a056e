// Reads comma-separated files of a known header row by row, in flat memory.
// Must not know what the columns mean.

import { DelimitedTokenizer, fieldText, type DelimitedRecord } from '../bytes/delimited';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import { feedText } from './eachLine';

/** Takes the header once, then the rows. */
export interface CsvReader {
  readonly header: (columns: readonly string[]) => void;
  readonly row: (row: DelimitedRecord) => void;
}

/** Gives the rows of a file to a reader. */
export async function eachCsvRow(
  file: string,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
  reader: CsvReader,
): Promise<void> {
  let rows = 0;
  const tokenizer = new DelimitedTokenizer({
    delimiter: ',',
    quote: '"',
    onRecord: (record) => {
      if (rows++ > 0) reader.row(record);
      else reader.header(textsOf(record));
    },
    onProblem: (problem) => {
      tally.problem({ ...problem, file });
    },
  });
  await feedText(file, input, tally, signal, tokenizer);
}

function textsOf(record: DelimitedRecord): string[] {
  return Array.from({ length: record.count }, (_, field) => fieldText(record, field).trim());
}

/** The rows of lines that stand alone, as text: for a look at a head. */
export function csvRows(lines: readonly string[]): string[][] {
  const rows: string[][] = [];
  const tokenizer = new DelimitedTokenizer({
    delimiter: ',',
    quote: '"',
    onRecord: (record) => {
      rows.push(textsOf(record));
    },
  });
  tokenizer.feed(new TextEncoder().encode(`${lines.join('\n')}\n`));
  tokenizer.end();
  return rows;
}
