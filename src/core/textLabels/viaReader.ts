// Reads the CSV of VIA 2 (and VIA 1): a region a row, its attributes as JSON in a cell.
// Must not know which files are read.

import { LabelTable } from '../bytes/labelTable';
import type { DelimitedRecord } from '../bytes/recordBuffer';
import { type JsonRow, type JsonSelector, selectJson } from '../bytes/jsonSelect';
import { ImageBook } from '../tables/imageBook';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import type { CsvReader } from './csvRows';
import { isTick } from './viaMarks';

/** Attributes of regions, or of whole images. */
export type ViaScope = 'region' | 'file';

/** Counts one attribute's values, or the names of ticked ones for ''. {@link end} must be called once. */
export class ViaReader implements CsvReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #book = new ImageBook();
  readonly #files = new LabelTable({ maxLabels: 1 << 21, maxBytes: 1 << 26 });
  readonly #names = new LabelTable({ maxLabels: 1 << 12 });
  readonly #attribute: number;
  readonly #json: JsonSelector;
  readonly #held: number[] = [];
  #image = 0;
  #cell = -1;
  #line = 0;
  #mistakes = 0;

  constructor(
    private readonly scope: ViaScope,
    private readonly attribute: string,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
    this.#attribute = this.#names.indexOfText(attribute);
    this.#json = selectJson({
      rows: [
        {
          path: '*.*',
          fields: [''],
          onRow: (row) => {
            this.#option(row);
          },
        },
        {
          path: '*',
          fields: [''],
          onRow: (row) => {
            this.#value(row);
          },
        },
      ],
      onProblem: () => {
        this.#mistakes += 1;
      },
    });
  }

  readonly header = (columns: readonly string[]): void => {
    const plain = columns.map((name) => name.replace(/^#\s*/, ''));
    this.#image = Math.max(0, plain.indexOf('filename'));
    this.#cell = plain.indexOf(`${this.scope}_attributes`);
  };

  readonly row = (row: DelimitedRecord): void => {
    const { bytes, starts, ends, count, line } = row;
    this.#line = line;
    if (this.#cell < 0 || count <= this.#cell) {
      this.#problems.add('ragged-row', 'warning', { line }, () => {
        return `The row has ${count} fields only and is not counted.`;
      });
      return;
    }
    const known = this.#files.size;
    this.#files.indexOf(bytes, starts[this.#image], ends[this.#image]);
    // The attributes of an image stand in each row of its regions.
    if (this.scope === 'file' && this.#files.size === known) return;
    this.#book.open(bytes, starts[this.#image], ends[this.#image]);
    this.#read(bytes, starts[this.#cell], ends[this.#cell]);
    for (const label of this.#held) {
      this.#split.add(label);
      this.#book.hold(label);
    }
    this.#book.park(this.#split);
    if (this.#held.length > 1) this.tally.traits.add('multi-label');
  };

  end(): void {
    if (!this.#book.full) this.#book.close(this.#split, this.file);
    else this.tally.traits.add('no-images');
    this.#problems.end();
  }

  #read(bytes: Uint8Array, start: number, end: number): void {
    this.#held.length = 0;
    const before = this.#mistakes;
    this.#json.reset(this.#line);
    this.#json.feed(bytes.subarray(start, end));
    this.#json.end();
    if (this.#mistakes === before || start === end) return;
    this.#problems.add('malformed-attributes', 'warning', { line: this.#line }, () => {
      return 'The attributes of the row are no JSON; what could not be read is not counted.';
    });
  }

  #isMeant(row: JsonRow): boolean {
    return row.internKey(0, this.#names) === this.#attribute;
  }

  #value(row: JsonRow): void {
    if (this.attribute === '' && isTick(row.text(0), row.keyText(0))) this.#holdName(row);
    if (!this.#isMeant(row) || row.start(0) === row.end(0)) return;
    this.#hold(row.intern(0, this.tally.labels));
  }

  /** A checkbox: `{"cat": true}`. */
  #option(row: JsonRow): void {
    if (row.kind(0) !== 'true') return;
    if (this.attribute === '' && isTick(row.keyText(1), row.keyText(0))) this.#holdName(row);
    if (!this.#isMeant(row)) return;
    this.#hold(row.internKey(1, this.tally.labels));
  }

  #holdName(row: JsonRow): void {
    this.#hold(row.internKey(0, this.tally.labels));
  }

  #hold(label: number): void {
    if (label >= 0 && !this.#held.includes(label)) this.#held.push(label);
  }
}
