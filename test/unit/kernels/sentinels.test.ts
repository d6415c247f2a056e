// Kernels on inputs that end exactly where their memory for inputs does: what lies around must neither change nor matter.
import { afterAll, describe, expect, test } from 'vitest';
import type { ObjectKeys } from '../../../src/core/kernels';
import { KernelPool } from '../../../src/kernels/instance';
import { JsonObjectScanner } from '../../../src/kernels/objectScanner';
import { packed, snappyOf } from './pageBytes';

const instance = new KernelPool().take(true);
const { kernel, bytes, input, capacity } = instance;
const encoder = new TextEncoder();
const value = (name: 'PACKED' | 'PAGE' | 'PAGE_SIZE' | 'DICTIONARY'): number => kernel[name].value;

/** Where inputs may lie, and nothing else. */
const areas = {
  window: [input, input + capacity],
  packed: [value('PACKED'), value('PACKED') + value('PAGE_SIZE')],
  page: [value('PAGE'), value('PAGE') + value('PAGE_SIZE')],
  dictionary: [value('DICTIONARY'), value('DICTIONARY') + value('PAGE_SIZE')],
} as const;
type Area = keyof typeof areas;

/** What no kernel may write: before the window, behind each area, behind the last table. */
const zones = [
  [0, input],
  [areas.window[1], areas.window[1] + 4096],
  [kernel.END.value, kernel.END.value + 4096],
  [kernel.GROWN.value - 4096, kernel.GROWN.value],
  [areas.packed[1], areas.page[0]],
  [areas.page[1], areas.dictionary[0]],
  [areas.dictionary[1], kernel.INDEX_COUNTS.value],
] as const;

/** Between the last table and those that memory is grown for: megabytes, looked at once, when all is done. */
const unused = [zones[2][1], zones[3][0]] as const;

afterAll(() => {
  expect(bytes.subarray(...unused).every((byte) => byte === 0)).toBe(true);
});

/** What may stand behind an input: nothing, or what would matter to one who read on. */
const fillers = ['\0', '\xff', '"', ',', '\n', '\r\n', '{"a":1}', '\\', '0123456789'];
/** The rest of a value and of its object, which one who read on would count. */
const restsOfObjects = ['}', '"}\n', ']}\n', '1]}\n', 'l}\n', ' \n'];

const small = Array.from({ length: 71 }, (_, at) => at);
const paged = [4095, 4096, 4097, 65535, 65536, 65537].concat([2 ** 21 - 1, 2 ** 21]);
const large = [2 ** 21 + 1, value('PAGE_SIZE') - 1, value('PAGE_SIZE')];

function fill(from: number, to: number, text: string): void {
  if (from < to) Buffer.from(bytes.buffer, from, to - from).fill(text, 'latin1');
}

/** Runs a kernel over the bytes at the end of an area, and at its start, between fillers; its answer must not depend on either. */
function checked(
  area: Area,
  content: Uint8Array,
  run: (from: number, to: number) => unknown,
  more: readonly string[] = [],
): void {
  const [start, end] = areas[area];
  const answers = new Set<string>();
  [...fillers, ...more].forEach((filler, turn) => {
    // Megabytes are read a few times only.
    if (content.length > 65537 && turn > 2) return;
    const from = turn % 3 === 2 ? start : end - content.length;
    const to = from + content.length;
    for (const [first, last] of zones.slice(1)) fill(first, last, filler);
    fill(Math.max(start, from - 256), from, filler);
    fill(to, Math.min(end, to + 256), filler);
    bytes.set(content, from);
    const before = zones.map(([first, last]) => bytes.slice(first, last));
    answers.add(JSON.stringify(run(from, to)));
    zones.forEach(([first, last], at) => {
      expect(Buffer.compare(bytes.subarray(first, last), before[at])).toBe(0);
    });
  });
  expect([...answers]).toHaveLength(1);
}

/** So many bytes of a text, with one byte in so many changed, the same each time. */
function repeated(text: string, size: number, seed: number): Uint8Array {
  const all = new Uint8Array(Buffer.alloc(size, text, 'latin1'));
  const odd = encoder.encode('",\n\r\\{}[]: x\0');
  for (let at = seed % 17, state = seed + 1; at < size; at += 1 + (state % 97)) {
    state = (state * 48271) % 2147483647;
    if (seed % 3 > 0) all[at] = odd[state % odd.length];
  }
  return all;
}

/** Learns some cells from the window. */
function learn(...cells: readonly string[]): void {
  kernel.clearTable();
  for (const cell of cells) {
    const { length } = cell;
    bytes.set(encoder.encode(cell), input);
    expect(kernel.learnCell(input, input + length)).toBeGreaterThanOrEqual(0);
  }
}

function counted(): readonly number[] {
  const counts = new Uint32Array(bytes.buffer, kernel.COUNTS.value, 8);
  const taken = [...counts];
  counts.fill(0);
  return taken;
}

function place(from: number): readonly number[] {
  const { at, line, records, cellStart, cellEnd } = kernel;
  const cell = [cellStart, cellEnd].map((one) => (one.value === 0 ? 0 : one.value - from + 1));
  return [at.value - from, line.value, records.value, ...cell];
}

describe.each([0, 1, 2])('seed %i', (seed) => {
  test('delimited text', () => {
    learn('cat', 'a dog', 'c');
    for (const size of [...small, ...paged]) {
      kernel.setDelimited(44, 34, 2, 1, -1);
      const content = repeated('a.jpg,cat\n"b",c\r\nx,"a dog"\n', size, seed);
      checked('window', content, (from, to) => {
        kernel.resetState();
        const stop = kernel.scanDelimited(from, to, 1);
        return [stop, ...place(from), ...counted()];
      });
    }
  });

  test('rows of numbers', () => {
    const rows = '0 0.1 0.25 0.5 0.123456\n1 1 0 .5 0.3\r\n1 0.5 0.5 0.500000 0.750001\n';
    for (const size of [...small, ...paged]) {
      const content = repeated(rows, size, seed);
      checked(
        'window',
        content,
        (from, to) => {
          kernel.startRows(0);
          for (const id of [0, 1]) kernel.learnRowClass(id);
          const found = kernel.countRowFile(from, to);
          const tables = [kernel.ROW_OBJECTS.value, kernel.ROW_IMAGES.value];
          return [
            found,
            ...tables.flatMap((table) => [...new Uint32Array(bytes.buffer, table, 2)]),
          ];
        },
        ['5\n', ' 0.5\n', '.5 1 1\r\n'],
      );
    }
  });

  test('lists of paths and labels', () => {
    learn('cat', '7');
    for (const size of [...small, ...paged]) {
      const content = repeated('a/b.jpg cat\nc.jpg\t7\r\n# \n', size, seed);
      for (const tabs of [0, 1]) {
        checked('window', content, (from, to) => {
          kernel.resetState();
          const stop = kernel.scanLines(from, to, 1, tabs);
          return [stop, ...place(from), ...counted()];
        });
      }
    }
  });

  test.each([true, false])('objects of JSON, lines: %s', (lines) => {
    const scanner = new JsonObjectScanner(instance, undefined, () => undefined);
    const named = (key: string, field: number) => ({
      ...{ bytes: encoder.encode(key), field, deep: field === 1 },
    });
    const keys: ObjectKeys = { keys: [named('id', 0), named('b', 1)], fields: 2, lines };
    for (const size of [...small, ...paged]) {
      // A wanted value that is escaped or deep would leave the whole object to the plain reader.
      const text = lines
        ? '{"id":12,"b":"x","c":"y\\""}\n'
        : ',{"id":12,"b":3.5,"d":[1,2.5e3],"c":null}';
      checked(
        'window',
        repeated(text, size, seed),
        (from, to) => {
          const {
            end,
            full,
            objects,
            rows,
            lines: passed,
            lineStart,
          } = scanner.scan(from, to, keys);
          if (seed === 0) {
            const whole = Math.floor(size / text.length);
            expect(full ? objects > 0 : objects === whole).toBe(true);
          }
          const near = (address: number): number =>
            address >= from && address <= to ? address - from + 1 : address;
          let hash = 0;
          rows.forEach((one, at) => {
            const place = (at % 11) - 3;
            // Nothing but its kind is said of a field that is missing.
            const isSaid = place < 0 || rows[at - (place % 4)] !== 0;
            const isAddress = place < 0 ? place !== -2 : place % 4 === 1 || place % 4 === 2;
            if (isSaid) hash = (Math.imul(hash, 31) + (isAddress ? near(one) : one)) | 0;
          });
          return [end - from, full, objects, hash, passed, near(lineStart)];
        },
        restsOfObjects,
      );
    }
  });

  test('indexes of pages', () => {
    for (const size of [...small, ...paged, ...large]) {
      const width = 1 + ((size + seed * 5) % 17);
      const groups = Math.max(0, Math.floor((size - 5) / width));
      const content = repeated('\x02\x01\x00\x11', size, seed);
      // Mostly one long run of packed numbers that ends with the page.
      if (groups > 0 && seed < 2) {
        const head = packed(new Array<number>(8).fill(1), width);
        content.set(head.subarray(0, Math.min(head.length, size)));
        const header = [0, 7, 14, 21, 28].map(
          (shift, at) => (((groups * 2 + 1) >>> shift) & 127) | (at < 4 ? 128 : 0),
        );
        content.set(header);
      }
      checked('page', content, (from, to) => {
        const answers = [groups * 8, groups * 8 + 9, 3, 0].map((count) => {
          const isCounted = kernel.countHybrid(from, to, width, count);
          const isFound = kernel.firstRows(from, to, width, count);
          const tables = [kernel.INDEX_COUNTS.value, kernel.FIRST_ROWS.value].map((start) =>
            Buffer.from(bytes.buffer, start, 4 << width).toString('latin1'),
          );
          return [
            isCounted,
            isFound,
            ...(isCounted === 1 && isFound === 1 ? tables.map(hashOf) : []),
          ];
        });
        return answers;
      });
    }
  });

  test.each([
    [1, 1, 1],
    [8, 1, 1],
    [16, 2, 2],
    [0, 3, 1],
    [0, 8, 2],
  ])('rows of pixels, bits %i, bytes %i', (bits, pixel, sample) => {
    for (const size of [...small, ...paged]) {
      // One row that ends with the area, or several, each behind the byte of its filter.
      const rows = size > 40 ? 3 : 1;
      const pixels = Math.floor((Math.floor(size / rows) - 1) / pixel);
      if (pixels < 1) continue;
      const length = pixels * pixel;
      const content = new Uint8Array(rows * (length + 1));
      content.set(repeated('\0\0\0\x01\0\0', content.length, seed));
      for (let row = 0; row < rows; row += 1) content[row * (length + 1)] = (size + row) % 5;
      checked('page', content, (from) => {
        const above = areas.packed[1] - length;
        bytes.fill(0, above, areas.packed[1]);
        kernel.startPixels(bits, pixel, sample);
        const isCounted = kernel.countRows(
          from,
          rows,
          length,
          bits === 1 ? length * 8 : pixels,
          above,
        );
        const pairs = new Uint32Array(
          bytes.buffer,
          kernel.PIXEL_PAIRS.value,
          2 * kernel.endPixels(),
        );
        return [isCounted, ...(isCounted === 1 ? pairs : [])];
      });
    }
  });

  test('snappy', () => {
    for (const size of [...small, ...paged]) {
      const text = repeated('abcabcdefghijklmnopqrstuvwxyz01', size, seed);
      const content = snappyOf(text);
      if (seed === 2 && size > 9) content[content.length - 3] ^= 0xff;
      checked('packed', content, (from, to) => {
        const [, end] = areas.page;
        const out = end - size;
        fill(out - 64, out, 's');
        const isSound = kernel.unpackSnappy(from, to, out, size);
        expect(Buffer.from(bytes.buffer, out - 64, 64).toString()).toBe('s'.repeat(64));
        if (isSound === 1 && seed < 2)
          expect(Buffer.compare(bytes.subarray(out, end), text)).toBe(0);
        // With room behind it, what lies there is left alone too.
        fill(out - 99, end, 's');
        expect(kernel.unpackSnappy(from, to, out - 99, size)).toBe(isSound);
        expect(Buffer.from(bytes.buffer, end - 99, 99).toString()).toBe('s'.repeat(99));
        return isSound;
      });
      expect(
        seed === 2 ||
          kernel.unpackSnappy(
            areas.packed[1] - content.length,
            areas.packed[1],
            areas.page[0],
            size,
          ),
      ).toBeTruthy();
    }
  });

  test('texts of a dictionary', () => {
    learn('cat', 'a longer cell than all the words at once, and more');
    for (const size of [...small, ...paged]) {
      const text = '\x03\0\0\0cat\x32\0\0\0a longer cell than all the words at once, and more';
      const content = repeated(text, size, seed);
      for (const entries of [0, 1, 2, Math.floor(size / 60)]) {
        checked('dictionary', content, (from, to) => {
          const isSound = kernel.readEntries(from, to, entries);
          const cells = Buffer.from(bytes.buffer, kernel.ENTRY_CELLS.value, entries * 4);
          return [isSound, isSound === 1 ? hashOf(cells.toString('latin1')) : 0];
        });
      }
    }
  });
});

function hashOf(text: string): number {
  let hash = text.length;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}
