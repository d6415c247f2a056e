// Hands chunks of JSON to the kernel that reads flat objects, and tells what it found.
// Must not know what a key means.

import {
  longestKey,
  mostKeys,
  noWhole,
  type ObjectKeys,
  type ObjectScan,
  type ObjectScanner,
} from '../core/kernels';
import type { KernelInstance } from './instance';
import { CellNumbers } from './learnedCells';
import type { PlacedPairs } from './pairTables';

const FULL = 2;
/** What a kernel counts, by its number. */
const NOTHING = 0;
const CELLS = 1;
const PAIRS = 2;

export class JsonObjectScanner implements ObjectScanner {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly cells: CellNumbers;
  #keys: ObjectKeys | undefined;

  constructor(
    private readonly instance: KernelInstance,
    readonly pairs: PlacedPairs | undefined,
    private readonly done: () => void,
  ) {
    this.bytes = instance.bytes;
    this.cells = new CellNumbers(instance);
  }

  room(): Uint8Array {
    const { bytes, input, capacity } = this.instance;
    return bytes.subarray(input, input + capacity);
  }

  scan(from: number, to: number, keys: ObjectKeys): ObjectScan {
    const { kernel, bytes, input, capacity } = this.instance;
    if (from < input || to > input + capacity)
      throw new RangeError('This lies outside the window.');
    if (this.#keys !== keys) this.#set(keys);
    const { pairs } = this;
    if (pairs !== undefined) {
      const { ids, images, width, run } = pairs;
      kernel.sizeImages(ids.length, images, width);
      kernel.setRun(run.first, run.first + run.length <= noWhole ? run.length : 0);
    }
    kernel.resetState();
    const stop = kernel.scanObjects(from, to);
    const objects = kernel.rows.value;
    const length = objects * (3 + keys.fields * 4);
    return {
      end: kernel.at.value,
      full: stop === FULL,
      objects,
      rows: new Uint32Array(bytes.buffer, kernel.ROWS.value, length),
      lines: kernel.passed.value,
      lineStart: kernel.lineStart.value,
      counted: kernel.records.value,
      left: new Uint32Array(bytes.buffer, kernel.LEFT.value, kernel.left.value * 2),
    };
  }

  close(): void {
    this.done();
  }

  #set(wanted: ObjectKeys): void {
    const { kernel, bytes } = this.instance;
    const { keys, fields, lines } = wanted;
    if (keys.length > mostKeys || keys.some((key) => key.bytes.length > longestKey)) {
      throw new RangeError('These are more or longer keys than a kernel looks for.');
    }
    const table = kernel.KEYS.value;
    const numbers = new DataView(bytes.buffer);
    keys.forEach((key, index) => {
      const at = table + index * kernel.KEY_SIZE.value;
      numbers.setUint32(at, key.bytes.length, true);
      numbers.setUint32(at + 4, key.deep ? 1 : 0, true);
      numbers.setUint32(at + 8, key.field, true);
      bytes.set(key.bytes, at + kernel.KEY_HEAD.value);
    });
    kernel.setKeys(keys.length, fields, lines ? 1 : 0);
    this.#count(wanted.counting);
    this.#keys = wanted;
  }

  #count(counting: ObjectKeys['counting']): void {
    const { kernel } = this.instance;
    if (counting?.kind === 'cells') {
      const { label, split, without } = counting;
      kernel.setCounting(CELLS, label, split, without, -1, 0);
    } else if (counting !== undefined && this.pairs !== undefined) {
      const { label, image, crowd, ignored, perImage } = counting;
      kernel.setCounting(PAIRS, label, image, crowd, ignored, perImage ? 1 : 0);
    } else kernel.setCounting(NOTHING, -1, -1, -1, -1, 0);
  }
}
