// YOLO: descriptions in all spellings, bare folders, what a row may be and what is said about bad ones.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { yolo } from '../../../../src/core/formats/yolo';
import type { Dataset } from '../../../../src/core/model';
import {
  countsOf,
  imagesOf,
  type MemoryFiles,
  problemsOf,
  scanMemory,
  splitsOf,
} from '../../../lib/scanMemory';

const box = '0.5 0.5 0.1 0.1';

async function scanned(files: MemoryFiles): Promise<readonly Dataset[]> {
  return (await scanMemory([yolo], files)).datasets;
}

async function only(files: MemoryFiles): Promise<Dataset> {
  const datasets = await scanned(files);
  expect(datasets.map((dataset) => dataset.status)).toEqual(['asserted']);
  return datasets[0];
}

/** A dataset of one label file, with its image. */
function rows(text: string, yaml = 'names: [a, b, c]'): MemoryFiles {
  return {
    'data.yaml': `train: images\n${yaml}\n`,
    'images/1.jpg': '',
    'labels/1.txt': text,
  };
}

describe('a data.yaml', () => {
  const tree = {
    'images/train/1.jpg': '',
    'images/train/2.jpg': '',
    'images/val/3.jpg': '',
    'labels/train/1.txt': `0 ${box}\n2 ${box}\n`,
    'labels/train/2.txt': `0 ${box}`,
    'labels/val/3.txt': `1 ${box}\r\n`,
  };
  const spellings: Readonly<Record<string, string>> = {
    'folders and a list of names':
      'train: images/train\nval: images/val\nnc: 3\nnames: [a, b, c]\n',
    'a map of names':
      'path: .\ntrain: images/train\nval: images/val\nnames:\n  0: a\n  1: b\n  2: c\n',
    'a path and folders with ./ and a slash behind':
      'path: ./\ntrain: ./images/train/\nval: images/val/\nnames:\n- a\n- b\n- c\n',
    'names over several lines and comments':
      '# x\ntrain: images/train # y\nval: images/val\nnames: [\n  "a",\n  \'b\', # z\n  c\n]\n',
    'lists of folders': 'train:\n  - images/train\nval: [images/val]\nnames: {0: a, 1: b, 2: c}\n',
    'images one by one':
      'train: [images/train/1.jpg, ./images/train/2.jpg]\nval:\n  - images/val/3.jpg\nnames: [a, b, c]\n',
    'the key valid': 'train: images/train\nvalid: images/val\nnames: [a, b, c]\n',
    'a byte order mark and CRLF':
      '\uFEFFtrain: images/train\r\nval: images/val\r\nnames: [a, b, c]\r\n',
    'keys given twice': 'train: x\ntrain: images/train\nval: images/val\nnames: [a, b, c]\n',
    backslashes: 'train: images\\train\nval: images\\val\nnames: [a, b, c]\n',
  };

  test.each(Object.entries(spellings))('is read with %s', async (_what, yaml) => {
    const dataset = await only({ ...tree, 'data.yaml': yaml });
    expect(splitsOf(dataset)).toEqual({ train: { a: 2, c: 1 }, val: { b: 1 } });
    expect(dataset).toMatchObject({ unit: 'instance', samples: 3, unlabelled: 0 });
    expect(problemsOf(dataset)).toEqual([]);
  });

  test('keeps names as they are written', async () => {
    const dataset = await only(rows(`0 ${box}`, 'names: [no, 007, ~, 1e3, "yes: sir"]'));
    expect(dataset.classes.map((entry) => entry.name)).toEqual([
      'no',
      '007',
      '~',
      '1e3',
      'yes: sir',
    ]);
  });

  test('with ../train/images is read as Roboflow means it, and that is said', async () => {
    const dataset = await only({
      'set/data.yaml':
        'train: ../train/images\nval: ../valid/images\ntest: ../test/images\nnc: 1\nnames: [a]\n',
      'set/train/images/1.jpg': '',
      'set/train/labels/1.txt': `0 ${box}`,
      'set/valid/images/2.jpg': '',
      'set/valid/labels/2.txt': `0 ${box}`,
    });
    expect(splitsOf(dataset)).toEqual({ train: { a: 1 }, val: { a: 1 } });
    expect(problemsOf(dataset)).toEqual([
      'path-not-resolved set/data.yaml',
      'path-not-resolved set/data.yaml',
      'split-not-found set/data.yaml',
    ]);
  });

  test('with an absolute path of another machine is found by its end, never outside the root', async () => {
    const dataset = await only({
      'data.yaml': 'path: /content/drive/set\ntrain: /content/drive/set/images\nnames: [a]\n',
      'images/1.jpg': '',
      'labels/1.txt': `0 ${box}`,
    });
    expect(splitsOf(dataset)).toEqual({ train: { a: 1 } });
  });

  test('with text lists of images counts what they list', async () => {
    const dataset = await only({
      'coco.yaml': 'path: ../datasets/coco\ntrain: train.txt\nval: lists/val.txt\nnames: [a, b]\n',
      'train.txt': './images/x/1.jpg\n./images/x/2.jpg\n./images/x/gone.jpg\n',
      'lists/val.txt': '/data/coco/images/x/3.jpg\n',
      'images/x/1.jpg': '',
      'images/x/2.jpg': '',
      'images/x/3.jpg': '',
      'images/x/not-listed.jpg': '',
      'labels/x/1.txt': `0 ${box}`,
      'labels/x/3.txt': `1 ${box}`,
      'labels/x/not-listed.txt': `1 ${box}`,
    });
    expect(splitsOf(dataset)).toEqual({ train: { a: 1 }, val: { b: 1 } });
    expect(dataset).toMatchObject({ samples: 3, unlabelled: 1 });
    expect(problemsOf(dataset)).toEqual(['listed-file-missing train.txt:3:1']);
  });

  test('whose val is its train counts the files once', async () => {
    const dataset = await only({
      ...rows(`0 ${box}`),
      'data.yaml': 'train: images\nval: images\nnames: [a]\n',
    });
    expect(splitsOf(dataset)).toEqual({ train: { a: 1 } });
    expect(problemsOf(dataset)).toEqual(['splits-overlap']);
  });

  test('is found once where a second one says the same', async () => {
    const dataset = await only({
      ...rows(`0 ${box}`),
      'copy.yaml': 'train: images\nnames: [x, y]\n',
    });
    expect(countsOf(dataset)).toEqual({ a: 1, b: 0, c: 0 });
  });

  test('of a model or of training options is none', async () => {
    const files = {
      'yolov8.yaml':
        'nc: 80\nscales:\n  n: [0.33, 0.25, 1024]\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n',
      'args.yaml': 'task: detect\nmode: train\ndata: coco.yaml\nepochs: 3\n',
      'broken.yaml': 'train: [a\n  names: }{\n',
    };
    expect(await scanned(files)).toEqual([]);
  });

  test('with another number of names than nc, or gaps between them, is reported', async () => {
    expect(problemsOf(await only(rows(`0 ${box}`, 'nc: 5\nnames: [a, b]')))).toEqual([
      'names-and-number-differ data.yaml',
    ]);
    expect(problemsOf(await only(rows(`0 ${box}`, 'names: {0: a, 7: b}')))).toEqual([
      'names-have-gaps data.yaml',
    ]);
  });

  test('with nc alone shows classes by index', async () => {
    const dataset = await only(rows(`2 ${box}`, 'nc: 4'));
    expect(countsOf(dataset)).toEqual({ '0': 0, '1': 0, '2': 1, '3': 0 });
    expect(problemsOf(dataset)).toEqual(['no-class-names data.yaml']);
  });

  test('takes the last folder called images, and looks below it', async () => {
    const dataset = await only({
      'images/data.yaml': 'train: images\nnames: [a]\n',
      'images/images/deep/1.jpg': '',
      'images/labels/deep/1.txt': `0 ${box}`,
    });
    expect(countsOf(dataset)).toEqual({ a: 1 });
  });
});

describe('images and label files', () => {
  test('count images without a label file, or with an empty one, as backgrounds', async () => {
    const dataset = await only({
      ...rows(`0 ${box}`),
      'images/2.png': '',
      'images/3.JPG': '',
      'labels/3.txt': '\n',
      'images/notes.md': '',
    });
    expect(dataset).toMatchObject({ samples: 3, unlabelled: 2 });
  });

  test('find their label files whatever the order of names, of which each says its own', async () => {
    const names = ['a', 'a.b', 'a.k', 'a-b', 'b', 'B', '10', '9', 'c.txt', 'd e'];
    const extensions = ['.jpg', '.png', '.JPG', '.bmp'];
    const files = Object.fromEntries(
      names.flatMap((name, at) => [
        [`images/${name}${extensions[at % extensions.length]}`, ''],
        [`labels/${name}.txt`, `0 ${box}\n`],
      ]),
    );
    const more = { 'images/a.bmp': '', 'images/x.jpg': '', 'labels/y.txt': `1 ${box}` };
    const dataset = await only({
      'data.yaml': 'train: images\nnames: [a, b]\n',
      ...files,
      ...more,
    });
    expect(dataset).toMatchObject({ samples: names.length + 2, unlabelled: 1 });
    expect(countsOf(dataset)).toEqual({ a: names.length + 1, b: 0 });
    expect(problemsOf(dataset)).toEqual(['label-without-image labels/y.txt']);
  });

  test('leave out a label file without an image, and say so', async () => {
    const dataset = await only({
      ...rows(`0 ${box}`),
      'labels/orphan.txt': `1 ${box}`,
      'labels/README.txt': 'hello',
      'labels/classes.txt': 'a\nb\n',
      'labels/train.cache': '\u0080',
    });
    expect(countsOf(dataset)).toEqual({ a: 1, b: 0, c: 0 });
    expect(problemsOf(dataset)).toEqual(['label-without-image labels/orphan.txt']);
  });

  test('count all label files where the images lie elsewhere, and say so', async () => {
    const dataset = await only({
      'data.yaml': 'train: images/train\nnames: [a, b]\n',
      'labels/train/1.txt': `0 ${box}`,
      'labels/train/2.txt': `1 ${box}\n1 0.1 0.1 0.1 0.1`,
    });
    expect(countsOf(dataset)).toEqual({ a: 1, b: 2 });
    expect(problemsOf(dataset)).toEqual(['images-missing labels/train']);
  });

  test('count instances and images holding each class apart', async () => {
    const dataset = await only({
      ...rows(`0 ${box}\n0 0.1 0.1 0.2 0.2\n1 ${box}`),
      'images/2.jpg': '',
      'labels/2.txt': `0 ${box}`,
    });
    expect(countsOf(dataset)).toEqual({ a: 3, b: 1, c: 0 });
    expect(imagesOf(dataset)).toEqual({ a: 2, b: 1, c: 0 });
  });
});

describe('a row', () => {
  const polygon = '0.1 0.1 0.2 0.1 0.2 0.2';
  const shapes: Readonly<Record<string, string>> = {
    'a box': box,
    'a polygon': polygon,
    'an oriented box': `${polygon} 0.1 0.2`,
    'a box with a sign, an exponent and no leading zero': '+.5 5e-1 1E-1 0.10000000000000000001',
  };

  test.each(Object.entries(shapes))('may be %s', async (_what, shape) => {
    const dataset = await only(rows(`1 ${shape}\n`));
    expect(countsOf(dataset)).toEqual({ a: 0, b: 1, c: 0 });
    expect(problemsOf(dataset)).toEqual([]);
  });

  test('may be a pose of the declared shape, visibilities up to 2', async () => {
    const yaml = 'kpt_shape: [2, 3]\nnames: [a, b, c]';
    const dataset = await only(rows(`1 ${box} 0.1 0.1 2 0.2 0.2 1\n0 ${box}\n`, yaml));
    expect(countsOf(dataset)).toEqual({ a: 0, b: 1, c: 0 });
    expect(problemsOf(dataset)).toEqual(['field-count labels/1.txt:2:1']);
  });

  const bad: Readonly<
    Record<string, readonly [row: string, problems: readonly string[], counted: number]>
  > = {
    'class at or above nc': [
      `7 ${box}`,
      ['class-out-of-range labels/1.txt:2:1', 'undeclared-class'],
      1,
    ],
    'class that is a name': [`cat ${box}`, ['class-not-integer labels/1.txt:2:1'], 0],
    'class with a fraction': [`1.5 ${box}`, ['class-not-integer labels/1.txt:2:1'], 0],
    'negative class': [`-1 ${box}`, ['class-not-integer labels/1.txt:2:1'], 0],
    'coordinate above 1': ['1 0.5 1.5 0.1 0.1', ['coordinate-out-of-range labels/1.txt:2:7'], 1],
    'coordinate below 0': ['1 0.5 0.5 -0.1 0.1', ['coordinate-out-of-range labels/1.txt:2:11'], 1],
    'coordinate that is no number': ['1 0.5 x 0.1 0.1', ['not-a-number labels/1.txt:2:7'], 0],
    'field too few': ['1 0.5 0.5 0.1', ['field-count labels/1.txt:2:1'], 0],
    'field too many': [`1 ${box} 0.99`, ['field-count labels/1.txt:2:1'], 0],
    repetition: ['  0   0.50 .5 1e-1 0.1', ['duplicate-row labels/1.txt:2:3'], 0],
  };

  test.each(Object.entries(bad))(
    'with a %s is reported with its place',
    async (_what, [row, problems, n]) => {
      const dataset = await only(rows(`0 ${box}\n${row}\n`));
      expect(problemsOf(dataset)).toEqual(problems);
      expect(dataset.classes.reduce((sum, entry) => sum + entry.count, 0)).toBe(1 + n);
    },
  );

  test('whose class is written 1.0 is of class 1', async () => {
    expect(countsOf(await only(rows(`1.0 ${box}`)))).toEqual({ a: 0, b: 1, c: 0 });
  });

  test('is found behind a byte order mark, tabs, and any line end', async () => {
    const text = `\uFEFF0 ${box}\r1\t${box.replaceAll(' ', '\t')} \r\n\r\n  2 ${box}\n\n`;
    expect(countsOf(await only(rows(text)))).toEqual({ a: 1, b: 1, c: 1 });
  });

  test('counts as a slow reader counts, whatever the rows', async () => {
    const number = fc.integer({ min: 0, max: 3 }).map((value) => (value / 4).toFixed(2));
    const row = fc
      .tuple(fc.integer({ min: 0, max: 2 }), fc.array(number, { minLength: 4, maxLength: 4 }))
      .map(([label, numbers]) => [label, ...numbers].join(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 200 }), async (lines) => {
        const expected: Record<string, number> = { a: 0, b: 0, c: 0 };
        for (const line of new Set(lines)) expected['abc'[Number(line[0])]] += 1;
        expect(countsOf(await only(rows(lines.join('\n'))))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe('Darknet', () => {
  test('is read by obj.data, its names and its list', async () => {
    const dataset = await only({
      'obj.data':
        'classes = 2\ntrain = data/train.txt\nvalid = data/test.txt\nnames = data/obj.names\nbackup = b/\n',
      'obj.names': 'cat\ndog\n',
      'train.txt': 'data/obj_train_data/1.jpg\ndata/obj_train_data/2.jpg\n',
      'obj_train_data/1.txt': `1 ${box}`,
      'obj_train_data/2.txt': '',
      'obj_train_data/2.jpg': '',
    });
    expect(splitsOf(dataset)).toEqual({ train: { dog: 1 } });
    expect(dataset).toMatchObject({ samples: 2, unlabelled: 1 });
    expect(problemsOf(dataset)).toEqual(['path-not-resolved obj.data', 'split-not-found obj.data']);
  });
});

describe('bare label folders', () => {
  test('are joined to splits with the names above them', async () => {
    const dataset = await only({
      'obj.names': 'cat\ndog\n',
      'README.txt': 'about this dataset',
      'images/train/1.jpg': '',
      'images/train/2.jpg': '',
      'images/val/3.jpg': '',
      'labels/train/1.txt': `0 ${box}`,
      'labels/val/3.txt': `1 ${box}`,
    });
    expect(splitsOf(dataset)).toEqual({ train: { cat: 1 }, val: { dog: 1 } });
    expect(dataset).toMatchObject({ samples: 3, unlabelled: 1 });
  });

  test('may lie below split folders', async () => {
    const dataset = await only({
      'train/images/1.jpg': '',
      'train/labels/1.txt': `0 ${box}`,
      'valid/images/2.jpg': '',
      'valid/labels/2.txt': `2 ${box}`,
    });
    expect(splitsOf(dataset)).toEqual({ train: { '0': 1 }, val: { '2': 1 } });
    expect(countsOf(dataset)).toEqual({ '0': 1, '1': 0, '2': 1 });
    expect(problemsOf(dataset)).toEqual(['no-class-names']);
  });

  test('may be called Annotations beside Images', async () => {
    const dataset = await only({
      'obj.names': 'cat\ndog\n',
      'Images/1.jpg': '',
      'Annotations/1.txt': `1 ${box}`,
    });
    expect(countsOf(dataset)).toEqual({ cat: 0, dog: 1 });
  });

  test('may be the folder of the images, as LabelImg leaves them', async () => {
    const dataset = await only({
      'photos/classes.txt': 'cat\ndog\n',
      'photos/1.jpg': '',
      'photos/1.txt': `1 ${box}`,
      'photos/2.jpg': '',
    });
    expect(countsOf(dataset)).toEqual({ cat: 0, dog: 1 });
    expect(dataset).toMatchObject({ samples: 2, unlabelled: 1 });
  });

  test('are given names by a description whose paths are gone', async () => {
    const dataset = await only({
      'data.yaml': 'train: /elsewhere/pictures\nnames: [cat, dog]\n',
      'labels/1.txt': `1 ${box}`,
    });
    expect(countsOf(dataset)).toEqual({ cat: 0, dog: 1 });
  });

  test('of poses are known by rows of one length', async () => {
    const pose = `0 ${box} 0.1 0.1 2 0.2 0.2 0 0.3 0.3 1`;
    const dataset = await only({
      'labels/1.txt': pose,
      'labels/2.txt': `${pose}\n${pose.replace('0.5', '0.4')}`,
    });
    expect(countsOf(dataset)).toEqual({ '0': 3 });
  });

  const others: Readonly<Record<string, MemoryFiles>> = {
    KITTI: {
      'label_2/1.txt':
        'Car 0.00 0 -1.58 587.01 173.33 614.12 200.12 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59',
    },
    DOTA: { 'labelTxt/1.txt': '1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 plane 0' },
    MOT: { 'labels/gt.txt': '1,1,912,484,97,109,0,7,1' },
    'boxes in pixels': { 'labels/1.txt': '0 10 20 300 400' },
    transcripts: { 'images/1.jpg': '', 'images/1.txt': 'a photo of a cat' },
    'plain text': { 'a.txt': 'hello', 'notes/b.txt': '1 2 3' },
    'class indexes alone': { 'labels/1.txt': '3\n' },
  };

  test.each(Object.entries(others))('are not seen in %s', async (_what, files) => {
    expect(await scanned(files)).toEqual([]);
  });
});
