// Names from a dataset card: only those of the configuration and the column that the labels are of.

import { expect, test } from 'vitest';
import { namesFor } from '../../../../src/core/tables/nameLists';
import { MemorySource } from '../../../fakes/memorySource';

const feature = (name: string, names: readonly string[], indent = '    '): string =>
  [
    `${indent}- name: ${name}`,
    `${indent}  dtype:`,
    `${indent}    class_label:`,
    `${indent}      names:`,
    ...names.map((one, at) => `${indent}        '${at}': ${one}`),
  ].join('\n');

const info = (config: string, ...features: readonly string[]): string =>
  `  - config_name: ${config}\n    features:\n${features.join('\n')}`;

const card = (...parts: readonly string[]): string => `---\n${parts.join('\n')}\n---\n# Title\n`;

async function namesOf(readme: string, file: string, column?: string): Promise<string | undefined> {
  const files = new MemorySource({ 'd/README.md': readme });
  const found = await namesFor(['0', '1'], ['d/README.md'], files, { file, column });
  return found?.classes.map(({ id, name }) => `${id} ${name}`).join(', ');
}

const two = [
  'dataset_info:',
  info('mood', feature('label', ['sad', 'glad'])),
  info('size', feature('label', ['small', 'large'])),
];

test('a card names the labels of the configuration whose folder holds the file', async () => {
  expect(await namesOf(card(...two), 'd/size/train.csv', 'label')).toBe('0 small, 1 large');
  expect(await namesOf(card(...two), 'd/mood/train.csv', 'label')).toBe('0 sad, 1 glad');
});

test('a card names nothing where no configuration holds the file, or two do', async () => {
  expect(await namesOf(card(...two), 'd/data/train.csv', 'label')).toBeUndefined();
  expect(await namesOf(card(...two), 'd/train.csv', 'label')).toBeUndefined();
  expect(await namesOf(card(...two), 'd/mood/size/train.csv', 'label')).toBeUndefined();
});

test('configurations that declare the same names need no choice', async () => {
  const same = ['en', 'de'].map((name) => info(name, feature('label', ['sad', 'glad'])));
  const text = card('dataset_info:', ...same);
  expect(await namesOf(text, 'd/train.csv', 'label')).toBe('0 sad, 1 glad');
});

test.each([
  ['a path', 'data_files: b/t.csv', 'd/b/t.csv'],
  ['a path from the folder itself', 'data_files: ./b/t.csv', 'd/b/t.csv'],
  ['a star in a name', 'data_files: "b/tr*.csv"', 'd/b/train.csv'],
  ['two stars', 'data_files: "b/**"', 'd/b/c/train.csv'],
  ['two stars for no folder', 'data_files: "b/**/*.csv"', 'd/b/train.csv'],
  ['a question mark', 'data_files: "b/?.csv"', 'd/b/1.csv'],
  ['a list', 'data_files: [x.csv, b/t.csv]', 'd/b/t.csv'],
  ['splits', 'data_files: [{split: train, path: [b/t.csv]}]', 'd/b/t.csv'],
  ['a folder', 'data_dir: b', 'd/b/t.csv'],
  ['a folder and a pattern', 'data_dir: b/\n    data_files: "*.csv"', 'd/b/t.csv'],
])('a configuration holds the files that its data_files name by %s', async (_, files, file) => {
  const configs = `configs:\n  - config_name: size\n    ${files}`;
  expect(await namesOf(card(configs, ...two), file, 'label')).toBe('0 small, 1 large');
});

test.each([
  ['a star does not cross folders', 'b/*.csv', 'd/b/c/t.csv'],
  ['a dot is a dot', 'b/t.csv', 'd/b/t_csv'],
  ['a pattern is whole', 'b/t', 'd/b/t.csv'],
  ['a pattern of many stars ends', '*a'.repeat(140), `d/${'a'.repeat(4000)}b`],
])('%s', async (_, files, file) => {
  const configs = `configs:\n  - config_name: size\n    data_files: "${files}"`;
  expect(await namesOf(card(configs, ...two), file, 'label')).toBeUndefined();
});

test('of several features the one named as the column gives the names', async () => {
  const features = [feature('fine', ['cat', 'rose', 'oak']), feature('coarse', ['pet', 'plant'])];
  const text = card('dataset_info:', info('default', ...features));
  expect(await namesOf(text, 'd/t.csv', 'coarse')).toBe('0 pet, 1 plant');
  expect(await namesOf(text, 'd/t.csv', 'other')).toBeUndefined();
  expect(await namesOf(text, 'd/t.csv')).toBeUndefined();
});

test('a single feature names a column that was renamed', async () => {
  const text = card('dataset_info:', info('default', feature('label', ['sad', 'glad'])));
  expect(await namesOf(text, 'd/t.csv', 'target')).toBe('0 sad, 1 glad');
});

test('a part of a list of structures goes by both names', async () => {
  const parts = feature('category', ['car', 'bus'], '        ');
  const text = card(
    'dataset_info:',
    info('default', `    - name: objects\n      sequence:\n${parts}`, feature('a', ['x', 'y'])),
  );
  expect(await namesOf(text, 'd/t.parquet', 'objects.category')).toBe('0 car, 1 bus');
});

test.each([
  ['no YAML', '---\nclass_label: [\n---\n'],
  ['no front matter', 'class_label'],
  ['nothing of a dataset', card('class_label: 3')],
  ['odd values', card('dataset_info: [3, null, {features: [class_label, {class_label: 3}]}]')],
])('a card with %s names nothing', async (_, text) => {
  expect(await namesOf(text, 'd/t.csv')).toBeUndefined();
});
