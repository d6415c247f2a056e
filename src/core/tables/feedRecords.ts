// Feeds a text file of records to its reader, by way of a kernel where there is one that may count them.
// Must not know formats.

import type { Encoding } from '../bytes/encoding';
import { Utf8Stream } from '../bytes/text';
import type { CellLayout, CellScanner, PlainRecords } from '../kernels';
import type { ByteInput } from '../ports';

export interface RecordFeed {
  readonly reader: PlainRecords;
  /** How a kernel may count the records; undefined where the reader must see each. */
  readonly cells: CellLayout | undefined;
  readonly encoding?: Encoding;
  readonly signal: AbortSignal;
}

/** Reads the file to its end and ends the reader. Names that end in `.gz` are unpacked. */
export async function feedRecords(
  input: ByteInput,
  file: string,
  { reader, cells, encoding, signal }: RecordFeed,
): Promise<void> {
  const scanner: CellScanner | undefined =
    cells === undefined ? undefined : input.kernels?.cells(cells, reader);
  const target = scanner ?? reader;
  const text = new Utf8Stream((bytes) => {
    target.feed(bytes);
  }, encoding);
  const into = scanner === undefined ? undefined : () => scanner.room();
  for await (const chunk of input.chunks(file, { gunzip: /\.gz$/i.test(file), into })) {
    signal.throwIfAborted();
    text.feed(chunk);
  }
  text.end();
  target.end();
}
