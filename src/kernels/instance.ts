// The compiled kernels, instantiated once for each reader that is at work; kept for the next when it is done.
// Must not know files or formats.

import { moduleBase64 } from './module';

/** What the module exports; addresses and lengths are bytes of its memory. See src/kernels/assembly. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly INPUT: WebAssembly.Global<'i32'>;
  readonly CAPACITY: WebAssembly.Global<'i32'>;
  readonly COUNTS: WebAssembly.Global<'i32'>;
  readonly MAX_CELLS: WebAssembly.Global<'i32'>;
  readonly at: WebAssembly.Global<'i32'>;
  readonly line: WebAssembly.Global<'i32'>;
  readonly records: WebAssembly.Global<'i32'>;
  readonly cellStart: WebAssembly.Global<'i32'>;
  readonly cellEnd: WebAssembly.Global<'i32'>;
  readonly splitStart: WebAssembly.Global<'i32'>;
  readonly splitEnd: WebAssembly.Global<'i32'>;
  readonly ROWS: WebAssembly.Global<'i32'>;
  readonly PACKED: WebAssembly.Global<'i32'>;
  readonly PAGE: WebAssembly.Global<'i32'>;
  readonly PAGE_SIZE: WebAssembly.Global<'i32'>;
  readonly DICTIONARY: WebAssembly.Global<'i32'>;
  readonly WIDEST_INDEX: WebAssembly.Global<'i32'>;
  readonly MOST_ENTRIES: WebAssembly.Global<'i32'>;
  readonly INDEX_COUNTS: WebAssembly.Global<'i32'>;
  readonly FIRST_ROWS: WebAssembly.Global<'i32'>;
  readonly ENTRY_STARTS: WebAssembly.Global<'i32'>;
  readonly ENTRY_ENDS: WebAssembly.Global<'i32'>;
  readonly ENTRY_CELLS: WebAssembly.Global<'i32'>;
  readonly PIXEL_PAIRS: WebAssembly.Global<'i32'>;
  readonly GROWN: WebAssembly.Global<'i32'>;
  readonly GROWN_END: WebAssembly.Global<'i32'>;
  readonly IMAGE_IDS: WebAssembly.Global<'i32'>;
  readonly IMAGE_IDS_SIZE: WebAssembly.Global<'i32'>;
  readonly IMAGE_WORDS: WebAssembly.Global<'i32'>;
  readonly IMAGE_WORDS_SIZE: WebAssembly.Global<'i32'>;
  readonly PAIR_IDS: WebAssembly.Global<'i32'>;
  readonly PAIR_COUNTS: WebAssembly.Global<'i32'>;
  readonly PAIR_IMAGES: WebAssembly.Global<'i32'>;
  readonly QUICK_IDS: WebAssembly.Global<'i32'>;
  readonly LEFT: WebAssembly.Global<'i32'>;
  readonly END: WebAssembly.Global<'i32'>;
  readonly MOST_ROW_CLASSES: WebAssembly.Global<'i32'>;
  readonly ROW_OBJECTS: WebAssembly.Global<'i32'>;
  readonly ROW_IMAGES: WebAssembly.Global<'i32'>;
  readonly left: WebAssembly.Global<'i32'>;
  readonly crowds: WebAssembly.Global<'i32'>;
  readonly ignored: WebAssembly.Global<'i32'>;
  readonly several: WebAssembly.Global<'i32'>;
  readonly KEYS: WebAssembly.Global<'i32'>;
  readonly KEY_SIZE: WebAssembly.Global<'i32'>;
  readonly KEY_HEAD: WebAssembly.Global<'i32'>;
  readonly rows: WebAssembly.Global<'i32'>;
  readonly passed: WebAssembly.Global<'i32'>;
  readonly lineStart: WebAssembly.Global<'i32'>;
  setKeys(keys: number, fields: number, lines: number): void;
  scanObjects(from: number, to: number): number;
  setCounting(
    kind: number,
    first: number,
    second: number,
    third: number,
    fourth: number,
    perImage: number,
  ): void;
  sizeImages(ids: number, images: number, words: number): void;
  setRun(first: number, length: number): void;
  clearFlags(): void;
  resetState(): void;
  clearTable(): void;
  findCell(start: number, end: number): number;
  findSplit(start: number, end: number): number;
  learnCell(start: number, end: number): number;
  learnSplit(start: number, end: number): number;
  setDelimited(
    delimiter: number,
    quote: number,
    columns: number,
    label: number,
    split: number,
  ): void;
  scanDelimited(from: number, to: number, line: number): number;
  /** 0 where the numbers end too early or are too wide. */
  countHybrid(from: number, to: number, width: number, count: number): number;
  firstRows(from: number, to: number, width: number, count: number): number;
  /** 0 where what is packed is damaged or of another size. */
  unpackSnappy(from: number, to: number, out: number, size: number): number;
  /** 0 where the texts end too early or are too many. */
  readEntries(from: number, to: number, entries: number): number;
  startPixels(bits: number, size: number, sample: number): void;
  /** 0 where a filter is unknown or the colours are too many. */
  countRows(from: number, rows: number, length: number, pixels: number, above: number): number;
  endPixels(): number;
  startRows(poseFields: number): void;
  learnRowClass(id: number): void;
  /** Rows, or -1 where the file is for the plain reader. */
  countRowFile(from: number, to: number): number;
  scanLines(from: number, to: number, line: number, tabs: number): number;
}

/** One instance with views of its memory, which grows before anybody sees it only. */
export interface KernelInstance {
  readonly kernel: KernelExports;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** First byte and size of the input window. */
  readonly input: number;
  readonly capacity: number;
}

/** Readers at work at once rarely are more than one; a few megabytes are kept for the next. */
const idleKept = 1;
const pageSize = 65536;

/** Makes instances of the module. */
export class KernelPool {
  readonly #module: WebAssembly.Module;
  readonly #idle: KernelInstance[] = [];

  /** @throws CompileError where the engine has no WebAssembly SIMD. */
  constructor() {
    const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
    this.#module = new WebAssembly.Module(bytes);
  }

  /** `grown`: with the tables of images and the room for pages. What was kept is handed out where it fits. */
  take(grown = false): KernelInstance {
    const kept = this.#idle.at(-1);
    if (kept !== undefined && (!grown || isGrown(kept))) {
      this.#idle.pop();
      return kept;
    }
    const imports = { env: { abort: unreachable } };
    const { exports } = new WebAssembly.Instance(this.#module, imports);
    const kernel = exports as unknown as KernelExports;
    if (grown) kernel.memory.grow((kernel.GROWN_END.value - kernel.GROWN.value) / pageSize);
    return {
      kernel,
      bytes: new Uint8Array(kernel.memory.buffer),
      input: kernel.INPUT.value,
      capacity: kernel.CAPACITY.value,
    };
  }

  giveBack(instance: KernelInstance): void {
    // A grown one serves all.
    if (this.#idle.length === idleKept && isGrown(instance)) this.#idle.pop();
    if (this.#idle.length < idleKept) this.#idle.push(instance);
  }
}

function isGrown({ kernel, bytes }: KernelInstance): boolean {
  return bytes.length === kernel.GROWN_END.value;
}

function unreachable(): never {
  throw new WebAssembly.RuntimeError('A kernel gave up.');
}
