// Reads the files of a work unit line by line, whatever their encoding, in flat memory.
// Must not know what a line says.

import { LineSplitter, type OnLine, Utf8Stream } from '../bytes/text';
import type { WorkUnit } from '../claims';
import { type ByteInput, SourceError } from '../ports';
import type { Tally } from '../tally';

/** Takes the lines of one file; `end` is called once behind the last. */
export interface LineReader {
  readonly line: OnLine;
  readonly end: () => void;
}

/** Gives each file of the unit to a reader of its own. */
export async function eachLine(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
  readerOf: (file: string) => LineReader,
): Promise<void> {
  for (const file of unit.paths) {
    const reader = readerOf(file);
    await linesIn(file, input, tally, signal, reader);
    reader.end();
  }
}

async function linesIn(
  file: string,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
  reader: LineReader,
): Promise<void> {
  const splitter = new LineSplitter({
    onLine: reader.line,
    onProblem: (problem) => {
      tally.problem({ ...problem, file });
    },
  });
  await feedText(file, input, tally, signal, splitter);
}

/** What takes UTF-8 bytes of a text. */
interface TextTaker {
  feed: (bytes: Uint8Array) => void;
  end: () => void;
}

/** Gives the text of a file, unpacked and as UTF-8, to what takes it apart; a file that cannot be read is a problem. */
export async function feedText(
  file: string,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
  taker: TextTaker,
): Promise<void> {
  const text = new Utf8Stream((bytes) => {
    taker.feed(bytes);
  });
  try {
    for await (const chunk of input.chunks(file, { gunzip: /\.gz$/i.test(file) })) {
      signal.throwIfAborted();
      text.feed(chunk);
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    tally.problem({ code: error.code, severity: 'error', file, message: error.message });
  }
  text.end();
  taker.end();
}
