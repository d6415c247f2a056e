// What was not looked at is said: lists of names that are too large, folders of too many files, media that nobody found.
import { expect, test } from 'vitest';
import { delimited } from '../../../src/core/formats/delimited';
import { jsonDocuments } from '../../../src/core/formats/jsonDocuments';
import { samplesIn } from '../../lib/samplesIn';
import { scanMemory } from '../../lib/scanMemory';

const table = `file,label\n${Array.from({ length: 20 }, (_, at) => `${at}.jpg,${at % 2}`).join('\n')}\n`;

test('a list of names that is too large to be read is said where the classes have no names', async () => {
  const classes = `cat\ndog\n${'\n'.repeat(8 * 1024 * 1024)}`;
  const { datasets } = await scanMemory([delimited], {
    'train.csv': table,
    'classes.txt': classes,
  });
  expect(datasets[0].problems).toContainEqual(
    expect.objectContaining({ code: 'names-not-read', file: 'classes.txt' }),
  );
});

test('a list of names that is read is not spoken of', async () => {
  const { datasets } = await scanMemory([delimited], {
    'train.csv': table,
    'classes.txt': 'cat\ndog\n',
  });
  expect(datasets[0].classes.map(({ name }) => name)).toEqual(['cat', 'dog']);
  expect(datasets[0].problems).toEqual([]);
});

test('a folder of more files than are sorted one by one says that all of them are counted', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 5001 }, (_, at) => [
      `labels/${at}.json`,
      `{"text": "some words", "label": "${at % 2}x"}`,
    ]),
  );
  const { datasets } = await scanMemory([jsonDocuments], { ...files, 'labels/0.json': '[1, 2]' });
  expect(datasets[0].problems).toContainEqual(
    expect.objectContaining({ code: 'files-not-sorted', file: 'labels' }),
  );
});

test('after so many files that nobody found a dataset says that no more were searched for', async () => {
  const list = Array.from({ length: 60 }, (_, at) => `gone/${at}.jpg ${at % 2}`).join('\n');
  const id = 'path-label-list:train.txt';
  const { dataset } = await samplesIn({ 'train.txt': list, 'here/1.jpg': '' }, id);
  expect(dataset.problems.map(({ code }) => code)).toContain('media-not-searched');
  const few = await samplesIn({ 'train.txt': 'img/1.jpg 0\nimg/2.jpg 1\n', 'img/1.jpg': '' }, id);
  expect(few.dataset.problems.map(({ code }) => code)).not.toContain('media-not-searched');
});
