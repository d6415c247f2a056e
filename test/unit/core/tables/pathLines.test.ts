// Lines of paths and labels: recognised from the first lines, counted by bytes.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PathLineCounter } from '../../../../src/core/tables/pathLineCounter';
import { readPathList } from '../../../../src/core/tables/pathLines';
import { Tally } from '../../../../src/core/tally';

describe('lines', () => {
  test.each([
    ['of a path and an integer', ['a/1.jpg 0', 'b 2.jpg 1'], { place: 'last', integers: true }],
    ['of a path and a word', ['1.png cat', '2.png cat'], { integers: false, join: null }],
    ['with tabs', ['1.png\tsea lion', '2.png\tsea lion'], { separator: 'tab' }],
    ['with several integers', ['1.png 1 2', '2.png 3'], { join: ' ', vector: 0 }],
    ['with integers joined by commas', ['1.png 1,2', '2.png 3'], { join: ',' }],
    ['with marks', ['1.png 1 0 0', '2.png 0 1 1'], { vector: 3 }],
    ['below a header', ['path label', '1.png 1', '2.png 0'], { skip: 1 }],
    [
      'with index and path',
      ['0\t1.0\ta.jpg', '1\t0.0\tb.jpg', '2\t1.0\tc.jpg', '3\t1.0\td.jpg'],
      { place: 'second' },
    ],
  ])('%s are a list', (_, lines, recipe) => {
    const list = readPathList(lines, true);
    expect(list?.recipe).toMatchObject(recipe);
    expect(list?.confidence).toBeGreaterThanOrEqual(0.5);
  });

  test.each([
    ['of paths alone', ['a/1.jpg', 'a/my 2.jpg']],
    ['of images and masks', ['1.jpg 1.png', '2.jpg 2.png']],
    ['without a path', ['2008_000001 -1', '2008_000002 1']],
    ['of boxes', ['1.jpg 10 20 30 40', '2.jpg 11 21 31 41']],
    ['of boxes joined by commas', ['1.jpg 1,2,3,4,0', '2.jpg 5,6,7,8,1']],
    ['of real numbers', ['1.jpg 0.53', '2.jpg 0.7']],
    ['of transcripts in quotes', ['1.png, "PROPER"', '2.png, "Canon"']],
    ['of prose', ['This is a sentence.', 'And 1 more 2']],
    ['of nothing', ['', ' ']],
    ['numbered', ['1 a.jpg', '2 b.jpg', '3 c.jpg', '4 d.jpg']],
  ])('%s are none', (_, lines) => {
    expect(readPathList(lines, true)).toBeUndefined();
  });

  test('of words that never recur are only offered', () => {
    const lines = Array.from({ length: 12 }, (_, at) => `${at}.jpg word${at}`);
    expect(readPathList(lines, true)?.confidence).toBeLessThan(0.5);
  });

  test('of folders and two numbers are only offered where nothing recurs: classes and how many images they have', () => {
    const films = new Map([
      ['cats', 120],
      ['dogs', 100],
    ]);
    const filmNamed = (name: string): { path: string; images: number } | undefined => {
      const images = films.get(name);
      return images === undefined ? undefined : { path: name, images };
    };
    const once = readPathList(['cats 120 30', 'dogs 100 25'], true, { filmNamed });
    expect(once?.confidence).toBeLessThan(0.5);
    const again = readPathList(['cats 120 1', 'dogs 100 1'], true, { filmNamed });
    expect(again).toMatchObject({ labels: ['1'], films: ['cats', 'dogs'] });
    expect(again?.confidence).toBeGreaterThanOrEqual(0.5);
    expect(readPathList(['cats 120 1', 'birds 9 1'], true, { filmNamed })).toBeUndefined();
    expect(readPathList(['cats 121 1', 'dogs 100 1'], true, { filmNamed })).toBeUndefined();
  });

  test('of any text never fail', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => {
        const list = readPathList(lines, true);
        if (list !== undefined) count(lines, list.recipe);
      }),
    );
  });
});

function count(lines: readonly string[], recipe: ConstructorParameters<typeof PathLineCounter>[0]) {
  const tally = new Tally();
  const counter = new PathLineCounter(recipe, tally, 'list.txt', 'all');
  lines.forEach((line, at) => {
    // Bytes of other lines around it must not matter.
    const bytes = new TextEncoder().encode(`9 ${line} 9`);
    counter.line(bytes, 2, bytes.length - 2, at + 1);
  });
  counter.end();
  return tally.toData();
}

describe('a counted list', () => {
  test('agrees with splitting the text', () => {
    const path = fc.stringMatching(/^[a-z]{1,4}( [a-z0-9]{1,3})?\.jpg$/);
    const label = fc.constantFrom('0', '1', '2', '17');
    const blank = fc.constantFrom(' ', '  ', '\t', ' \t');
    const line = fc.tuple(path, blank, label).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const recipe = {
          skip: 0,
          separator: 'blank',
          place: 'last',
          join: null,
          vector: 0,
          integers: true,
        } as const;
        const { labels, splits } = count(lines, recipe);
        const wanted = new Map<string, number>();
        for (const text of lines) {
          const last = text.split(/\s+/).at(-1) ?? '';
          wanted.set(last, (wanted.get(last) ?? 0) + 1);
        }
        expect(new Map(labels.map((name, at) => [name, splits[0].counts[at]]))).toEqual(wanted);
        expect(splits[0]).toMatchObject({ samples: lines.length, unlabelled: 0 });
      }),
    );
  });

  test('takes marks by their place', () => {
    const list = readPathList(['a b.jpg 1 0 1', 'c.jpg 0 0 0'], true);
    const { splits, traits } = count(['a b.jpg 1 0 1', 'c.jpg 0 0 0', 'd.jpg 1 x 0'], list!.recipe);
    expect(splits[0]).toMatchObject({ samples: 3, unlabelled: 2, counts: [1, 0, 1] });
    expect(traits).toEqual(['multi-label']);
  });
});
