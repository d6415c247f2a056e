// Tables and trees that keep things rather than label samples: offered, and what looks like them and is labelled is asserted.

import { describe, expect, test } from 'vitest';
import { classFolders } from '../../../../src/core/formats/classFolders';
import { jsonLabels } from '../../../../src/core/formats/jsonLabels';
import { textFolders } from '../../../../src/core/formats/textFolders';
import { readTable } from '../../../../src/core/tables/tableReading';
import type { TableSample } from '../../../../src/core/tables/tableSample';
import { scanMemory } from '../../../lib/scanMemory';
import { bareSampleOf, rowsOf, sampleOf } from './samples';

const pick = (at: number, ...names: readonly string[]): string =>
  names[(at * 7 + (at >> 2)) % names.length];
const bit = (at: number): string => pick(at, '0', '1');
const measure = (at: number, step: number): string => `${(at * step) % 97}.${at % 10}`;

const asserted = (sample: TableSample): string[] =>
  readTable(sample)
    .filter((reading) => reading.confidence >= 0.5)
    .map((reading) => reading.id);

/** What is asserted of 60 rows under that header. */
const of = (header: string, row: (at: number) => string): string[] =>
  asserted(sampleOf(header, ...rowsOf(60, row)));
const bare = (row: (at: number) => string): string[] => asserted(bareSampleOf(...rowsOf(60, row)));
const text = 'a long text of more than eight words that says something';

describe('a table is only offered where it lists', () => {
  test('classes or fonts by a key of their own; items by a number are asserted', () => {
    const row = (at: number): string => `${at},word${at},${pick(at, 'a', 'b', 'c')}`;
    expect(of('id,key,category', row)).toEqual([]);
    expect(of('id,family,category', row)).toEqual([]);
    expect(of('id,phrase,category', row)).toEqual(['column:category']);
  });

  test('words and what they mean; texts with a label are asserted', () => {
    const row = (at: number): string => `word${at},${text} ${at},${pick(at, 'n', 'v')}`;
    expect(of('lemma,definition,tags', row)).toEqual([]);
    expect(of('lemma,definition,pos', row)).toEqual([]);
    expect(of('front,back,tags', row)).toEqual([]);
    expect(of('title,body,tags', row)).toEqual(['column:tags']);
  });

  test('works with who made them; texts about them are asserted', () => {
    const row = (at: number): string =>
      `song ${at % 9},x${at % 7},y${at % 5},${pick(at, 'Rock', 'Jazz')}`;
    expect(of('title,artist,album,genre', row)).toEqual([]);
    expect(
      of('title,artist,album,summary,genre', (at) =>
        row(at).replace(/,(\w+)$/, `,${text} ${at},$1`),
      ),
    ).toEqual(['column:genre']);
  });

  test('people and their addresses; messages are asserted', () => {
    expect(of('email,name,tags', (at) => `u${at}@x.org,n${at},${pick(at, 'a', 'b')}`)).toEqual([]);
    expect(of('email,tags', (at) => `${text} ${at},${pick(at, 'a', 'b')}`)).toEqual([
      'column:tags',
    ]);
  });

  test('what users did with things, and when', () => {
    const row = (at: number): string =>
      `${at % 9},${at % 13},${pick(at, 'dark', 'funny')},${964982703 + at}`;
    expect(of('userId,movieId,tag,timestamp', row)).toEqual([]);
    expect(of('imageId,partId,tag,area', row)).toEqual(['column:tag']);
  });

  test('appointments; articles by their day are asserted', () => {
    const row = (at: number): string =>
      `talk ${at},2024-01-0${(at % 9) + 1},2024-02-0${(at % 9) + 1},${pick(at, 'w', 'p')}`;
    expect(of('Subject,Start Date,End Date,Categories', row)).toEqual([]);
    expect(of('code no,issue_date,listing_date,category', row)).toEqual(['column:category']);
  });

  test('pages of a site; other texts are asserted', () => {
    const row = (at: number): string =>
      `t${at},${text} ${at},s${at % 3},${pick(at, 'news', 'blog')}`;
    expect(of('post_title,post_content,post_status,post_category', row)).toEqual([]);
    expect(of('headline,content,place,post_category', row)).toEqual(['column:post_category']);
  });

  test('rows that point to those of other tables; a lone id is no reason', () => {
    const row = (at: number): string => `${at},n${at},${at % 4},${at % 5},${bit(at)}`;
    expect(of('id,name,color_id,shape_id,is_baby', row)).toEqual([]);
    expect(of('id,name,color,shape,is_baby', row)).toEqual(['column:is_baby']);
    expect(of('id,identifier,type_id,power,damage_class_id', row)).toEqual([]);
    const goods = (at: number): string =>
      `${at},${at % 7},${at % 5},${measure(at, 3)},${measure(at, 5)},${bit(at)}`;
    expect(of('ProductID,SupplierID,ShelfID,Price1,Weight,Gone', goods)).toEqual([]);
    expect(of('ProductID,Supplier,Shelf,Price1,Weight,Gone', goods)).toEqual(['column:Gone']);
  });

  test('what leads from where to where', () => {
    const row = (at: number): string => `/a${at},/b${at},${pick(at, '301', '302')}`;
    expect(of('source,destination,type', row)).toEqual([]);
    expect(of('image,mask,type', row)).toEqual(['column:type']);
  });

  test('what a model made of samples beside what they are', () => {
    const row = (at: number): string => `${at}.jpg,${pick(at, 'a', 'b')},${pick(at + 1, 'a', 'b')}`;
    expect(of('file,true_label,predicted_label', row)).toEqual([]);
    expect(of('file,true_label,noisy_label', row)).toEqual(['column:true_label']);
  });
});

describe('a table of measures', () => {
  const five = (at: number): string => [3, 5, 7, 11, 13].map((step) => measure(at, step)).join(',');

  test('of places year by year has no class in its last column', () => {
    const row = (at: number): string =>
      `${1980 + (at % 9)},${pick(at, 'Ohio', 'Utah', 'Iowa')},${five(at)},${pick(at, 'yes', 'no')}`;
    expect(of('year,state,a,b,c,d,e,law', row)).toEqual([]);
    expect(of('age,state,a,b,c,d,e,law', row)).toEqual(['column:law']);
  });

  test('has none where it begins, behind the names of its rows, with what is to be told', () => {
    const row = (at: number): string =>
      `Car ${at},${five(at)},${five(at + 50)},${pick(at, '1', '2', '3')}`;
    expect(of(',mpg,b,c,d,e,f,g,h,i,j,carb', row)).toEqual([]);
    expect(of(',a,b,c,d,e,f,g,h,i,j,carb', row)).toEqual(['column:carb']);
  });

  test('has none in a mark that stands there once more for another year', () => {
    const row = (at: number): string => `${five(at)},${bit(at)},${bit(at + 1)}`;
    expect(of('a,b,c,d,e,unem74,unem75', row)).toEqual([]);
    expect(of('a,b,c,d,e,unem,ill', row)).toEqual(['column:ill']);
    const named = ['col11', 'col12', 'col13', 'col14', 'col15', 'col16', 'col17'].join(',');
    expect(of(named, row)).toEqual(['column:col17']);
  });

  test.each(['union', 'smsa', 'treated', 'incumbent', 'self', 'nonwhite'])(
    'has none in “%s”: whom it is about',
    (name) => {
      expect(of(`a,b,c,d,e,${name}`, (at) => `${five(at)},${bit(at)}`)).toEqual([]);
    },
  );
});

describe('a table without a header is only offered where its last column', () => {
  test('is a figure with its unit', () => {
    expect(bare((at) => `f${at},${at},${at % 5} allocs/op`)).toEqual([]);
    expect(bare((at) => `f${at},${at},${at % 5}th of five`)).toEqual([]);
    expect(bare((at) => `f${at},${at},kind${at % 5}`)).toEqual(['column:column 3']);
  });

  test('was moved to the right by blank columns', () => {
    expect(bare((at) => `p${at},,,${pick(at, 'install', 'remove')}`)).toEqual([]);
    expect(bare((at) => `p${at},${pick(at, 'install', 'remove')},,`)).toEqual(['column:column 2']);
  });

  test('is a property of what each row names; of what is measured it is the class', () => {
    const row = (at: number): string =>
      `n${at},${pick(at, 'a', 'b', 'c')},x${at % 6},${pick(at, 'Y', 'N')}`;
    expect(bare(row)).toEqual([]);
    expect(bare((at) => row(at).replace(/x\d/, measure(at, 7)))).toEqual(['column:column 4']);
  });
});

describe('JSON is only offered where it lists', () => {
  const found = async (record: (at: number) => object): Promise<string[]> => {
    const content = JSON.stringify(
      rowsOf(40, (at) => JSON.stringify(record(at))).map((one) => JSON.parse(one) as unknown),
    );
    const { datasets } = await scanMemory([jsonLabels], { 'data.json': content });
    return datasets.filter(({ status }) => status === 'asserted').map(({ name }) => name);
  };
  const category = (at: number): string => pick(at, 'a', 'b');

  test('icons or packages', async () => {
    const icon = (at: number): object => ({
      name: `i${at}`,
      category: category(at),
      tags: ['x'],
      version: '1',
    });
    expect(await found(icon)).toEqual([]);
    expect(await found((at) => ({ name: `i${at}`, category: category(at) }))).toHaveLength(1);
  });

  test('posts by their authors', async () => {
    const post = (at: number): object => ({ title: text, body: text, tags: [category(at)] });
    expect(await found((at) => ({ ...post(at), authorId: at % 4, published: true }))).toEqual([]);
    expect(await found(post)).toHaveLength(1);
  });

  test('rows of a database', async () => {
    const fields = (at: number): object => ({ title: text, category: category(at) });
    expect(await found((at) => ({ model: 'blog.post', pk: at, fields: fields(at) }))).toEqual([]);
    expect(await found((at) => ({ name: 'x', no: at, fields: fields(at) }))).toHaveLength(1);
  });
});

describe('folders are only offered where they hold', () => {
  const found = async (...folders: readonly string[]): Promise<string[]> => {
    const paths = folders.flatMap((folder) => [3, 9, 12, 47].map((at) => `${folder}/${at}.png`));
    const files = Object.fromEntries(paths.map((path) => [path, '']));
    const { datasets } = await scanMemory([classFolders], files);
    return datasets.filter(({ status }) => status === 'asserted').map(({ id }) => id);
  };

  test('the same pictures spoilt and good', async () => {
    expect(await found('set/train/low', 'set/train/high')).toEqual([]);
    expect(
      await found(
        'set/train/s1/blur',
        'set/train/s1/sharp',
        'set/train/s2/blur',
        'set/train/s2/sharp',
      ),
    ).toEqual([]);
    expect(await found('set/train/cat', 'set/train/dog')).toHaveLength(1);
  });

  test('other pictures under words for spoilt and good are classes', async () => {
    const files = Object.fromEntries(
      ['train/low/1.png', 'train/low/2.png', 'train/high/3.png', 'train/high/4.png'].map((path) => [
        path,
        '',
      ]),
    );
    const { datasets } = await scanMemory([classFolders], files);
    expect(datasets.map(({ status }) => status)).toEqual(['asserted']);
  });

  test('what was edited, shown before and after, or belongs to a site', async () => {
    expect(await found('photos/originals', 'photos/edited')).toEqual([]);
    expect(await found('set/before', 'set/after')).toEqual([]);
    expect(await found('set/themes', 'set/uploads')).toEqual([]);
  });

  test('cases of a test suite by what comes of them; elsewhere they are classes', async () => {
    const cases = (root: string): Record<string, string> =>
      Object.fromEntries(
        ['pass', 'fail']
          .flatMap((name) => rowsOf(12, (at) => `${root}/${name}/${at}.txt`))
          .map((path) => [path, `${text} ${path}`]),
      );
    const states = async (root: string): Promise<string[]> =>
      (await scanMemory([textFolders], cases(root))).datasets.map(({ status }) => status);
    expect(await states('tests')).toEqual(['offered']);
    expect(await states('reviews')).toEqual(['asserted']);
  });
});
