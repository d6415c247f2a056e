// What the engine asks of fast scanners: count what is ordinary, hand the rest to the plain reader beside them.
// Must not know how they are made; without them everything is read plainly, with the same result.

/** How the records of a stream are cut, and which of their fields is counted. */
export type CellLayout =
  | {
      readonly kind: 'delimited';
      /** One byte each; `quote` is -1 where nothing is quoted. */
      readonly delimiter: number;
      readonly quote: number;
      /** Fields of a record; others are for the plain reader. */
      readonly columns: number;
      /** The field that is counted, from 0. */
      readonly label: number;
      /** The field that names the split; -1 where there is none. */
      readonly split: number;
    }
  /** The last field of each line, behind a tab or, unless `tabs`, a blank. */
  | { readonly kind: 'lines'; readonly tabs: boolean };

/**
 * The plain reader of the same records. It reads the first records, all that the scanner does not understand, and each
 * cell when it is first seen; so all problems are its own, with their places and in their order.
 */
export interface PlainRecords {
  /** Reads on, behind the bytes of the last call or where {@link resume} said. */
  feed(bytes: Uint8Array): void;
  /** Says that the input ends. */
  end(): void;
  /** True where the next byte begins a record that a scanner may count. */
  readonly idle: boolean;
  /** Line of the next byte, from 1. */
  readonly line: number;
  /** The next bytes begin a record on this line. Only while {@link idle}. */
  resume(line: number): void;
  /** A number for this cell, under which the scanner counts it from now on; undefined where each must be handed over. */
  learn(bytes: Uint8Array, start: number, end: number): number | undefined;
  /** The same for a cell that names a split. */
  learnSplit(bytes: Uint8Array, start: number, end: number): number | undefined;
  /** That many more records of a learned cell and split; `split` is -1 where the layout has none. */
  add(cell: number, split: number, records: number): void;
}

/** Reads a stream of UTF-8 by a kernel and the plain reader beside it. */
export interface CellScanner {
  /** Where the next bytes are best put; {@link feed} then copies nothing. */
  room(): Uint8Array;
  /** Takes the next bytes, cut anywhere, from {@link room} or elsewhere. */
  feed(bytes: Uint8Array): void;
  /** Says that the input ends, hands over all counts and ends the plain reader. The scanner is done with. */
  end(): void;
}

/** Which values of flat JSON objects are wanted. */
export interface ObjectKeys {
  /** At most {@link mostKeys}, of at most {@link longestKey} bytes. Objects that hold an array or object behind a `deep` key are for the plain reader. */
  readonly keys: readonly {
    readonly bytes: Uint8Array;
    readonly field: number;
    readonly deep: boolean;
  }[];
  readonly fields: number;
  /** Each object is a line of its own; else commas stand between them. */
  readonly lines: boolean;
}

export const mostKeys = 16;
export const longestKey = 48;

/** What a scanner has read. Addresses are indexes of its {@link ObjectScanner.bytes}. */
export interface ObjectScan {
  /** Address behind the last object (and, of lines, its line end): where the plain reader goes on. */
  readonly end: number;
  /** True where there was no room for more objects; scan again. */
  readonly full: boolean;
  readonly objects: number;
  /** By object: its address, the line ends before it, the address of its line's first byte (0: before the scan), and by field the kind, first byte, end, and value: {@link noWhole} unless a number of at most 9 digits and nothing else. */
  readonly rows: Uint32Array;
  /** Line ends passed, and the address behind the last of them (0: none). */
  readonly lines: number;
  readonly lineStart: number;
}

/** The value of a field that is no plain whole number. */
export const noWhole = 0xffffffff;

/** Kinds of values as an {@link ObjectScan} numbers them. */
export const objectKinds = [
  ...(['missing', 'object', 'array', 'string', 'number'] as const),
  ...(['true', 'false', 'null'] as const),
];

/** Reads flat objects of JSON one behind the other; what is not ordinary, it leaves to the plain reader. */
export interface ObjectScanner {
  /** The memory that chunks must lie in to be scanned. */
  readonly bytes: Uint8Array;
  /** Where the next chunk is to be put. */
  room(): Uint8Array;
  /** Reads from one address up to another: from behind an element of an array, or from the start of a line. */
  scan(from: number, to: number, keys: ObjectKeys): ObjectScan;
  /** The scanner is done with. */
  close(): void;
}

/** The scanners that there are. */
export interface Kernels {
  /** A scanner beside a plain reader. */
  cells(layout: CellLayout, plain: PlainRecords): CellScanner;
  objects(): ObjectScanner;
}
