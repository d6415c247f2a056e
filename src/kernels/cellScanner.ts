// Reads a stream by a kernel and the plain reader beside it: the kernel counts what it has learned, the plain reader the rest.
// Must not know formats, nor what a cell means.

import type { CellLayout, CellScanner, PlainRecords } from '../core/kernels';
import type { KernelInstance } from './instance';
import { CellNumbers, handedOverAt } from './learnedCells';
import { Window } from './window';

const LF = 10;
/** What a scan answers when it stops in front of a record that is for the plain reader. */
const ASK = 1;
/** So many records may teach nothing before their share is looked at. */
const patience = 1000;

/** What the kernel did not know in the record that the plain reader has. */
interface Unknown {
  readonly start: number;
  readonly end: number;
  readonly splitStart: number;
  readonly splitEnd: number;
}

export class RecordScanner implements CellScanner {
  readonly #window: Window;
  readonly #cells: CellNumbers;
  /** True while the plain reader reads. */
  #plain: boolean;
  /** Line of the first byte in the window while the kernel reads. */
  #line = 1;
  #unknown: Unknown | undefined;
  /** Records that taught the kernel nothing, and records that it counted. */
  #lost = 0;
  #counted = 0;
  #kept = 0;

  constructor(
    private readonly layout: CellLayout,
    private readonly reader: PlainRecords,
    private readonly instance: KernelInstance,
    private readonly done: () => void,
  ) {
    this.#window = new Window(instance);
    this.#plain = !reader.idle;
    this.#cells = new CellNumbers(instance);
    if (layout.kind !== 'delimited') return;
    const { delimiter, quote, columns, label, split } = layout;
    instance.kernel.setDelimited(delimiter, quote, columns, label, split);
  }

  room(): Uint8Array {
    return this.#window.room();
  }

  feed(bytes: Uint8Array): void {
    let rest = bytes;
    do {
      rest = this.#window.take(rest);
      this.#run();
    } while (rest.length > 0);
  }

  get atRecord(): boolean {
    return this.#window.length === 0 && (!this.#plain || this.reader.idle);
  }

  end(): void {
    const window = this.#window;
    if (window.length > 0) {
      if (!this.#plain) this.reader.resume(this.#line);
      this.#give(window.to);
    }
    this.#handOver();
    this.reader.end();
    this.done();
  }

  #run(): void {
    const { kernel, capacity } = this.instance;
    const window = this.#window;
    while (!this.#plain || this.#readPlainly()) {
      const stop = this.#scan();
      window.from = kernel.at.value;
      this.#line = kernel.line.value;
      this.#counted += kernel.records.value;
      this.#kept += kernel.records.value;
      if (this.#kept >= handedOverAt) this.#handOver();
      // A record that fills half of the window is the plain reader's too.
      if (stop !== ASK && window.length < capacity / 2) return;
      this.#unknown = stop === ASK ? this.#asked() : undefined;
      this.reader.resume(this.#line);
      this.#plain = true;
    }
  }

  #scan(): number {
    const { kernel } = this.instance;
    const { from, to } = this.#window;
    const { layout } = this;
    kernel.resetState();
    if (layout.kind === 'delimited') return kernel.scanDelimited(from, to, this.#line);
    return kernel.scanLines(from, to, this.#line, layout.tabs ? 1 : 0);
  }

  #asked(): Unknown | undefined {
    const { cellStart, cellEnd, splitStart, splitEnd } = this.instance.kernel;
    if (cellStart.value === 0) return undefined;
    return {
      ...{ start: cellStart.value, end: cellEnd.value },
      ...{ splitStart: splitStart.value, splitEnd: splitEnd.value },
    };
  }

  /** Feeds line after line until a record ends with one; false where the window is empty before that. */
  #readPlainly(): boolean {
    const window = this.#window;
    const { bytes } = this.instance;
    const hopeless = this.#lost > patience && this.#lost > this.#counted;
    for (;;) {
      if (window.length === 0) {
        // What comes next overwrites the cells that were asked about.
        this.#unknown = undefined;
        return false;
      }
      const found = hopeless ? -1 : bytes.indexOf(LF, window.from);
      const to = found < 0 || found >= window.to ? window.to : found + 1;
      this.#give(to);
      // Behind a CR the plain reader waits for its LF, which would be a line of its own to the kernel.
      if (hopeless || bytes[to - 1] !== LF || !this.reader.idle) continue;
      this.#learn();
      this.#line = this.reader.line;
      this.#plain = false;
      return true;
    }
  }

  #give(to: number): void {
    this.reader.feed(this.instance.bytes.subarray(this.#window.from, to));
    this.#window.from = to;
  }

  /** The record that was asked about has been read plainly, and still lies in the window. */
  #learn(): void {
    const unknown = this.#unknown;
    this.#unknown = undefined;
    const learned = unknown !== undefined && this.#learnCell(unknown) && this.#learnSplit(unknown);
    if (!learned) this.#lost += 1;
  }

  #learnCell({ start, end }: Unknown): boolean {
    if (this.#cells.knows(start, end)) return true;
    const cell = this.reader.learn(this.instance.bytes, start, end);
    return cell !== undefined && this.#cells.learn(start, end, cell);
  }

  #learnSplit({ splitStart, splitEnd }: Unknown): boolean {
    if (splitStart === 0 || this.#cells.knowsSplit(splitStart, splitEnd)) return true;
    const split = this.reader.learnSplit(this.instance.bytes, splitStart, splitEnd);
    return split !== undefined && this.#cells.learnSplit(splitStart, splitEnd, split);
  }

  /** Gives the kernel's counts to the plain reader and begins them anew. */
  #handOver(): void {
    this.#kept = 0;
    const hasSplit = this.layout.kind === 'delimited' && this.layout.split >= 0;
    this.#cells.handOver((cell, split, records) => {
      this.reader.add(cell, hasSplit ? split : -1, records);
    });
  }
}
