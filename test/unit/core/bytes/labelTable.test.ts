import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabelTable } from '../../../../src/core/bytes/labelTable';
import { utf8 } from './helpers';

describe('LabelTable', () => {
  test('numbers labels in order of first sight, as a Map does', () => {
    const label = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('', 'a', 'cat'),
    );
    fc.assert(
      fc.property(fc.array(label, { maxLength: 400 }), (labels) => {
        const table = new LabelTable();
        const map = new Map<string, number>();
        for (const text of labels) {
          if (!map.has(text)) map.set(text, map.size);
          expect(table.indexOfText(text)).toBe(map.get(text));
        }
        expect(table.size).toBe(map.size);
        expect(table.texts()).toEqual([...map.keys()]);
      }),
    );
  });

  test('keeps a hundred thousand labels apart', () => {
    const table = new LabelTable();
    for (let i = 0; i < 100_000; i++) table.indexOfText(`n${i}`);
    for (let i = 0; i < 100_000; i += 97) expect(table.indexOfText(`n${i}`)).toBe(i);
    expect(table.size).toBe(100_000);
    expect(table.text(99_999)).toBe('n99999');
  });

  // Words of one 32-bit FNV-1a hash; see "liquid" and others at softwareengineering.stackexchange.com/q/49550.
  test('keeps labels of the same hash apart', () => {
    const table = new LabelTable();
    const words = ['costarring', 'liquid', 'declinate', 'macallums', 'altarage', 'zinke'];
    expect(words.map((word) => table.indexOfText(word))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(words.map((word) => table.indexOfText(word))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('reads a label out of the middle of a buffer, and survives its reuse', () => {
    const table = new LabelTable();
    const buffer = utf8('1,cat,2');
    expect(table.indexOf(buffer, 2, 5)).toBe(0);
    buffer.fill(0);
    expect(table.indexOfText('cat')).toBe(0);
    expect(table.text(0)).toBe('cat');
  });

  test('trims nothing and keeps bytes that are no UTF-8 apart', () => {
    const table = new LabelTable();
    const labels = ['cat', ' cat', 'cat ', 'Cat', '\ufeffcat'].map(utf8);
    const indexes = [...labels, Uint8Array.of(0xff), Uint8Array.of(0xfe)].map((b) =>
      table.indexOf(b),
    );
    expect(indexes).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(table.text(4)).toBe('\ufeffcat');
    expect([...table.bytes(5)]).toEqual([0xff]);
  });

  test('answers -1 for a new label when it is full, and still knows the old ones', () => {
    const few = new LabelTable({ maxLabels: 2 });
    expect(['a', 'b', 'c', 'a'].map((text) => few.indexOfText(text))).toEqual([0, 1, -1, 0]);
    const small = new LabelTable({ maxBytes: 3 });
    expect(['abc', 'd', 'abc'].map((text) => small.indexOfText(text))).toEqual([0, -1, 0]);
  });

  test('has no text for an index that it never gave', () => {
    expect(new LabelTable().text(0)).toBe('');
    expect(new LabelTable().text(-1)).toBe('');
  });
});
