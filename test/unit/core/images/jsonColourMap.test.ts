// Colours of masks as JSON files give them.

import { describe, expect, test } from 'vitest';
import { parseJsonColourMap } from '../../../../src/core/images/jsonColourMap';

const parsed = (value: unknown) => parseJsonColourMap(JSON.stringify(value));

describe('a JSON colour map', () => {
  test('is a list, also one inside of an object', () => {
    const list = [
      { name: 'road', color: [128, 64, 128] },
      { title: 'car', color: '#00008E' },
    ];
    const classes = [
      { name: 'road', colour: 0x804080 },
      { name: 'car', colour: 0x8e },
    ];
    expect(parsed(list)).toEqual(classes);
    expect(parsed({ version: '1.2', labels: list })).toEqual(classes);
  });

  test("is Datumaro's, with values and colours", () => {
    const meta = {
      label_map: { 0: 'sky', 7: 'road' },
      segmentation_colors: [
        [0, 0, 0],
        [1, 2, 3],
      ],
    };
    expect(parsed(meta)).toEqual([
      { name: 'sky', value: 0, colour: 0 },
      { name: 'road', value: 7, colour: 0x010203 },
    ]);
  });

  test('is an object of colours, and of nothing else', () => {
    expect(parsed({ road: [1, 1, 1] })).toEqual([{ name: 'road', colour: 0x010101 }]);
    expect(parsed({ road: [1, 1, 1], epochs: 3 })).toEqual([]);
    expect(parsed({ road: [1, 1, 256] })).toEqual([]);
  });

  test.each(['', '{', 'null', '3', '[null, [1], {}]', '{"labels": [{"name": 3}]}'])(
    'is not %s',
    (text) => {
      expect(parseJsonColourMap(text)).toEqual([]);
    },
  );
});
