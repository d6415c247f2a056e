// What the trainer says of a workspace's samples before it trains on them.
import { expect, test } from 'vitest';
import { prepareData } from '../../../src/trainer/data/workspaceData';
import { packedRequest } from '../core/training/requests';
import { tempFolder } from '../node/temp';

async function saidOf(files: Record<string, string>): Promise<string[]> {
  const root = tempFolder(files);
  const dataset = 'path-label-list:train.txt';
  const data = { kind: 'workspace', root, dataset, valShare: 0.1, testShare: 0.2 } as const;
  const said: string[] = [];
  const preparing = prepareData({ ...packedRequest, data }, root, {
    signal: new AbortController().signal,
    say: (message, level = 'info') => said.push(`${level}: ${message}`),
  });
  await expect(preparing).rejects.toThrow('cannot be trained on');
  return said;
}

test('the trainer warns that not all images were looked for, before it says that it cannot train', async () => {
  const list = (images: number): Record<string, string> => {
    const lines = Array.from({ length: images }, (_, at) => `gone/${at}.jpg ${at % 2}`);
    return { 'train.txt': lines.join('\n'), 'here/1.jpg': '' };
  };
  const warned = (await saidOf(list(60))).filter((line) => line.startsWith('warning: '));
  expect(warned).toHaveLength(1);
  expect(warned[0]).toMatch(/not where the label file says.*Move the files/);
  expect((await saidOf(list(10))).join('\n')).not.toContain('warning');
});

/** What is said of a dataset of images, and what becomes of it; the images that are there are no images that can be read. */
async function preparing(files: Record<string, string>, dataset: string) {
  const root = tempFolder(files);
  const data = { kind: 'workspace', root, dataset, valShare: 0.1, testShare: 0.2 } as const;
  const said: string[] = [];
  const options = {
    signal: new AbortController().signal,
    say: (message: string, level = 'info') => said.push(`${level}: ${message}`),
  };
  const outcome = await prepareData({ ...packedRequest, data }, root, options).then(
    ({ data: { layout } }) => layout as string,
    (error: unknown) => String(error),
  );
  return { said: said.filter((one) => one.startsWith('warning')).join('\n'), outcome };
}

const pixel = 'P3 1 1 255 9 9 9';

/** Forty samples of two classes, of which the images named are there. */
function images(isThere: (at: number) => boolean): Record<string, string> {
  const numbers = Array.from({ length: 40 }, (_, at) => at);
  return Object.fromEntries(numbers.filter(isThere).map((at) => [`images/${at}.ppm`, pixel]));
}
const rows = (separator: string, more = ''): string =>
  Array.from({ length: 40 }, (_, at) => `images/${at}.ppm${separator}${at % 2}${more}`).join('\n');

test('the trainer leaves out the images that a list names and the workspace lacks, and says how many', async () => {
  const files = { ...images((at) => at !== 7), 'train.txt': rows(' ') };
  const { said, outcome } = await preparing(files, 'path-label-list:train.txt');
  expect(said).toContain(
    '1 of 40 images are not in the workspace and are left out, “images/7.ppm”',
  );
  expect(outcome).not.toContain('are no image files');
});

test('the trainer takes a table of images for images where some of them are missing', async () => {
  const table = `path,label,width\n${rows(',', ',3')}`;
  const files = { ...images((at) => at > 2), 'train.csv': table };
  const { said, outcome } = await preparing(files, 'delimited:train.csv#column:label');
  expect(said).toContain('3 of 40 images are not in the workspace and are left out');
  expect(outcome).not.toBe('features');
});

test('the trainer says so where it trains on the columns of a table whose images are all missing', async () => {
  const table = `path,label,width\n${rows(',', ',3')}`;
  const { said } = await preparing({ 'train.csv': table }, 'delimited:train.csv#column:label');
  expect(said).toContain('None of the 40 image files that “train.csv” names was found');
});
