// Rows that are flat objects, read by a kernel many at a time and given to the selection's readers as any other row.
// Knows no dataset; what the kernel leaves, the tokenizer reads.

import {
  type Kernels,
  longestKey,
  mostKeys,
  noWhole,
  type ObjectKeys,
  type ObjectScan,
  type PairTables,
} from '../kernels';
import { objectKinds, type ObjectScanner } from '../kernels';
import { type CellRows, type Item, type JsonRowSpec, leadsOn, type Place } from './jsonItems';
import type { Spot } from './jsonPath';
import type { JsonRowBuffer } from './jsonRow';
import type { Skimmed } from './jsonTypes';

/** Rows of one path that a kernel can read. */
interface FlatRows {
  readonly row: JsonRowBuffer;
  readonly spec: JsonRowSpec;
  /** By key: the row's fields that it fills. */
  readonly fields: readonly (readonly number[])[];
  readonly keys: ObjectKeys;
  /** By field: what {@link JsonRowSpec.onWholes} is told. */
  readonly wholes: Int32Array;
}

/** Counts are 32 bits wide; they are handed over long before one could overflow. */
const handedOverAt = 1 << 30;
/** Longest string a kernel hands out; a selection that keeps less is read plainly. */
const keptAtLeast = 1 << 16;
/** Numbers at the start of each row of a scan, and numbers a field. */
const rowHead = 3;
const fieldSize = 4;
/** So many calls may give no row before their share is looked at. */
const patience = 1000;

/** The rows that are elements at a place, where each is an object that a kernel can read. */
function flatRows(place: Place, lines: boolean): FlatRows | undefined {
  const only = place?.here.at(0);
  if (place === undefined || only?.type !== 'row' || place.here.length > 1) return undefined;
  if (place.other !== undefined || place.element !== undefined) return undefined;
  const { named } = place;
  const kernelField = (field: number): number =>
    named.findIndex(({ spot }) => spot.here.some((i) => i.type === 'field' && i.field === field));
  const fits = named.length <= mostKeys && named.every(({ key }) => key.length <= longestKey);
  if (!fits || only.spec.path.includes('*') || !named.every(({ spot }) => onlyFields(spot, only))) {
    return undefined;
  }
  return {
    row: only.row,
    spec: only.spec,
    fields: named.map(({ spot }) =>
      spot.here.flatMap((item) => (item.type === 'field' ? [item.field] : [])),
    ),
    keys: {
      keys: named.map(({ key, spot }, field) => ({ bytes: key, field, deep: leadsOn(spot) })),
      fields: named.length,
      lines,
      ...counted(only.spec.counting, kernelField),
    },
    wholes: new Int32Array(only.spec.fields.length),
  };
}

/** What a kernel may count, told in its own numbers of the fields. */
function counted(
  counting: JsonRowSpec['counting'],
  of: (field: number) => number,
): Pick<ObjectKeys, 'counting'> {
  if (counting === undefined) return {};
  const label = of(counting.label);
  // A key that leads to the field is none of the row's own.
  if (label < 0) return {};
  if (counting.kind === 'cells') {
    const [split, without] = [of(counting.split), of(counting.without)];
    return { counting: { kind: 'cells', label, split, without } };
  }
  const [image, crowd, ignored] = [of(counting.image), of(counting.crowd), of(counting.ignored)];
  const { kind, perImage } = counting;
  return { counting: { kind, label, image, crowd, ignored, perImage } };
}

/** Fills in the whole numbers of the row at `rows[at]`; false where a field holds anything else. */
function allWhole({ fields, wholes }: FlatRows, rows: Uint32Array, at: number): boolean {
  for (let key = 0; key < fields.length; key++) {
    const value = at + rowHead + key * fieldSize;
    const isMissing = rows[value] === 0;
    const whole = rows[value + 3];
    if (!isMissing && whole === noWhole) return false;
    for (const field of fields[key]) wholes[field] = isMissing ? -1 : whole;
  }
  return true;
}

function onlyFields(spot: Spot<Item>, { row }: Extract<Item, { type: 'row' }>): boolean {
  return spot.here.every((item) => item.type === 'field' && item.row === row);
}

export class RowSkimmer {
  readonly room: () => Uint8Array;
  readonly #elements = new Map<Spot<Item>, FlatRows | undefined>();
  #lines: FlatRows | undefined;
  #vain = 0;
  #rows = 0;
  /** Rows counted by the kernel and not yet handed over, and whose they are. */
  #kept = 0;
  #cellRows: CellRows | undefined;

  constructor(private readonly scanner: ObjectScanner) {
    this.room = () => scanner.room();
  }

  /** A skimmer where the selection allows one. */
  static for(
    kernels: Kernels | undefined,
    maxString: number | undefined,
    rows: readonly JsonRowSpec[],
  ): RowSkimmer | undefined {
    if (kernels === undefined || (maxString ?? keptAtLeast) < keptAtLeast) return undefined;
    return new RowSkimmer(kernels.objects(rows.some(({ counting }) => counting?.kind === 'pairs')));
  }

  get pairs(): PairTables | undefined {
    return this.scanner.pairs;
  }

  close(): void {
    this.#handOver();
    this.scanner.close();
  }

  /** Whether the elements of an array may be read here, and it is not in vain. */
  reads(element: Place): element is Spot<Item> {
    if (element === undefined || (this.#vain > patience && this.#vain > this.#rows)) return false;
    if (!this.#elements.has(element)) this.#elements.set(element, flatRows(element, false));
    return this.#elements.get(element) !== undefined;
  }

  /** Reads elements behind the one that ends at `chunk[at]`. */
  elements(
    chunk: Uint8Array,
    at: number,
    element: Spot<Item>,
    line: number,
    lineStart: number,
  ): Skimmed {
    return this.#read(chunk, at, this.#elements.get(element), line, lineStart);
  }

  /** Reads lines from the one that begins at `chunk[at]`. */
  lines(chunk: Uint8Array, at: number, root: Spot<Item>, line: number): Skimmed {
    this.#lines ??= flatRows(root, true);
    if (this.#vain > patience && this.#vain > this.#rows) return { at, lines: 0, lineStart: at };
    return this.#read(chunk, at, this.#lines, line, at);
  }

  #read(
    chunk: Uint8Array,
    at: number,
    flat: FlatRows | undefined,
    line: number,
    lineStart: number,
  ): Skimmed {
    const skimmed = { at, lines: 0, lineStart };
    const { bytes } = this.scanner;
    if (flat === undefined || chunk.buffer !== bytes.buffer) return skimmed;
    const base = chunk.byteOffset;
    for (let full = true; full;) {
      const scan = this.scanner.scan(base + skimmed.at, base + chunk.length, flat.keys);
      this.#give(flat, scan, line + skimmed.lines, base + skimmed.lineStart);
      skimmed.at = scan.end - base;
      skimmed.lines += scan.lines;
      if (scan.lines > 0) skimmed.lineStart = scan.lineStart - base;
      full = scan.full;
      this.#leave(flat, scan);
      const read = scan.objects + scan.counted;
      this.#rows += read;
      if (read === 0) this.#vain += 1;
      this.#kept += scan.counted;
      if (this.#kept >= handedOverAt) this.#handOver();
    }
    return skimmed;
  }

  #leave({ spec: { counting } }: FlatRows, { left }: ObjectScan): void {
    if (counting?.kind !== 'pairs') return;
    for (let at = 0; at < left.length; at += 2) counting.leave(left[at], left[at + 1]);
  }

  /** `lineStart` is an address, below 0 where the line began in an earlier chunk. */
  #give(flat: FlatRows, { objects, rows }: ObjectScan, line: number, lineStart: number): void {
    const { row, spec, fields } = flat;
    const { bytes } = this.scanner;
    const size = rowHead + fields.length * fieldSize;
    for (let at = 0; at < objects * size; at += size) {
      if (spec.onWholes !== undefined && allWhole(flat, rows, at) && spec.onWholes(flat.wholes)) {
        continue;
      }
      const start = rows[at + 2];
      row.show(bytes, line + rows[at + 1], rows[at] - (start === 0 ? lineStart : start) + 1);
      spec.onStart?.(row);
      for (let key = 0; key < fields.length; key++) {
        const value = at + rowHead + key * fieldSize;
        const kind = objectKinds[rows[value]];
        for (const field of fields[key]) row.point(field, kind, rows[value + 1], rows[value + 2]);
      }
      spec.onRow(row);
      if (spec.counting?.kind === 'cells') this.#learn(spec.counting, row);
    }
  }

  /** The row has been read, and still lies in the kernel's memory. */
  #learn(rows: CellRows, row: JsonRowBuffer): void {
    const { cells } = this.scanner;
    this.#cellRows = rows;
    const [from, to] = [row.start(rows.label), row.end(rows.label)];
    if (to > from && !cells.knows(from, to)) {
      const cell = rows.learn(row);
      if (cell !== undefined) cells.learn(from, to, cell);
    }
    if (rows.split < 0) return;
    const [start, end] = [row.start(rows.split), row.end(rows.split)];
    if (end <= start || cells.knowsSplit(start, end)) return;
    const split = rows.learnSplit(row);
    if (split !== undefined) cells.learnSplit(start, end, split);
  }

  #handOver(): void {
    this.#kept = 0;
    const rows = this.#cellRows;
    this.scanner.cells.handOver((cell, split, objects) => rows?.add(cell, split, objects));
  }
}
