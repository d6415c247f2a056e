// Feeds each line of a file to one selector, which begins anew for it.
// Must not know formats; a line that is no object is said and left out.

import { LF, OPEN_BRACE } from '../bytes/ascii';
import type { JsonSelection, JsonSelector } from '../bytes/jsonSelect';
import { LineSplitter, Utf8Stream } from '../bytes/text';
import type { Tally } from '../tally';
import { type FileReader, jsonReader } from './claims';

/** A reader of lines; `end` is called behind the last of them. `fromStart`: its first bytes are the file's. */
export function linesReader(
  tally: Tally,
  file: string,
  selection: JsonSelection,
  end: () => void,
  fromStart = true,
): FileReader {
  return new LinesReader(tally, file, selection, end, fromStart);
}

class LinesReader implements FileReader {
  readonly #selector: JsonSelector;
  readonly #splitter: LineSplitter;
  readonly #text: Utf8Stream;
  /** The last byte that the splitter took: only behind an LF a line surely begins. */
  #last = LF;

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
    selection: JsonSelection,
    private readonly behind: () => void,
    private readonly fromStart: boolean,
  ) {
    this.#selector = jsonReader(tally, file, selection);
    this.#splitter = new LineSplitter({
      onLine: (bytes, start, to, line) => {
        this.#line(bytes.subarray(start, to), line);
      },
      onProblem: (problem) => {
        tally.problem({ ...problem, file });
      },
    });
    this.#text = new Utf8Stream((bytes) => {
      this.#bytes(bytes);
    });
  }

  get room(): (() => Uint8Array) | undefined {
    return this.#selector.room;
  }

  feed(chunk: Uint8Array): void {
    // Only the file's first bytes may be a mark.
    if (this.fromStart) this.#text.feed(chunk);
    else this.#bytes(chunk);
  }

  get atRecord(): boolean {
    return this.#splitter.atLine && this.#last === LF;
  }

  end(): void {
    this.#text.end();
    this.#splitter.end();
    this.#selector.close();
    this.behind();
  }

  #bytes(bytes: Uint8Array): void {
    if (this.#selector.room === undefined) {
      this.#splitter.feed(bytes);
      return;
    }
    for (let at = 0; at < bytes.length;) {
      at = this.#skim(bytes, at);
      const feed = bytes.indexOf(LF, at);
      const to = feed < 0 ? bytes.length : feed + 1;
      if (to > at) this.#last = bytes[to - 1];
      this.#splitter.feed(bytes.subarray(at, to));
      at = to;
    }
  }

  /** Reads lines by a kernel where one begins here; the index of the first that it leaves. */
  #skim(bytes: Uint8Array, at: number): number {
    const splitter = this.#splitter;
    if (!splitter.atLine || this.#last !== LF) return at;
    const { line } = splitter;
    const skimmed = this.#selector.skimLines(bytes, at, line);
    if (skimmed.at > at) splitter.resume(line + skimmed.lines);
    return skimmed.at;
  }

  #line(bytes: Uint8Array, line: number): void {
    const first = bytes.find((byte) => byte > 32);
    if (first === undefined) return;
    if (first === OPEN_BRACE) {
      this.#selector.reset(line);
      this.#selector.feed(bytes);
      this.#selector.end();
      return;
    }
    const { tally, file } = this;
    const message = 'This line is no object; it is left out.';
    tally.problem({ code: 'no-record', severity: 'warning', file, line, column: 1, message });
  }
}
