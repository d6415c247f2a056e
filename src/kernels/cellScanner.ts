// Reads a stream by a kernel and the plain reader beside it: the kernel counts what it has learned, the plain reader the rest.
// Must not know formats, nor what a cell means.

import type { CellLayout, CellScanner, PlainRecords } from '../core/kernels';
import type { KernelInstance } from './instance';
import { CellNumbers, handedOverAt } from './learnedCells';
import { Window } from './window';

const LF = 10;
/** What a scan answers when it stops in front of a record that is for the plain reader. */
const ASK = 1;
/** So many records may be for the plain reader before their share is looked at. */
const patience = 1000;

export class RecordScanner implements CellScanner {
  readonly #window: Window;
  readonly #cells: CellNumbers;
  /** True while the plain reader reads. */
  #plain: boolean;
  /** Line of the first byte in the window while the kernel reads. */
  #line = 1;
  /** Records that the plain reader was handed, and records that the kernel counted. */
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
      if (stop === ASK && this.#learn()) continue;
      this.#lost += 1;
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

  /** Learns the cells of the record that the kernel stopped at; false where there is nothing to learn. */
  #learn(): boolean {
    const { kernel, bytes } = this.instance;
    const [start, end] = [kernel.cellStart.value, kernel.cellEnd.value];
    if (start === 0 || !this.#learnSplit(kernel.splitStart.value, kernel.splitEnd.value)) {
      return false;
    }
    if (this.#cells.knows(start, end)) return true;
    const record = { line: this.#line, at: this.#window.from };
    const cell = this.reader.learn(bytes, start, end, record);
    return cell !== undefined && this.#cells.learn(start, end, cell);
  }

  #learnSplit(start: number, end: number): boolean {
    if (start === 0 || this.#cells.knowsSplit(start, end)) return true;
    const split = this.reader.learnSplit(this.instance.bytes, start, end);
    return split !== undefined && this.#cells.learnSplit(start, end, split);
  }

  /** Feeds line after line until a record ends with one; false where the window is empty before that. */
  #readPlainly(): boolean {
    const window = this.#window;
    const { bytes } = this.instance;
    const hopeless = this.#lost > patience && this.#lost > this.#counted;
    for (;;) {
      if (window.length === 0) return false;
      const found = hopeless ? -1 : bytes.indexOf(LF, window.from);
      const to = found < 0 || found >= window.to ? window.to : found + 1;
      this.#give(to);
      // Behind a CR the plain reader waits for its LF, which would be a line of its own to the kernel.
      if (hopeless || bytes[to - 1] !== LF || !this.reader.idle) continue;
      this.#line = this.reader.line;
      this.#plain = false;
      return true;
    }
  }

  #give(to: number): void {
    this.reader.feed(this.instance.bytes.subarray(this.#window.from, to));
    this.#window.from = to;
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
