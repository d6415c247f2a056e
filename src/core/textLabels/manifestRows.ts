// Takes the rows out of an audio manifest, in whichever of the usual shapes of JSON it is.
// Must not know files or classes; the fields are the caller's.

import { type JsonRow, type JsonSelector, selectJson } from '../bytes/jsonSelect';
import type { OnByteProblem } from '../bytes/problem';
import { LineSplitter, Utf8Stream } from '../bytes/text';

/** `lines`: one object a line; `list`: `[{…}]`; `data`: `{"data": [{…}]}`; `map`: `{"id": {…}}`. */
export const manifestShapes = ['lines', 'list', 'data', 'map'] as const;
export type ManifestShape = (typeof manifestShapes)[number];

const pathOf: Readonly<Record<ManifestShape, string>> = {
  lines: '',
  list: '[]',
  data: 'data[]',
  map: '*',
};

/** Where the rows go. */
export interface ManifestOptions {
  readonly shape: ManifestShape;
  readonly fields: readonly string[];
  readonly onRow: (row: JsonRow) => void;
  /** A field whose elements, where it is a list, are given before their row. */
  readonly list?: string;
  readonly onElement?: (row: JsonRow) => void;
  readonly onProblem?: OnByteProblem;
}

/** Feed it a file; rows come when they end, so a cut file gives no half rows. */
export class ManifestRows {
  readonly #selector: JsonSelector;
  readonly #text: Utf8Stream;
  readonly #splitter: LineSplitter | undefined;

  constructor(options: ManifestOptions) {
    const { shape, fields, onRow, list, onElement, onProblem } = options;
    const path = pathOf[shape];
    const inner = path === '' ? `${list ?? ''}[]` : `${path}.${list ?? ''}[]`;
    const rows = [{ path, fields, onRow }];
    if (list !== undefined && onElement !== undefined) {
      rows.push({ path: inner, fields: [''], onRow: onElement });
    }
    const selector = selectJson({ rows, ...(onProblem === undefined ? {} : { onProblem }) });
    this.#selector = selector;
    this.#splitter = shape === 'lines' ? splitterFor(selector, onProblem) : undefined;
    this.#text = new Utf8Stream((bytes) => {
      (this.#splitter ?? selector).feed(bytes);
    });
  }

  feed(chunk: Uint8Array): void {
    this.#text.feed(chunk);
  }

  end(): void {
    this.#text.end();
    (this.#splitter ?? this.#selector).end();
  }
}

function splitterFor(selector: JsonSelector, onProblem: OnByteProblem | undefined): LineSplitter {
  return new LineSplitter({
    onLine: (bytes, start, end, line) => {
      if (isBlankLine(bytes, start, end)) return;
      selector.reset(line);
      selector.feed(bytes.subarray(start, end));
      selector.end();
    },
    ...(onProblem === undefined ? {} : { onProblem }),
  });
}

function isBlankLine(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] > 32) return false;
  return true;
}
