// Images of every kind through the real trainer, as a workspace and as a list of files: what cannot be read is named,
// counted and left out, and the rest is trained on.
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DataEvent } from '../../src/core/training/events';
import type { RunRequest } from '../../src/core/training/request';
import { eventsOf, finished, start, train } from '../lib/trainer';
import { root } from '../lib/shared';
import { packedRequest } from '../unit/core/training/requests';
import { testFolder } from '../lib/testFolder';

const images = join(root, 'test', 'fixtures', 'images');
const names = readdirSync(images).filter((name) => !name.endsWith('.rgb'));
const folder = testFolder('images');
/** Two classes with every image, the second with each twice, and three files that are no images. */
function writeImages(at: string): readonly string[] {
  const paths: string[] = [];
  const put = (path: string, from: string): void => {
    copyFileSync(join(images, from), join(at, path));
    paths.push(path);
  };
  for (const kind of ['cats', 'dogs']) mkdirSync(join(at, kind), { recursive: true });
  for (const name of names) {
    put(`cats/${name}`, name);
    put(`dogs/${name}`, name);
    put(`dogs/again-${name}`, name);
  }
  writeFileSync(join(at, 'cats/cut.gif'), 'GIF89a\r\0\t\0\0\0\0');
  writeFileSync(join(at, 'dogs/empty.png'), '');
  writeFileSync(join(at, 'dogs/text.webp'), 'RIFF and nothing else that a picture has in it');
  return [...paths, 'cats/cut.gif', 'dogs/empty.png', 'dogs/text.webp'];
}

const dataOf = (run: string): DataEvent => {
  const found = eventsOf(run).find((event) => event.type === 'data');
  if (found === undefined) throw new Error('no data event');
  return found;
};

const faults = [
  ['cats/cut.gif', /it holds no frame/],
  ['dogs/empty.png', /it is no JPEG, PNG, WebP, GIF, BMP, PGM or PPM image/],
  ['dogs/text.webp', /it is no JPEG/],
] as const;

function expectNamed({ examples }: DataEvent): void {
  for (const [path, reason] of faults) {
    expect(examples.find((one) => one.path === path)?.reason).toMatch(reason);
  }
}

test('a folder of images of every kind trains, and its damaged files are named', async () => {
  const at = join(folder, 'pets');
  const all = writeImages(at);
  const run = join(folder, 'run');
  const { code, err } = await train([at, '--out', run, '--seeds', '1', '--epochs', '5']);
  expect(err).toBe('');
  expect(code).toBe(0);
  const data = dataOf(run);
  expect(data.skipped).toBe(3);
  expect(data.train + data.val + data.test).toBe(all.length - 3);
  expectNamed(data);
}, 120_000);

test('a list of image files trains on the splits that it says, inside its root only', async () => {
  const at = join(folder, 'listed');
  const all = writeImages(at);
  const run = join(folder, 'listed-run');
  mkdirSync(run);
  const splitOf = (i: number) => (i % 5 === 0 ? 'test' : 'train');
  const lines = [...all, '../outside.png'].map((path, i) =>
    JSON.stringify({ path, label: path.startsWith('cats') ? 0 : 1, split: splitOf(i) }),
  );
  writeFileSync(join(run, 'samples.jsonl'), `${lines.join('\n')}\n`);
  const request: RunRequest = {
    ...packedRequest,
    classes: packedRequest.classes.slice(0, 2),
    data: { kind: 'files', root: at, samples: 'samples.jsonl', size: 16 },
    ...{ seeds: [0], budget: { epochs: 5, halving: false } },
  };
  writeFileSync(join(run, 'run.json'), JSON.stringify(request));
  const { code, err } = await finished(start('trainer', ['--config', join(run, 'run.json')]));
  expect(err).toBe('');
  expect(code).toBe(0);
  const data = dataOf(run);
  expect(data.skipped).toBe(4);
  expect(data.test).toBe(
    all.filter((path, i) => i % 5 === 0 && !faults.some(([bad]) => bad === path)).length,
  );
  expect(data.examples.find(({ path }) => path === '../outside.png')?.reason).toContain('outside');
  expectNamed(data);
}, 120_000);

test('a dataset of which nothing can be read is refused, with the first reasons', async () => {
  const at = join(folder, 'broken');
  for (const kind of ['cats', 'dogs']) {
    mkdirSync(join(at, kind), { recursive: true });
    for (let i = 0; i < 4; i++) writeFileSync(join(at, kind, `${i}.jpg`), 'no picture');
  }
  const { code, out } = await train([at, '--out', join(folder, 'broken-run')]);
  expect(code).toBe(1);
  expect(out).toMatch(/None of the 8 samples can be used\. “cats\/0\.jpg”: it is no JPEG/);
}, 60_000);

test('a list with a label that is no class is refused by line', async () => {
  const run = join(folder, 'refused');
  mkdirSync(run);
  const line = JSON.stringify({ path: 'a.png', label: 2, split: 'train' });
  writeFileSync(join(run, 'samples.jsonl'), `\n${line}\n`);
  const data = { kind: 'files', root: folder, samples: 'samples.jsonl', size: 16 } as const;
  const request = { ...packedRequest, classes: packedRequest.classes.slice(0, 2), data };
  writeFileSync(join(run, 'run.json'), JSON.stringify(request));
  const { code } = await finished(start('trainer', ['--config', join(run, 'run.json')]));
  expect(code).toBe(1);
  const reason = JSON.stringify(eventsOf(run).at(-1));
  expect(reason).toMatch(/line 2: “label” must be from 0 to 1/);
});
