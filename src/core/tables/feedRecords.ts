// Feeds a text file of records to its reader, by way of a kernel where there is one that may count them.
// Must not know formats.

import type { Encoding } from '../bytes/encoding';
import { Utf8Stream } from '../bytes/text';
import type { CellLayout, CellScanner, PlainRecords } from '../kernels';
import type { ByteInput } from '../ports';
import { type ByteRange, feedRange, type ReadRange } from '../ranges';

export interface RecordFeed {
  readonly reader: PlainRecords;
  /** How a kernel may count the records; undefined where the reader must see each. */
  readonly cells: CellLayout | undefined;
  readonly encoding?: Encoding;
  readonly signal: AbortSignal;
  /** Only the records that begin here. */
  readonly range?: ByteRange | undefined;
}

/**
 * Reads the file, or the range of it, to its end and ends the reader. Names that end in `.gz` are unpacked. Answers what
 * was read of a range.
 */
export async function feedRecords(
  input: ByteInput,
  file: string,
  { reader, cells, encoding, signal, range }: RecordFeed,
): Promise<ReadRange | undefined> {
  const scanner: CellScanner | undefined =
    cells === undefined ? undefined : input.kernels?.cells(cells, reader);
  const target = scanner ?? reader;
  const text = new Utf8Stream((bytes) => {
    target.feed(bytes);
  }, encoding);
  const into = scanner === undefined ? undefined : () => scanner.room();
  if (range !== undefined) {
    const read = await feedRange(
      input,
      file,
      range,
      {
        into,
        feed: (bytes) => {
          // Only the file's first bytes may be a mark.
          if (range.start === 0) text.feed(bytes);
          else target.feed(bytes);
        },
        get atRecord() {
          return scanner?.atRecord ?? reader.idle;
        },
      },
      signal,
    );
    text.end();
    target.end();
    return read;
  }
  for await (const chunk of input.chunks(file, { gunzip: /\.gz$/i.test(file), into })) {
    signal.throwIfAborted();
    text.feed(chunk);
  }
  text.end();
  target.end();
  return undefined;
}
