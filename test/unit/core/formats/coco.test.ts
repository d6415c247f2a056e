// COCO and its kin: what is claimed, what is joined, what is counted, in any order of keys and any cut of bytes.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ImageClasses } from '../../../../src/core/annotations/imageClasses';
import { coco } from '../../../../src/core/formats/coco';
import type { Dataset } from '../../../../src/core/model';
import {
  countsOf,
  imagesOf,
  type MemoryFiles,
  problemsOf,
  scanMemory,
  splitsOf,
} from '../../../lib/scanMemory';

interface Parts {
  readonly images?: unknown;
  readonly annotations?: unknown;
  readonly categories?: unknown;
  readonly [key: string]: unknown;
}

const categories = [
  { id: 18, name: 'dog', supercategory: 'animal' },
  { id: 17, name: 'cat', supercategory: 'animal' },
  { id: 90, name: 'yak', supercategory: 'animal' },
];
const images = [1, 2, 3].map((id) => ({ id, file_name: `${id}.jpg`, width: 9, height: 9 }));

function box(image: number, category: unknown, more: object = {}): object {
  return { id: 1, image_id: image, category_id: category, bbox: [1, 2, 3, 4], iscrowd: 0, ...more };
}

const annotations = [box(1, 17), box(2, 18), box(1, 17, { segmentation: [[1, 2, 3, 4]] })];

function json(parts: Parts): string {
  return JSON.stringify(parts);
}

async function scanned(files: MemoryFiles, chunkSize?: number): Promise<readonly Dataset[]> {
  return (await scanMemory([coco], files, { chunkSize })).datasets;
}

async function only(files: MemoryFiles, chunkSize?: number): Promise<Dataset> {
  const datasets = await scanned(files, chunkSize);
  expect(datasets.map((dataset) => dataset.status)).toEqual(['asserted']);
  return datasets[0];
}

describe('a COCO file', () => {
  test('gives boxes, images per class and images without boxes, in the order of its categories', async () => {
    const dataset = await only({ 'a.json': json({ images, annotations, categories }) });
    expect(dataset.classes).toEqual([
      { id: '18', name: 'dog', count: 1, images: 1 },
      { id: '17', name: 'cat', count: 2, images: 1 },
      { id: '90', name: 'yak', count: 0, images: 0 },
    ]);
    expect(dataset).toMatchObject({ unit: 'box', samples: 3, unlabelled: 1, multiLabel: false });
  });

  const lists = { images, annotations, categories };
  const orders = [
    ['images', 'annotations', 'categories'],
    ['annotations', 'categories', 'images'],
    ['categories', 'images', 'annotations'],
    ['annotations', 'images', 'categories'],
  ] as const;

  test.each(orders)('is read with its lists in the order %s, %s, %s', async (...order) => {
    const parts = Object.fromEntries(order.map((key) => [key, lists[key]]));
    const text = json({
      info: { categories: [], note: 'x' },
      licenses: [{ id: 1, name: 'y' }],
      ...parts,
    });
    const dataset = await only({ 'a.json': text });
    expect(countsOf(dataset)).toEqual({ dog: 1, cat: 2, yak: 0 });
    expect(dataset).toMatchObject({ samples: 3, unlabelled: 1 });
  });

  test('is read the same from chunks of any size, pretty or in one line', async () => {
    const text = json({ annotations, images, categories });
    const pretty = JSON.stringify({ annotations, images, categories }, undefined, 2);
    for (const chunkSize of [1, 2, 3, 7, 64]) {
      for (const file of [text, pretty, `\uFEFF${text}\n`]) {
        expect(imagesOf(await only({ 'a.json': file }, chunkSize))).toEqual({
          dog: 1,
          cat: 1,
          yak: 0,
        });
      }
    }
  });

  test('may hold keys inside strings and nested objects that look like its own', async () => {
    const tricky = [
      box(1, 17, { attributes: { category_id: 90, iscrowd: 1 }, note: '"category_id": 18}, {' }),
      {
        segmentation: { counts: 'a"\\]}', size: [1, 1] },
        category_id: 18,
        image_id: 2,
        iscrowd: 0,
      },
    ];
    const dataset = await only({ 'a.json': json({ images, annotations: tricky, categories }) });
    expect(countsOf(dataset)).toEqual({ dog: 1, cat: 1, yak: 0 });
    expect(problemsOf(dataset)).toEqual([]);
  });

  test('counts crowd regions and says how many there are', async () => {
    const crowd = [box(1, 17), box(1, 17, { iscrowd: 1 })];
    const dataset = await only({ 'a.json': json({ images, annotations: crowd, categories }) });
    expect(countsOf(dataset).cat).toBe(2);
    expect(problemsOf(dataset)).toEqual(['crowd-regions a.json']);
  });

  test('counts a category it does not declare under its id, with its place', async () => {
    const text = `{"categories": ${json(categories as unknown as Parts)},\n"images": [],\n"annotations": [\n${[box(1, 17), box(1, 7)].map((one) => JSON.stringify(one)).join(',\n')}]}`;
    const dataset = await only({ 'a.json': text });
    expect(countsOf(dataset)).toEqual({ dog: 0, cat: 1, yak: 0, '7': 1 });
    expect(problemsOf(dataset)).toEqual(['unknown-category a.json:5:1', 'undeclared-class']);
  });

  test('keeps categories of the same name apart and says so', async () => {
    const twins = [
      { id: 1, name: 'cat' },
      { id: 2, name: 'cat' },
    ];
    const text = json({
      images,
      annotations: [box(1, 1), box(1, 2), box(2, 2)],
      categories: twins,
    });
    const dataset = await only({ 'a.json': text });
    expect(dataset.classes.map((entry) => [entry.id, entry.count])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    expect(problemsOf(dataset)).toEqual([
      `duplicate-category-name a.json:1:${text.lastIndexOf('{"id":2') + 1}`,
    ]);
  });

  test('may write ids as text or as fractions', async () => {
    const text = json({
      images: [{ id: 'x1' }, { id: 'x2' }],
      annotations: [
        { image_id: 'x1', category_id: '17', bbox: [] },
        { image_id: 'x1', category_id: 18, bbox: [] },
      ],
      categories,
    }).replace('"category_id":18', '"category_id":18.0');
    const dataset = await only({ 'a.json': text });
    expect(countsOf(dataset)).toEqual({ dog: 1, cat: 1, yak: 0 });
    expect(dataset).toMatchObject({ samples: 2, unlabelled: 1 });
  });

  test('without a list of images counts the images that its annotations name', async () => {
    const dataset = await only({ 'a.json': json({ annotations, categories }) });
    expect(dataset).toMatchObject({ samples: 2, unlabelled: 0 });
  });

  test('says which images its annotations name but its list does not, and which it lists twice', async () => {
    const text = json({ images: [{ id: 1 }, { id: 1 }], annotations, categories });
    const dataset = await only({ 'a.json': text });
    expect(dataset).toMatchObject({ samples: 1, unlabelled: 0 });
    expect(problemsOf(dataset)).toEqual([
      `duplicate-image-id a.json:1:${text.lastIndexOf('{"id":1}') + 1}`,
      'unlisted-image a.json',
    ]);
  });

  test('that is cut short gives what was whole, and an error with its place', async () => {
    const text = json({ categories, images, annotations });
    const dataset = await only({ 'a.json': text.slice(0, text.lastIndexOf('{') + 20) });
    expect(countsOf(dataset)).toEqual({ dog: 1, cat: 1, yak: 0 });
    expect(dataset.problems.at(0)).toMatchObject({ severity: 'error', file: 'a.json', line: 1 });
  });

  test('of Roboflow says that category 0 only names the others', async () => {
    const roboflow = [{ id: 0, name: 'animal', supercategory: 'none' }, ...categories];
    const text = json({ images, annotations, categories: roboflow });
    const dataset = await only({ 'a.json': text });
    expect(countsOf(dataset)).toEqual({ animal: 0, dog: 1, cat: 2, yak: 0 });
    expect(problemsOf(dataset)).toEqual([
      `unused-super-category a.json:1:${text.indexOf('{"id":0') + 1}`,
    ]);
  });

  test('counts what a slow reader counts, whatever the annotations', async () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom(17, 18, 90));
    await fc.assert(
      fc.asyncProperty(
        fc.array(pair, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 99 }),
        async (pairs, size) => {
          const text = json({
            annotations: pairs.map(([image, label]) => box(image, label)),
            images,
            categories,
          });
          const dataset = await only({ 'a.json': text }, size);
          const of = (label: number): number[] =>
            pairs.filter(([, one]) => one === label).map(([image]) => image);
          expect(dataset.classes.map((entry) => entry.count)).toEqual(
            [18, 17, 90].map((label) => of(label).length),
          );
          expect(dataset.classes.map((entry) => entry.images ?? entry.count)).toEqual(
            [18, 17, 90].map((label) => new Set(of(label)).size),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a kind of COCO', () => {
  test('panoptic counts segments', async () => {
    const text = json({
      images,
      annotations: [
        {
          segments_info: [
            { id: 5, category_id: 17, iscrowd: 0, area: 4 },
            { id: 6, category_id: 18 },
          ],
          image_id: 1,
        },
        {
          image_id: 2,
          file_name: '2.png',
          segments_info: [
            { id: 9, category_id: 17 },
            { id: 8, category_id: 17 },
          ],
        },
      ],
      categories: categories.map((one) => ({ ...one, isthing: 1 })),
    });
    const dataset = await only({ 'panoptic_val2017.json': text });
    expect(dataset).toMatchObject({ unit: 'instance', samples: 3, unlabelled: 1 });
    expect(countsOf(dataset)).toEqual({ dog: 1, cat: 3, yak: 0 });
    expect(imagesOf(dataset)).toEqual({ dog: 1, cat: 2, yak: 0 });
  });

  test('without boxes counts images: iNaturalist', async () => {
    const text = json({
      images,
      annotations: [1, 2, 3].map((id) => ({ id, image_id: id, category_id: id < 3 ? 17 : 90 })),
      categories: categories.map((one) => ({ ...one, kingdom: 'Animalia' })),
    });
    const dataset = await only({ 'train2018.json': text });
    expect(dataset).toMatchObject({ unit: 'image', samples: 3, unlabelled: 0, multiLabel: false });
    expect(countsOf(dataset)).toEqual({ dog: 0, cat: 2, yak: 1 });
  });

  test('without boxes may give an image several labels, each once', async () => {
    const text = json({
      images,
      annotations: [
        [1, 17],
        [1, 18],
        [1, 17],
        [2, 18],
      ].map(([image, label]) => ({ image_id: image, category_id: label })),
      categories,
    });
    const dataset = await only({ 'labels.json': text });
    expect(countsOf(dataset)).toEqual({ dog: 2, cat: 1, yak: 0 });
    expect(dataset.multiLabel).toBe(true);
  });

  test('LVIS is read by names, its frequencies are not trusted', async () => {
    const lvis = categories.map((one) => ({
      ...one,
      frequency: 'f',
      image_count: 999,
      instance_count: 9999,
      synset: 'x.n.01',
    }));
    const text = json({
      annotations,
      images: images.map((one) => ({
        ...one,
        neg_category_ids: [18],
        not_exhaustive_category_ids: [],
      })),
      categories: lvis,
    });
    expect(countsOf(await only({ 'lvis_v1_train.json': text }))).toEqual({
      dog: 1,
      cat: 2,
      yak: 0,
    });
  });

  const others: Readonly<Record<string, unknown>> = {
    captions: { images, annotations: [{ image_id: 1, id: 1, caption: 'a cat' }], categories: [] },
    'captions with a category': {
      images,
      annotations: [{ image_id: 1, category_id: 0, caption: 'a' }],
      categories: [],
    },
    'lists of images': { images, categories, info: {} },
    'SA-1B': {
      image: { image_id: 1 },
      annotations: [{ id: 1, bbox: [1, 2, 3, 4], segmentation: {} }],
    },
    results: [{ image_id: 1, category_id: 17, bbox: [1, 2, 3, 4], score: 0.5 }],
    Datumaro: {
      info: {},
      categories: { label: { labels: [] } },
      items: [{ id: 'a', annotations: [] }],
    },
    'package.json': { name: 'x', version: '1.0.0', dependencies: {} },
    VoTT: { assets: { a: { regions: [] } }, tags: [] },
    'Label Studio': [{ data: {}, annotations: [{ result: [] }] }],
    'a list of numbers': [1, 2, 3],
    text: 'hello',
  };

  test.each(Object.entries(others))('is not seen in %s', async (_what, value) => {
    expect(await scanned({ 'a.json': JSON.stringify(value) })).toEqual([]);
  });

  test('is not seen in what is no JSON', async () => {
    expect(
      await scanned({ 'a.json': '{"images": [}', 'b.json': '', 'c.json': '\u0000\u0001' }),
    ).toEqual([]);
  });

  const filler = Array.from({ length: 2000 }, (_, id) => ({
    id,
    file_name: `${id}.jpg`,
    coco_url: 'http://x/y.jpg',
  }));

  test('is known also where the first 64 KiB are images alone', async () => {
    const dataset = await only({
      'instances_train2017.json': json({ info: {}, images: filler, annotations, categories }),
    });
    expect(dataset).toMatchObject({ unit: 'box', samples: 2000, unlabelled: 1998 });
  });

  test('is known by its unit also where the first 64 KiB are images alone', async () => {
    const labels = filler.map(({ id }) => ({ id, image_id: id, category_id: 17 }));
    const dataset = await only({
      'train.json': json({ images: filler, annotations: labels, categories }),
    });
    expect(dataset).toMatchObject({ unit: 'image', samples: 2000 });
    const captions = filler.map(({ id }) => ({ id, image_id: id, caption: 'x' }));
    expect(
      await scanned({ 'train.json': json({ images: filler, annotations: captions }) }),
    ).toEqual([]);
  });
});

describe('COCO files', () => {
  const one = json({ images: [{ id: 1 }], annotations: [box(1, 17)], categories });

  test('of several splits are one dataset, key points and captions another or none', async () => {
    const datasets = await scanned({
      'annotations/instances_train2017.json': json({ images, annotations, categories }),
      'annotations/instances_val2017.json': one,
      'annotations/person_keypoints_train2017.json': json({
        images,
        annotations: [box(1, 1, { keypoints: [1, 1, 2], num_keypoints: 1 })],
        categories: [{ id: 1, name: 'person', keypoints: ['nose'], skeleton: [] }],
      }),
      'annotations/captions_train2017.json': json({
        images,
        annotations: [{ image_id: 1, caption: 'x' }],
      }),
      'annotations/image_info_test2017.json': json({ images, categories }),
    });
    expect(datasets.map((dataset) => splitsOf(dataset))).toEqual([
      { train: { dog: 1, cat: 2 }, val: { cat: 1 } },
      { train: { person: 1 } },
    ]);
  });

  test('of Roboflow get their split from their folder and their name from the one above', async () => {
    const dataset = await only({
      'animals/train/_annotations.coco.json': json({ images, annotations, categories }),
      'animals/valid/_annotations.coco.json': one,
      'animals/test/_annotations.coco.json': one,
    });
    expect(dataset.name).toBe('animals');
    expect(splitsOf(dataset)).toEqual({
      train: { dog: 1, cat: 2 },
      val: { cat: 1 },
      test: { cat: 1 },
    });
  });

  test('of different years, or of the same split, are not added', async () => {
    const datasets = await scanned({
      'a/instances_train2014.json': one,
      'a/instances_train2017.json': one,
      'a/instances_val2017.json': one,
      'b.json': one,
      'c.json': one,
    });
    expect(datasets.map((dataset) => dataset.sources)).toEqual([
      ['a/instances_train2014.json'],
      ['a/instances_train2017.json', 'a/instances_val2017.json'],
      ['b.json'],
      ['c.json'],
    ]);
  });

  test('whose categories contradict each other are not joined', async () => {
    const other = json({
      images,
      annotations,
      categories: [{ id: 17, name: 'horse' }, ...categories.slice(2)],
    });
    const datasets = await scanned({ 'train.json': one, 'val.json': other });
    expect(datasets).toHaveLength(2);
  });
});

describe('the images of each class', () => {
  test('are given up, and nothing else, where they take too much memory', () => {
    const pairs = new ImageClasses(1);
    let fresh = 0;
    for (let image = 0; image < 70_000; image += 1) if (pairs.add(image, image % 3)) fresh += 1;
    expect(fresh).toBe(65_536);
    expect(pairs.complete).toBe(false);
    expect(pairs.images).toBe(70_000);
    expect([pairs.has(0), pairs.has(69_999), pairs.has(70_000), pairs.has(9e6)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('are known exactly, in any order of pairs', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3000), fc.nat(300))), (all) => {
        const pairs = new ImageClasses(1 << 26);
        const seen = new Set<string>();
        for (const [image, label] of all) {
          const key = `${image} ${label}`;
          expect(pairs.add(image, label)).toBe(!seen.has(key));
          seen.add(key);
        }
        expect(pairs.images).toBe(new Set(all.map(([image]) => image)).size);
      }),
    );
  });
});
