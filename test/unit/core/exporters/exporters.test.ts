import fc from 'fast-check';
import { parse } from 'papaparse';
import { describe, expect, test } from 'vitest';
import type { Exporter } from '../../../../src/core/exporters/exporter';
import { exporters } from '../../../../src/core/exporters/registry';
import type { ClassCount } from '../../../../src/core/model';
import { classesOf, exportInput } from '../../../lib/exportInput';

function exporter(id: string): Exporter {
  const found = exporters.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

function written(id: string, ...input: Parameters<typeof exportInput>): string {
  const file = exporter(id)
    .files(exportInput(...input), 'file')
    .at(0);
  return typeof file?.content === 'string' ? file.content : '';
}

function bytes(id: string, classes: readonly ClassCount[]): DataView {
  const content = exporter(id).files(exportInput(classes), 'file').at(0)?.content;
  if (!(content instanceof Uint8Array)) throw new Error('no bytes');
  return new DataView(content.buffer, content.byteOffset, content.byteLength);
}

const anyClasses = fc.uniqueArray(
  fc.record({
    id: fc.string({ unit: 'binary' }),
    name: fc.string({ unit: 'binary' }),
    count: fc.integer({ min: 1, max: 1_000_000 }),
  }),
  { selector: (entry) => entry.name, minLength: 1, maxLength: 12 },
);

describe('JSON', () => {
  test('reads back with names, counts and weights in order', () => {
    fc.assert(
      fc.property(anyClasses, (classes) => {
        const { table } = exportInput(classes);
        const back = JSON.parse(written('json', classes)) as { classes: ClassCount[] };
        expect(back.classes).toEqual(
          table.rows.map(({ index, id, name, count, effectiveNumber, weight }) => ({
            index,
            id,
            name,
            count,
            effectiveNumber,
            weight,
          })),
        );
      }),
    );
  });

  test('map keeps the order of names that look like numbers', () => {
    const classes = ['b', '10', '2'].map((name) => ({ id: name, name, count: 1 }));
    const keys = [...written('json-map', classes).matchAll(/^ {2}"([^"]*)":/gm)];
    expect(keys.map((match) => match[1])).toEqual(['b', '10', '2']);
  });

  test('map refuses two classes of one name', () => {
    const classes = [1, 2].map((count) => ({ id: count.toString(), name: 'same', count }));
    expect(() => written('json-map', classes)).toThrow(/named “same”/);
  });
});

describe('CSV', () => {
  test('reads back whatever the names hold', () => {
    fc.assert(
      fc.property(anyClasses, (classes) => {
        const { data } = parse(written('csv', classes).trimEnd());
        expect(data.slice(1).map((row) => row[2])).toEqual(classes.map((entry) => entry.name));
      }),
    );
  });
});

describe('NPY', () => {
  test('is a float32 array of shape (classes,) aligned to 64 bytes', () => {
    const view = bytes('npy', classesOf(100, 10, 0));
    const head = Buffer.from(view.buffer, 0, 128).toString('latin1');
    expect(head.slice(0, 8)).toBe('\u0093NUMPY\u0001\u0000');
    expect(head).toContain("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }");
    const start = 10 + view.getUint16(8, true);
    expect(start % 64).toBe(0);
    expect(view.byteLength).toBe(start + 12);
    const weights = exportInput(classesOf(100, 10, 0)).table.rows.map((row) => row.weight);
    weights.forEach((weight, at) => {
      expect(view.getFloat32(start + at * 4, true)).toBe(Math.fround(weight));
    });
  });
});

describe('safetensors', () => {
  test('holds counts and weights where its header says', () => {
    const view = bytes('safetensors', classesOf(100, 10, 0));
    const length = Number(view.getBigUint64(0, true));
    const header = JSON.parse(
      new TextDecoder().decode(new Uint8Array(view.buffer, 8, length)),
    ) as Record<string, { data_offsets: [number, number] }>;
    const at = (name: string): number => 8 + length + header[name].data_offsets[0];
    expect(view.getBigInt64(at('class_counts') + 8, true)).toBe(10n);
    expect(view.getFloat32(at('class_weights') + 8, true)).toBe(0);
    expect(view.byteLength).toBe(8 + length + header.class_weights.data_offsets[1]);
  });
});

describe('Ultralytics', () => {
  test('finds the power exactly when there is one', () => {
    expect(
      written('ultralytics', classesOf(1000, 100, 10), { scheme: 'inverse-square-root' }),
    ).toMatch(/^cls_pw: 0\.500000$/m);
  });

  test('says how far the nearest power is off', () => {
    const text = written('ultralytics', classesOf(100_000, 10_000, 1000, 10));
    const factor = Number(/^# ([\d.]+)\. Versions/m.exec(text)?.[1]);
    expect(factor).toBeGreaterThan(1.05);
  });
});

describe('repeat factors', () => {
  const held = [
    { id: '0', name: 'person', count: 900, images: 90 },
    { id: '1', name: 'bus', count: 50, images: 40 },
    { id: '2', name: 'kite', count: 12, images: 10 },
  ];

  test('take the median share of images as threshold', () => {
    const text = written('class-balanced-dataset', held, { unit: 'box', samples: 100 });
    expect(text).toContain('OVERSAMPLE_THRESHOLD = 0.4');
    expect([...text.matchAll(/^ {4}([\d.]+), {2}#/gm)].map((match) => match[1])).toEqual([
      '1.0',
      '1.0',
      '2.0',
    ]);
  });

  test('refuse box counts without images', () => {
    expect(() => written('detectron2', classesOf(5, 6), { unit: 'box', samples: 4 })).toThrow(
      /images that hold each class/,
    );
  });
});

describe('pos_weight', () => {
  test('is negatives per positive of all samples, and 1 without positives', () => {
    const text = written('pytorch-bce', classesOf(25, 50, 0), { samples: 100, multiLabel: true });
    const list = text.slice(text.indexOf('POS_WEIGHT = ['));
    expect([...list.matchAll(/^ {4}([\d.]+),/gm)].map((match) => Number(match[1]))).toEqual([
      3, 1, 1,
    ]);
  });

  test('refuses counts of which one is no sample', () => {
    expect(() => written('pytorch-bce', classesOf(25), { samples: 10 })).toThrow(
      /number of samples/,
    );
  });
});

describe('text targets', () => {
  test('cannot be broken out of by a class name', () => {
    const name = 'a"]\n\u2028\r# """ */ import os';
    for (const one of exporters) {
      const input = exportInput([{ id: name, name, count: 3 }]);
      for (const { content } of one.files(input, one.fileName)) {
        if (typeof content !== 'string' || one.id === 'csv') continue;
        expect(
          content.split(/[\n\r\u2028]/).some((line) => line.startsWith('# """')),
          one.id,
        ).toBe(false);
      }
    }
  });
});
