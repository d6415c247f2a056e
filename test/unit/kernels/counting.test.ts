// Objects that a kernel counts by itself against the plain readers: the same tally, to the last problem, in any cut.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CocoReader, type CocoCounting } from '../../../src/core/annotations/cocoReader';
import { linesReader } from '../../../src/core/jsonFiles/lines';
import { RecordReader } from '../../../src/core/jsonFiles/recordReader';
import type { RecordRecipe } from '../../../src/core/jsonFiles/records';
import type { Kernels, ObjectScan } from '../../../src/core/kernels';
import { Tally, type TallyData } from '../../../src/core/tally';
import { cut, feedAll, kernels } from './compare';

const encoder = new TextEncoder();

/** The kernels, and how many objects they counted. */
function watched(): { readonly by: Kernels; readonly counted: () => number } {
  let counted = 0;
  const by: Kernels = {
    cells: (layout, plain) => kernels.cells(layout, plain),
    pages: () => kernels.pages(),
    pixels: () => kernels.pixels(),
    rows: (fields) => kernels.rows(fields),
    objects: (pairs) => {
      const scanner = kernels.objects(pairs);
      const scan = scanner.scan.bind(scanner);
      scanner.scan = (...how): ObjectScan => {
        const result = scan(...how);
        counted += result.counted;
        return result;
      };
      return scanner;
    },
  };
  return { by, counted: () => counted };
}

function coco(
  text: string,
  sizes: readonly number[],
  by: Kernels | undefined,
  counting: CocoCounting = 'objects',
  limit?: number,
): TallyData {
  const tally = new Tally();
  const reader = new CocoReader(tally, 'all', 'a.json', counting, by, limit);
  feedAll(reader, cut(encoder.encode(text), sizes));
  return tally.toData();
}

/** Of one kind each, so that most records look like the one before. */
const blanks = fc.constantFrom('', ' ', '\n    ', '\r\n\t', '\n\n');
const number = fc.oneof(
  { weight: 20, arbitrary: fc.nat({ max: 80 }).map(String) },
  fc.constantFrom('1.0', '"3"', '-1', '0.5', 'null', '1e1', '01', '4096', '5000000', '[2]'),
);
const member = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constant('category_id'), number) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('image_id'), number) },
  fc.tuple(fc.constantFrom('iscrowd', 'ignore'), fc.constantFrom('0', '1', 'true', '2', '1.0')),
  fc.tuple(
    fc.constantFrom('bbox', 'x', 'segmentation'),
    fc.constantFrom(
      ...['[1,2.5,3,4]', '[[1.25,-2,3.5e2,4]]', '{"category_id":7,"image_id":1}', '"}]"', '"\\""'],
      ...['[{"category_id":1}]', '-0.0', '123456789012345678', '1234567890123456.5', '[[[]]]'],
    ),
  ),
  fc.tuple(fc.constantFrom('category\\u005fid', 'category_i', 'Category_id', ''), number),
);
const annotation = fc
  .tuple(
    fc.shuffledSubarray(['category_id', 'image_id'], { minLength: 1 }),
    fc.array(member),
    blanks,
  )
  .chain(([needed, more, blank]) =>
    fc.tuple(...needed.map(() => number)).map((numbers) => {
      const all = [...needed.map((key, at): [string, string] => [key, numbers[at]]), ...more];
      return `{${all.map(([key, value]) => `${blank}"${key}":${blank}${value}`).join()}${blank}}`;
    }),
  );
/** Ids for which no table is kept; those of annotations reach beyond them. */
const oneBehindTheOther = fc
  .tuple(fc.constantFrom(0, 1, 30, 4_194_290), fc.integer({ min: 1, max: 70 }))
  .map(([first, length]) => Array.from({ length }, (_, at) => first + at));
const repeated = fc.oneof(
  fc.array(annotation, { maxLength: 30 }),
  fc
    .tuple(
      blanks,
      fc.array(fc.tuple(fc.nat({ max: 80 }), fc.nat({ max: 200 }), fc.nat({ max: 1 }))),
    )
    .map(([blank, all]) =>
      all.map(
        ([category, image, crowd]) =>
          `{${blank}"image_id":${blank}${String(image)},"bbox": [1.5,2,3,4],${blank}"category_id": ${String(category)},"iscrowd":${String(crowd)}}`,
      ),
    ),
);
const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 4 });

describe('pairs of class and image', () => {
  test('are counted as the plain reader counts them, however they are written, in any cut', () => {
    const parts = fc.record({
      images: fc.oneof(fc.array(fc.nat({ max: 200 }), { maxLength: 20 }), oneBehindTheOther),
      first: repeated,
      second: repeated,
      between: fc.tuple(blanks, blanks),
      imagesFirst: fc.boolean(),
      counting: fc.constantFrom<CocoCounting>('objects', 'images', 'segments'),
      limit: fc.constantFrom(undefined, 10, 20_000, 100_000),
    });
    const property = fc.property(parts, sizes, (how, cuts) => {
      const [before, behind] = how.between;
      const images = `"images":[${how.images.map((id) => `{"id":${String(id)}}`).join()}]`;
      const all = [...how.first, ...how.second].join(`${before},${behind}`);
      const annotations = `"annotations":${before}[${all}]`;
      const order = how.imagesFirst ? [images, annotations] : [annotations, images];
      const text = `{${order.join()},"categories":[{"id":1,"name":"a"}]}`;
      const plain = coco(text, [], undefined, how.counting, how.limit);
      expect(coco(text, cuts, kernels, how.counting, how.limit)).toEqual(plain);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test('are counted while classes and images outgrow every table, each file anew', () => {
    const annotations = Array.from({ length: 30_000 }, (_, at) => {
      const [category, image] = [(at * at) % 4300, (at * 7919) % 9000];
      return `{"image_id": ${String(image)}, "category_id": ${String(category)}, "iscrowd": ${String(at % 2)}}`;
    });
    const text = `{"annotations": [${annotations.join(', ')}]}`;
    for (const limit of [undefined, 400_000, 4_000_000]) {
      for (const counting of ['objects', 'images'] as const) {
        const plain = coco(text, [], undefined, counting, limit);
        expect(coco(text, [], kernels, counting, limit)).toEqual(plain);
      }
    }
  });

  test('are counted by the kernel once class and image are known', () => {
    const records = Array.from({ length: 10_000 }, (_, at) => {
      return `{"id":${String(at)},"image_id":${String(at % 100)},"category_id":${String(at % 40)},"area":1.5}`;
    });
    const { by, counted } = watched();
    const text = `{"annotations":[${records.join()}]}`;
    expect(coco(text, [9000], by)).toEqual(coco(text, [], undefined));
    expect(counted()).toBeGreaterThan(9000);
  });

  test('are left to the plain reader where somebody asks for the samples', () => {
    const { by, counted } = watched();
    const tally = new Tally({ sample: () => undefined });
    const text = `{"annotations":[${'{"image_id":1,"category_id":1},'.repeat(500)}{}]}`;
    feedAll(new CocoReader(tally, 'all', 'a.json', 'objects', by), [encoder.encode(text)]);
    expect(counted()).toBe(0);
    expect(tally.toData().splits[0].counts).toEqual([500]);
  });
});

const base: RecordRecipe = {
  ...({ how: 'field', path: 'label', inner: '', split: '', answer: false } as const),
  choices: false,
};

function lines(
  text: string,
  cuts: readonly number[],
  recipe: RecordRecipe,
  by: Kernels | undefined,
): TallyData {
  const tally = new Tally();
  const records = new RecordReader(recipe, tally, 'a.jsonl');
  const selection = { rows: records.rows('', 'all'), kernels: by };
  const reader = linesReader(tally, 'a.jsonl', selection, () => {
    records.end();
  });
  feedAll(reader, cut(encoder.encode(text), cuts));
  return tally.toData();
}

describe('labels of lines', () => {
  const label = fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom('"cat"', '"dog"', '"a much longer label"', '7') },
    fc.constantFrom('" cat "', '""', '" "', 'true', 'null', '["cat","dog"]', '[]', '7.0', '"7"'),
    fc.constantFrom(
      '"c\\u0061t"',
      '{"label":"cat"}',
      '{"name":"cat"}',
      '"ä"',
      `"${'x'.repeat(90)}"`,
    ),
  );
  const some = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.constant('label'), label) },
    fc.tuple(fc.constant('split'), fc.constantFrom('"train"', '"val"', '"x"', '""', '1', 'null')),
    fc.tuple(fc.constant('answer'), fc.constantFrom('"accept"', '"reject"', '"ignore"', 'null')),
    fc.tuple(fc.constantFrom('text', 'meta'), fc.constantFrom('"a \\"b\\""', '{"label":"z"}', '1')),
  );
  const line = fc
    .tuple(
      fc.array(some, { maxLength: 5 }),
      fc.constantFrom('\n', '\n', '\r\n', '\n\n', '\r', 'x\n'),
    )
    .map(([members, end]) => `{${members.map(([k, v]) => `"${k}": ${v}`).join(', ')}}${end}`);
  const recipes = fc.record({
    path: fc.constantFrom('label', 'label.name'),
    split: fc.constantFrom('', 'split'),
    answer: fc.boolean(),
    how: fc.constantFrom('field' as const, 'objects' as const),
  });

  test('are counted as the plain reader counts them, in any cut', () => {
    const property = fc.property(fc.array(line), sizes, recipes, (all, cuts, how) => {
      const text = all.join('');
      const recipe = { ...base, ...how };
      expect(lines(text, cuts, recipe, kernels)).toEqual(lines(text, [], recipe, undefined));
    });
    fc.assert(property, { numRuns: 1000 });
  });

  test('stand in the order in which they are counted, where a line that is left out had one before', () => {
    const text =
      '{}\n{"label": "dog", "split": "val", "answer": "ignore"}\n' +
      '{"label": "dog", "split": "val"}\n{"label": "cat", "split": "test"}\n';
    for (const split of ['', 'split']) {
      const recipe = { ...base, answer: true, split };
      const plain = lines(text, [], recipe, undefined);
      for (let first = 40; first < text.length; first += 1) {
        for (let then = 1; then < 40; then += 1) {
          expect(lines(text, [first, then], recipe, kernels)).toEqual(plain);
        }
      }
    }
  });

  test('are counted by the kernel once they are known, by their split', () => {
    const all = Array.from({ length: 6000 }, (_, at) => {
      const split = ['train', 'val', 'test'][at % 3];
      return `{"text": "line ${String(at)}", "label": "class ${String(at % 50)}", "split": "${split}"}\n`;
    });
    const { by, counted } = watched();
    const recipe = { ...base, split: 'split' };
    expect(lines(all.join(''), [5000], recipe, by)).toEqual(
      lines(all.join(''), [], recipe, undefined),
    );
    expect(counted()).toBeGreaterThan(5500);
  });
});
