// Class folders: what is a class, what a split, what neither; counted as torchvision counts.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classFolders } from '../../../../src/core/formats/classFolders';
import type { Dataset, ScanReport } from '../../../../src/core/model';
import { countsOf, problemsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

async function scanPaths(...paths: readonly string[]): Promise<ScanReport> {
  return scanMemory([classFolders], Object.fromEntries(paths.map((path) => [path, ''])));
}

async function asserted(...paths: readonly string[]): Promise<Dataset[]> {
  const { datasets } = await scanPaths(...paths);
  return datasets.filter((dataset) => dataset.status === 'asserted');
}

/** Paths `<folder>/1.jpg` up to the count. */
function images(folder: string, count: number, extension = 'jpg'): string[] {
  return Array.from({ length: count }, (_, index) => `${folder}/${index + 1}.${extension}`);
}

describe('class folders', () => {
  test('count images recursively, those beside them as unlabelled', async () => {
    const [dataset] = await asserted(
      'cat/1.jpg',
      'cat/more/2.JPEG',
      'cat/more/deep/3.png',
      'dog/1.webp',
      'loose.jpg',
    );
    expect(countsOf(dataset)).toEqual({ cat: 3, dog: 1 });
    expect(dataset).toMatchObject({ samples: 5, unlabelled: 1, unit: 'image', multiLabel: false });
    expect(problemsOf(dataset)).toContain('images-without-class');
  });

  test('are ordered by code point: 10 before 2, capitals first, astral last', async () => {
    const names = ['2', '10', 'apple', 'Zebra', '\u{1F600}', '\uFB01'];
    const [dataset] = await asserted(...names.map((name) => `${name}/1.jpg`));
    expect(dataset.classes.map((entry) => entry.name)).toEqual([
      '10',
      '2',
      'Zebra',
      'apple',
      '\uFB01',
      '\u{1F600}',
    ]);
  });

  test('are joined to one dataset with splits when split folders lie above them', async () => {
    const [dataset, ...others] = await asserted(
      ...images('train2017/cat', 3),
      ...images('train2017/dog', 2),
      ...images('valid/cat', 1),
      ...images('testing/dog', 1),
    );
    expect(others).toEqual([]);
    expect(splitsOf(dataset)).toEqual({
      train: { cat: 3, dog: 2 },
      val: { cat: 1 },
      test: { dog: 1 },
    });
    expect(problemsOf(dataset)).toEqual(['classes-differ testing', 'classes-differ valid']);
  });

  test('are found through wrappers of the same name and folders of parts', async () => {
    const [dataset] = await asserted(
      ...images('seg_train/seg_train/sea', 2),
      ...images('seg_train/seg_train/street', 1),
      ...images('seg_test/seg_test/sea', 1),
      ...images('seg_pred/seg_pred', 2),
      ...images('Final_Training/Images/00000', 1),
    );
    expect(splitsOf(dataset).test).toEqual({ sea: 1 });
    expect(splitsOf(dataset).train).toEqual({ '00000': 1, sea: 2, street: 1 });
  });

  test('may hold the splits themselves', async () => {
    const [dataset] = await asserted(
      ...images('cat/train', 2),
      ...images('cat/test', 1),
      ...images('dog/train', 4),
      ...images('dog/test', 3),
    );
    expect(splitsOf(dataset)).toEqual({ train: { cat: 2, dog: 4 }, test: { cat: 1, dog: 3 } });
  });

  test('of MVTec give one dataset a category, without its ground truth', async () => {
    const category = (name: string): string[] => [
      ...images(`${name}/train/good`, 4),
      ...images(`${name}/test/good`, 2),
      ...images(`${name}/test/broken`, 1),
      ...images(`${name}/ground_truth/broken`, 1, 'png'),
    ];
    const datasets = await asserted(...category('bottle'), ...category('cable'));
    expect(datasets.map((dataset) => [dataset.name, splitsOf(dataset)])).toEqual([
      ['bottle', { train: { good: 4 }, test: { broken: 1, good: 2 } }],
      ['cable', { train: { good: 4 }, test: { broken: 1, good: 2 } }],
    ]);
  });

  test('leave folders of masks inside a class out and say so', async () => {
    const [dataset] = await asserted(
      ...images('COVID/images', 2),
      ...images('COVID/masks', 2),
      ...images('Normal/images', 3),
      ...images('Normal/masks', 3),
    );
    expect(countsOf(dataset)).toEqual({ COVID: 2, Normal: 3 });
    expect(problemsOf(dataset)).toContain('folder-left-out COVID/masks');
  });

  test('may be called mask where their siblings are too', async () => {
    const [dataset] = await asserted(...images('mask', 2), ...images('no_mask', 1));
    expect(countsOf(dataset)).toEqual({ mask: 2, no_mask: 1 });
  });

  test('may be called train where the others are vehicles', async () => {
    const [dataset] = await asserted(
      ...['bus', 'car', 'train', 'truck'].flatMap((n) => images(n, 2)),
    );
    expect(countsOf(dataset)).toEqual({ bus: 2, car: 2, train: 2, truck: 2 });
  });

  test('without images are classes with count 0, and that is said', async () => {
    const [dataset] = await asserted('a/1.jpg', 'b/1.jpg', 'c/.gitkeep');
    expect(countsOf(dataset)).toEqual({ a: 1, b: 1, c: 0 });
    expect(problemsOf(dataset)).toContain('empty-class-folder c');
  });

  test('are not made of hidden folders, droppings of archives and notebooks', async () => {
    const [dataset] = await asserted(
      'data/cat/1.jpg',
      'data/cat/._1.jpg',
      'data/dog/1.jpg',
      'data/dog/.ipynb_checkpoints/1-checkpoint.jpg',
      'data/.ipynb_checkpoints/x.jpg',
      'data/__MACOSX/cat/._1.jpg',
    );
    expect(countsOf(dataset)).toEqual({ cat: 1, dog: 1 });
  });

  test('are not a copy of the whole dataset inside itself', async () => {
    const datasets = await asserted(
      ...images('cells/Parasitized', 2),
      ...images('cells/Uninfected', 3),
      ...images('cells/cells/Parasitized', 2),
      ...images('cells/cells/Uninfected', 3),
    );
    expect(datasets.map(countsOf)).toEqual([
      { Parasitized: 2, Uninfected: 3 },
      { Parasitized: 2, Uninfected: 3 },
    ]);
  });

  test('of domains with the same classes are datasets of their own', async () => {
    const datasets = await asserted(
      ...['amazon', 'dslr'].flatMap((domain) => [
        ...images(`${domain}/bike`, 2),
        ...images(`${domain}/mug`, 1),
        ...images(`${domain}/pen`, 1),
      ]),
    );
    expect(datasets.map((dataset) => dataset.name)).toEqual(['amazon', 'dslr']);
  });

  test('of a taxonomy are read from the top, the innermost are offered', async () => {
    const { datasets } = await scanPaths(
      ...images('animals/cat', 2),
      ...images('animals/dog', 2),
      ...images('plants/rose', 2),
      ...images('plants/tulip', 3),
    );
    const found = datasets.map((dataset) => [dataset.status, dataset.reading, countsOf(dataset)]);
    expect(found).toEqual([
      ['asserted', 'top-folders', { animals: 4, plants: 5 }],
      [
        'offered',
        'leaves',
        { 'animals/cat': 2, 'animals/dog': 2, 'plants/rose': 2, 'plants/tulip': 3 },
      ],
    ]);
  });

  test('below their first letters are read as the innermost folders', async () => {
    const [dataset] = await asserted(
      ...[
        'a/airfield',
        'a/alley',
        'b/bar',
        'b/beach',
        'c/cave',
        'c/church',
        'd/dam',
        'd/desert',
      ].flatMap((name) => images(name, 2)),
    );
    expect(dataset.reading).toBe('leaves');
    expect(countsOf(dataset)['a/airfield']).toBe(2);
  });

  test('one alone are only offered', async () => {
    const { datasets } = await scanPaths(...images('defect', 5), 'notes.md');
    expect(datasets.map((dataset) => dataset.status)).toEqual(['offered']);
  });

  test('keep the split a rule of the user gives them', async () => {
    const files = Object.fromEntries(
      [...images('train/a', 2), ...images('train/b', 1)].map((p) => [p, '']),
    );
    const rules = [{ path: 'train', split: 'val' }];
    const { datasets } = await scanMemory([classFolders], files, { rules });
    expect(splitsOf(datasets[0])).toEqual({ val: { a: 2, b: 1 } });
  });

  const innocent: Readonly<Record<string, readonly string[]>> = {
    'the images and labels of YOLO': [
      ...images('images/train', 2),
      ...images('images/val', 2),
      'labels/train/1.txt',
      'labels/val/1.txt',
    ],
    'lists of YOLO folders': [
      'a/images/1.jpg',
      'a/labels/1.txt',
      'b/images/2.jpg',
      'b/labels/2.txt',
      'data.yaml',
    ],
    'the images of COCO': [
      ...images('train2017', 3),
      ...images('val2017', 2),
      'annotations/instances_train2017.json',
    ],
    "VOC's images": [...images('VOC2007/JPEGImages', 3), 'VOC2007/Annotations/1.xml'],
    'street scenes by city': [
      ...images('leftImg8bit/train/aachen', 2, 'png'),
      ...images('leftImg8bit/train/bochum', 2, 'png'),
      ...images('gtFine/train/aachen', 2, 'png'),
      ...images('gtFine/train/bochum', 2, 'png'),
    ],
    'scenes with masks in a parallel tree': [
      ...images('images/street', 2),
      ...images('images/beach', 2),
      ...images('masks/street', 2, 'png'),
      ...images('masks/beach', 2, 'png'),
    ],
    'screenshots and icons of a project': [
      ...images('docs/screenshots/desktop', 3, 'png'),
      ...images('docs/screenshots/mobile', 3, 'png'),
      ...images('assets/icons', 3, 'png'),
      ...images('assets/logos', 3, 'png'),
      'src/index.ts',
    ],
    'pages with a picture each': [
      ...['intro', 'usage'].flatMap((page) => [
        `${page}/index.html`,
        `${page}/a.css`,
        `${page}/1.png`,
        `${page}/x.js`,
      ]),
    ],
    'parts of one big folder of images': [
      ...images('images_001', 3, 'png'),
      ...images('images_002', 3, 'png'),
    ],
    'images with label files beside them': [
      ...['one', 'two'].flatMap((name) => [
        `${name}/1.jpg`,
        `${name}/1.xml`,
        `${name}/2.jpg`,
        `${name}/2.xml`,
      ]),
    ],
    'text alone': ['a/1.txt', 'b/2.txt'],
  };

  test.each(Object.entries(innocent))('are not found in %s', async (_what, paths) => {
    expect((await asserted(...paths)).map((dataset) => dataset.sources)).toEqual([]);
  });

  test('count what a walk over the same tree counts, whatever the tree', async () => {
    const part = fc.constantFrom('aa', 'bb', 'cc', 'dd');
    const file = fc
      .tuple(part, fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }), fc.nat(5))
      .map(([name, below, index]) => [name, ...below, `${index}.jpg`].join('/'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(file, { minLength: 8, maxLength: 40 }), async (paths) => {
        const all = ['aa/0.jpg', 'bb/0.jpg', ...paths];
        const expected: Record<string, number> = {};
        for (const path of new Set(all))
          expected[path.slice(0, 2)] = (expected[path.slice(0, 2)] ?? 0) + 1;
        const dataset = (await asserted(...all)).at(0);
        // A tree whose classes mostly hold no image of their own is a doubtful one, and may be left alone.
        if (dataset !== undefined) expect(countsOf(dataset)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});
