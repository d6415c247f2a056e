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

/** Where a record begins: its line, from 1, and the index of its first byte. */
export interface RecordStart {
  readonly line: number;
  readonly at: number;
}

/**
 * The plain reader of the same records. It reads the first records and all that the scanner does not understand, and is
 * asked what each cell means when it is first seen; so all problems are its own, with their places and in their order.
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
  /**
   * A number for a cell that a record is the first to hold, under which the scanner counts it and those to come;
   * undefined where each must be handed over.
   */
  learn(bytes: Uint8Array, start: number, end: number, record: RecordStart): number | undefined;
  /** The same for a cell that names a split, which is asked for first. */
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
  /** True where the next byte begins a record and nothing before it is left to count. */
  readonly atRecord: boolean;
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
  /** Objects that the kernel counts by itself where all that they hold is known; the others become rows. */
  readonly counting?: CellCounting | PairCounting;
}

/** Counts each object under the label in one field and the split in another (-1: none), where no other field stands in the way. */
export interface CellCounting {
  readonly kind: 'cells';
  readonly label: number;
  readonly split: number;
  /** Objects that have this field are rows; -1 where there is none. */
  readonly without: number;
}

/** Counts pairs of a class and an image, both named by whole numbers, in tables that the plain reader fills and counts in too. */
export interface PairCounting {
  readonly kind: 'pairs';
  readonly label: number;
  readonly image: number;
  readonly crowd: number;
  readonly ignored: number;
  /** Only the first of equal pairs counts. */
  readonly perImage: boolean;
}

/** A table of numbers in somebody's memory: growing keeps what is there and adds zeros. */
export interface CountingTable {
  /** Most numbers that it can have. */
  readonly most: number;
  /** The table with room for so many, at most {@link most}. The one before is good no more. */
  resized(length: number): Int32Array;
}

/** So many ids one behind the other, each with the index that it has from the first on. */
export interface IdRun {
  readonly first: number;
  readonly length: number;
}

/** The tables of pairs that a kernel counts in; they are the plain reader's, but for what {@link take} hands over. */
export interface PairTables {
  /** Image + 1 by its id, unless {@link run} tells it. */
  readonly ids: CountingTable;
  /** The ids of all images so far, where they are one behind the other; else of length 0. */
  run: IdRun;
  /** By image a bit for each class, {@link width} words each. */
  readonly words: CountingTable;
  /** Label + 1 by class id; only labels below its length may stand in it. */
  readonly labels: Int32Array;
  /** Words of {@link words} an image; at 0 nothing is counted. */
  width: number;
  /** What has been counted since the last time. */
  take(): PairCounts;
}

export interface PairCounts {
  /** By label. */
  readonly counts: Uint32Array;
  /** By label: images that hold it. */
  readonly images: Uint32Array;
  readonly crowds: number;
  readonly ignored: number;
  /** An image holds several classes. */
  readonly several: boolean;
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
  /** Objects that were counted, and are no rows. */
  readonly counted: number;
  /** Of those, pairs of which the tables do not know the image, or have no room for it: class id and image id of each. */
  readonly left: Uint32Array;
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
  /** The tables behind {@link PairCounting}; undefined where the scanner was not asked for with them. */
  readonly pairs: PairTables | undefined;
  /** The cells behind {@link CellCounting}, by their bytes. */
  readonly cells: LearnedCells;
  /** The scanner is done with. */
  close(): void;
}

/** Cells and splits that a kernel counts by itself, each under the caller's number. */
export interface LearnedCells {
  /** Whether the cell `[start, end)` of the kernel's memory is learned. */
  knows(start: number, end: number): boolean;
  knowsSplit(start: number, end: number): boolean;
  /** Learns a cell that is new; false where there is no more room. */
  learn(start: number, end: number, cell: number): boolean;
  learnSplit(start: number, end: number, split: number): boolean;
  /** Hands over what has been counted since the last time; `split` is 0 where none was learned. */
  handOver(add: (cell: number, split: number, objects: number) => void): void;
}

/** Numbers of a page, run-length encoded and bit-packed: `count` of them, `width` bits each, from `bytes[at]` on. */
export interface IndexRun {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly width: number;
  readonly count: number;
}

/** Texts of a dictionary in the order of their indexes: `bytes[starts[i], ends[i])`. */
export interface TextEntries {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Which of the learned texts each one is; -1 where it is none. */
  readonly learned: Int32Array;
  /** Learns an entry that is new; its number, from 0 for the scanner's first, or -1 where there is no more room. Absent where nothing is learned. */
  readonly learn?: (entry: number) => number;
}

/**
 * Counts a column's pages of indexes in memory of its own. What it answers is good until the same is asked again;
 * undefined where it has no room for that, so that the plain reader must do it. Throws a `RangeError` where bytes are
 * missing. The plain counterparts are in columnar/indexPage.ts and columnar/pageDictionary.ts.
 */
export interface PageScanner {
  /** Where packed bytes are best put; they are good until the next ones are. */
  room(): Uint8Array;
  /** Unpacks raw snappy to just `size` bytes, for {@link count}. Undefined also where it is damaged. */
  unpack(packed: Uint8Array, size: number): Uint8Array | undefined;
  /** The same for {@link entries}. */
  unpackDictionary(packed: Uint8Array, size: number): Uint8Array | undefined;
  /** Takes a page that somebody else has unpacked, for {@link count}; undefined where it is too large. */
  keep(page: Uint8Array): Uint8Array | undefined;
  /** How often each number of that width stands there. Undefined also for bytes that lie elsewhere. */
  count(run: IndexRun): Int32Array | undefined;
  /** The first row of each number, from 1; 0 where it has none. */
  firstRows(run: IndexRun): Int32Array | undefined;
  /** So many texts, each behind its length in four bytes. */
  entries(texts: Uint8Array, count: number): TextEntries | undefined;
  /** The scanner is done with. */
  close(): void;
}

/** An image as PNG filters its rows, one behind the other, each behind the byte of its filter. */
export interface FilteredRows {
  readonly bytes: Uint8Array;
  /** Bytes of a row without that of its filter. */
  readonly length: number;
  /** Pixels of a row. */
  readonly pixels: number;
  /** Bits a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** Samples a pixel; from 3 on, the first three are a colour, else the first one is the value. */
  readonly samples: number;
}

/**
 * Counts the values of images in memory of its own; the bytes stay as they are. The plain counterparts are in
 * images/pngFilters.ts and images/pixelValues.ts.
 */
export interface PixelScanner {
  /**
   * Each value and its pixels, in the order they are first seen in; colours as 0xRRGGBB of the lower eight bits. Good until
   * the next call. Undefined where a filter is unknown, a row too long or the colours too many, so that the plain reader must do it.
   */
  count(rows: FilteredRows): Uint32Array | undefined;
  /** The scanner is done with. */
  close(): void;
}

/** Files that a {@link RowScanner} has counted, and those without any row among them. */
export interface RowFiles {
  readonly files: number;
  readonly empty: number;
}

/**
 * Counts small files of rows of numbers, a class first: a file whose rows are all ordinary and of classes that it was
 * told of, or else nothing of it. The plain counterpart is in annotations/yoloRows.ts.
 */
export interface RowScanner {
  /** Where the next file is best put. */
  room(): Uint8Array;
  /** True where the file was counted, false where the plain reader must do it. */
  count(file: Uint8Array): boolean;
  /** Counts rows of a class from now on, where there is room for it. */
  learn(id: number): void;
  /** What was counted, once, at the end: the rows of each class, and the files that hold it. */
  end(add: (id: number, rows: number, files: number) => void): RowFiles;
  /** The scanner is done with. */
  close(): void;
}

/** The scanners that there are. */
export interface Kernels {
  /** A scanner beside a plain reader. */
  cells(layout: CellLayout, plain: PlainRecords): CellScanner;
  /** `pairs`: with the tables of pairs. */
  objects(pairs?: boolean): ObjectScanner;
  pages(): PageScanner;
  pixels(): PixelScanner;
  /** `poseFields`: how many numbers a pose has; 0 for boxes and polygons. */
  rows(poseFields: number): RowScanner;
}
