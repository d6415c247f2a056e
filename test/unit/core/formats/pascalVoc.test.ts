// Pascal VOC: what is an object, what a split, which XML files are something else.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pascalVoc } from '../../../../src/core/formats/pascalVoc';
import type { Dataset } from '../../../../src/core/model';
import {
  countsOf,
  imagesOf,
  type MemoryFiles,
  problemsOf,
  scanMemory,
  splitsOf,
} from '../../../lib/scanMemory';

const bounds = '<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox>';

function object(name: string, more = ''): string {
  return `<object><name>${name}</name>${more}${bounds}</object>`;
}

function xml(...objects: readonly string[]): string {
  return `<annotation><folder>x</folder><filename>1.jpg</filename>${objects.join('\n')}</annotation>`;
}

async function scanned(files: MemoryFiles): Promise<readonly Dataset[]> {
  return (await scanMemory([pascalVoc], files)).datasets;
}

async function only(files: MemoryFiles): Promise<Dataset> {
  const datasets = await scanned(files);
  expect(datasets.map((dataset) => dataset.status)).toEqual(['asserted']);
  return datasets[0];
}

describe('a VOC annotation', () => {
  test('gives boxes, images per class and images without objects', async () => {
    const dataset = await only({
      'Annotations/1.xml': xml(object('dog'), object('dog'), object('cat')),
      'Annotations/2.xml': xml(object('dog')),
      'Annotations/3.xml': xml(),
    });
    expect(countsOf(dataset)).toEqual({ cat: 1, dog: 3 });
    expect(imagesOf(dataset)).toEqual({ cat: 1, dog: 2 });
    expect(dataset).toMatchObject({ unit: 'box', samples: 3, unlabelled: 1 });
  });

  test('has classes in the direct names of its objects alone', async () => {
    const part = `<part><name>head</name>${bounds}</part>`;
    const text = `<annotation><name>root</name><owner><name>me</name></owner><source><object><name>no</name></object></source>${object('person', `${part}<actions><name>run</name></actions>`)}</annotation>`;
    expect(countsOf(await only({ 'a.xml': text }))).toEqual({ person: 1 });
  });

  test('may be in any form that XML allows', async () => {
    const text =
      '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<!DOCTYPE annotation [<!ENTITY x "boom">]>\r\n<!-- <object><name>no</name></object> -->' +
      `<annotation verified="yes">${object('\n  tvmonitor\t')}${object('<![CDATA[a<b]]>')}${object('R&amp;D')}${object('&#x63;at')}${object('&x;')}</annotation>\n`;
    const dataset = await only({ 'a.xml': text });
    expect(countsOf(dataset)).toEqual({ '&x;': 1, 'R&D': 1, 'a<b': 1, cat: 1, tvmonitor: 1 });
    expect(problemsOf(dataset)).toEqual([
      expect.stringMatching(/^xml-entity-not-expanded a\.xml:4:\d+$/),
    ]);
  });

  test('may be in UTF-16 or Latin-1, as its mark or prolog says', async () => {
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${xml(object('Vögel'))}`, 'utf16le'));
    const latin1 = new Uint8Array(
      Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${xml(object('Vögel'))}`, 'latin1'),
    );
    expect(countsOf(await only({ 'a.xml': utf16, 'b.xml': latin1 }))).toEqual({ Vögel: 2 });
  });

  test('says which objects are difficult, and counts them', async () => {
    const dataset = await only({
      'a.xml': xml(
        object('cat'),
        object('cat', '\n<difficult>1</difficult><truncated>1</truncated>'),
      ),
    });
    expect(countsOf(dataset)).toEqual({ cat: 2 });
    expect(problemsOf(dataset)).toEqual(['difficult a.xml:2:1']);
  });

  test('with an object without a name says so', async () => {
    const dataset = await only({ 'a.xml': xml(object('cat'), object('  ')) });
    expect(countsOf(dataset)).toEqual({ cat: 1 });
    expect(problemsOf(dataset)).toEqual(['no-name a.xml:2:1']);
  });

  test('that is broken gives the objects before, and an error with its place', async () => {
    const dataset = await only({
      'a.xml': xml(object('cat')),
      'b.xml': xml(object('dog'), '<object><name>cow</nam>'),
    });
    expect(countsOf(dataset)).toEqual({ cat: 1, dog: 1 });
    expect(dataset.problems.at(0)).toMatchObject({ severity: 'error', file: 'b.xml', line: 2 });
  });

  test('may be called @.xml, or have no extension below Annotation', async () => {
    expect(countsOf(await only({ '@.xml': xml(object('cat')) }))).toEqual({ cat: 1 });
    const dogs = await only({
      'Images/n02085620-Chihuahua/n02085620_1.jpg': '',
      'Annotation/n02085620-Chihuahua/n02085620_1': xml(object('Chihuahua')),
      'Annotation/n02085782-Japanese_spaniel/n02085782_2': xml(object('Japanese_spaniel')),
    });
    expect(countsOf(dogs)).toEqual({ Chihuahua: 1, Japanese_spaniel: 1 });
  });

  test('counts what a slow reader counts, whatever the names', async () => {
    const name = fc.constantFrom('a', 'b', 'Ä ö', 'x-1', '日本', 'a.b');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(name, { maxLength: 6 }), { minLength: 1, maxLength: 8 }),
        async (all) => {
          const files = all.map(
            (names, index) =>
              [`${index}.xml`, xml(object('a'), ...names.map((n) => object(n)))] as const,
          );
          const dataset = await only(Object.fromEntries(files));
          const expected: Record<string, number> = {};
          for (const one of ['a'.repeat(all.length).split(''), ...all].flat())
            expected[one] = (expected[one] ?? 0) + 1;
          expect(countsOf(dataset)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the full VOC layout', () => {
  const annotations = (...ids: readonly string[]): MemoryFiles =>
    Object.fromEntries(ids.map((id) => [`VOC2007/Annotations/${id}.xml`, xml(object(id[0]))]));

  test('has its splits in ImageSets/Main, trainval not counted again', async () => {
    const dataset = await only({
      ...annotations('a1', 'a2', 'b1', 'b2', 'c1'),
      'VOC2007/ImageSets/Main/train.txt': 'a1\nb1\n',
      'VOC2007/ImageSets/Main/val.txt': 'a2\r\n',
      'VOC2007/ImageSets/Main/trainval.txt': 'a1\nb1\na2\n',
      'VOC2007/ImageSets/Main/test.txt': 'b2\nz9\nz8\n',
      'VOC2007/ImageSets/Main/a_train.txt': 'a1  1\nb1 -1\n',
      'VOC2007/JPEGImages/z9.jpg': '',
    });
    expect(splitsOf(dataset)).toEqual({
      train: { a: 1, b: 1 },
      val: { a: 1 },
      test: { b: 1 },
      unlisted: { c: 1 },
    });
    expect(dataset).toMatchObject({ name: 'VOC2007', samples: 6, unlabelled: 1 });
    expect(problemsOf(dataset)).toEqual([
      'not-in-image-sets VOC2007',
      'listed-file-missing VOC2007',
    ]);
  });

  test('with trainval alone trains on it, and that is said', async () => {
    const dataset = await only({
      ...annotations('a1', 'b1'),
      'VOC2007/ImageSets/Main/trainval.txt': 'a1\n',
      'VOC2007/ImageSets/Main/test.txt': 'b1\n',
    });
    expect(splitsOf(dataset)).toEqual({ train: { a: 1 }, test: { b: 1 } });
    expect(problemsOf(dataset)).toEqual(['trainval-is-train VOC2007/ImageSets/Main/trainval.txt']);
  });

  test('of several years gives a dataset each', async () => {
    const datasets = await scanned({
      'VOCdevkit/VOC2007/Annotations/1.xml': xml(object('cat')),
      'VOCdevkit/VOC2012/Annotations/1.xml': xml(object('dog')),
    });
    expect(datasets.map((dataset) => [dataset.name, countsOf(dataset)])).toEqual([
      ['VOC2007', { cat: 1 }],
      ['VOC2012', { dog: 1 }],
    ]);
  });

  test("of CVAT has its classes in labelmap.txt, in that file's order", async () => {
    const dataset = await only({
      'labelmap.txt':
        '# label:color_rgb:parts:actions\nbackground:0,0,0::\nyak:1,2,3::\ncat:4,5,6::\nant:7,8,9::\n',
      'Annotations/1.xml': xml(object('cat')),
      'ImageSets/Main/default.txt': '1\n',
    });
    expect(dataset.classes.map(({ name, count }) => [name, count])).toEqual([
      ['yak', 0],
      ['cat', 1],
      ['ant', 0],
    ]);
  });
});

describe('relaxed VOC layouts', () => {
  test('have the files beside the images, in split folders', async () => {
    const dataset = await only({
      'train/1.jpg': '',
      'train/1.xml': xml(object('cat')),
      'valid/2.xml': xml(object('dog')),
      'test/3.xml': xml(object('dog'), object('cat')),
    });
    expect(splitsOf(dataset)).toEqual({
      train: { cat: 1 },
      val: { dog: 1 },
      test: { cat: 1, dog: 1 },
    });
  });

  test('have folders of annotations in split folders, or split folders in them', async () => {
    const inside = await only({
      'train/annotations/1.xml': xml(object('cat')),
      'test/annotations/2.xml': xml(object('dog')),
    });
    expect(splitsOf(inside)).toEqual({ train: { cat: 1 }, test: { dog: 1 } });
    const below = await only({
      'Annotations/CLS-LOC/train/n01440764/1.xml': xml(object('n01440764')),
      'Annotations/CLS-LOC/val/2.xml': xml(object('n01443537')),
    });
    expect(splitsOf(below)).toEqual({ train: { n01440764: 1 }, val: { n01443537: 1 } });
  });

  test("give ImageNet's synsets the names of the mapping, in its order", async () => {
    const dataset = await only({
      'LOC_synset_mapping.txt':
        'n01443537 goldfish, Carassius auratus\nn01440764 tench, Tinca tinca\nn01484850 great white shark\n',
      'ILSVRC/Annotations/CLS-LOC/train/n01440764/1.xml': xml(object('n01440764')),
    });
    expect(dataset.classes.map(({ name, count }) => [name, count])).toEqual([
      ['goldfish, Carassius auratus', 0],
      ['tench, Tinca tinca', 1],
      ['great white shark', 0],
    ]);
  });

  test('may lie in annotations/xmls beside other files', async () => {
    const dataset = await only({
      'annotations/xmls/Abyssinian_1.xml': xml(object('cat')),
      'annotations/list.txt': 'Abyssinian_1 1 1 1\n',
      'annotations/trimaps/Abyssinian_1.png': '',
    });
    expect(countsOf(dataset)).toEqual({ cat: 1 });
  });

  test('take no names from a file that lists something else', async () => {
    const dataset = await only({
      'classes.txt': 'red\ngreen\n',
      'Annotations/1.xml': xml(object('cat')),
    });
    expect(countsOf(dataset)).toEqual({ cat: 1 });
  });
});

describe('other XML', () => {
  const polygon = '<polygon><pt><x>1</x><y>2</y></pt></polygon>';
  const others: Readonly<Record<string, string>> = {
    CVAT: '<annotations><version>1.1</version><meta/><image id="0"><box label="cat"/></image></annotations>',
    "LabelMe's polygons": `<annotation><object><name>cat</name><deleted>0</deleted>${polygon}</object></annotation>`,
    'a project file': '<project><object><name>cat</name></object></project>',
    'Label Studio': '<View><Image name="i" value="$i"/><RectangleLabels name="l"/></View>',
    'a cut file': '<annotatio',
    'no XML at all': 'hello',
  };

  test.each(Object.entries(others))('is not taken for VOC: %s', async (_what, text) => {
    expect(await scanned({ 'a.xml': text })).toEqual([]);
  });

  test('among VOC files is left out with a word', async () => {
    const dataset = await only({
      'a.xml': xml(object('cat')),
      'b.xml': xml(object('cat')),
      'config.xml': '<config/>',
    });
    expect(countsOf(dataset)).toEqual({ cat: 2 });
    expect(dataset.samples).toBe(2);
    expect(problemsOf(dataset)).toEqual(['not-voc config.xml:1:1']);
  });
});
