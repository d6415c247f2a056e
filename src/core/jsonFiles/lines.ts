// Feeds each line of a file to one selector, which begins anew for it.
// Must not know formats; a line that is no object is said and left out.

import { OPEN_BRACE } from '../bytes/ascii';
import type { JsonRowSpec } from '../bytes/jsonSelect';
import { LineSplitter, Utf8Stream } from '../bytes/text';
import type { Tally } from '../tally';
import { type FileReader, jsonReader } from './claims';

/** A reader of lines; `end` is called behind the last of them. */
export function linesReader(
  tally: Tally,
  file: string,
  rows: readonly JsonRowSpec[],
  end: () => void,
): FileReader {
  const selector = jsonReader(tally, file, { rows });
  const onLine = (bytes: Uint8Array, line: number): void => {
    const first = bytes.find((byte) => byte > 32);
    if (first === undefined) return;
    if (first === OPEN_BRACE) {
      selector.reset(line);
      selector.feed(bytes);
      selector.end();
      return;
    }
    const message = 'This line is no object; it is left out.';
    tally.problem({ code: 'no-record', severity: 'warning', file, line, column: 1, message });
  };
  const splitter = new LineSplitter({
    onLine: (bytes, start, to, line) => {
      onLine(bytes.subarray(start, to), line);
    },
    onProblem: (problem) => {
      tally.problem({ ...problem, file });
    },
  });
  const text = new Utf8Stream((bytes) => {
    splitter.feed(bytes);
  });
  return {
    feed: (chunk) => {
      text.feed(chunk);
    },
    end: () => {
      text.end();
      splitter.end();
      end();
    },
  };
}
