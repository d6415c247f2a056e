import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareText, labelOrder } from '../../../src/core/order';

const codePoints = (text: string): number[] => Array.from(text, (char) => char.codePointAt(0) ?? 0);

function byCodePoints(a: string, b: string): number {
  const x = codePoints(a);
  const y = codePoints(b);
  for (let at = 0; at < Math.min(x.length, y.length); at++) {
    if (x[at] !== y[at]) return x[at] - y[at];
  }
  return x.length - y.length;
}

describe('compareText', () => {
  test('sorts by code point, as Python does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(byCodePoints(a, b)));
      }),
    );
  });

  test('puts astral characters after U+FFFF', () => {
    expect(['\u{1F600}', '\uFF5E', 'a', '10', '2', 'B'].sort(compareText)).toEqual([
      '10',
      '2',
      'B',
      'a',
      '\uFF5E',
      '\u{1F600}',
    ]);
  });
});

describe('labelOrder', () => {
  test('is numeric when every label is an integer', () => {
    const labels = ['10', '9', '-1', '123456789012345678901', '007', '+8'];
    expect([...labels].sort(labelOrder(labels))).toEqual([
      '-1',
      '007',
      '+8',
      '9',
      '10',
      '123456789012345678901',
    ]);
  });

  test('is by code point when one label is none', () => {
    const labels = ['10', '9', 'x'];
    expect([...labels].sort(labelOrder(labels))).toEqual(['10', '9', 'x']);
  });
});
