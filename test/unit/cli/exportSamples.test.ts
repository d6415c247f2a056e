// `class-balance export` of one line a sample: from label files on disk to files in their order, or nothing at all.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../node/temp';
import { ran } from './fakeIo';

async function exported(
  root: string,
  target: string,
  out: string,
  ...more: readonly string[]
): Promise<{ code: number; err: string }> {
  return ran(['export', root, '--target', target, '--out', join(root, out), ...more]);
}

const box = '0.5 0.5 0.1 0.1\n';

describe('export', () => {
  test('writes an image list beside or below the data, with paths from the list’s own folder', async () => {
    const images = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [
        [`data/images/train/${at}.jpg`, ''],
        [`data/labels/train/${at}.txt`, `${at === 3 ? 1 : 0} ${box}`],
      ]).flat(),
    ) as Record<string, string>;
    const yaml = 'train: images/train\nval: images/train\nnames: [cat, dog]\n';
    const root = tempFolder({ 'data/data.yaml': yaml, 'lists/x': '', ...images });
    const { code, err } = await exported(root, 'ultralytics-list', 'lists/train_balanced.txt');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const rows = readFileSync(join(root, 'lists/train_balanced.txt'), 'utf8').trimEnd().split('\n');
    expect(new Set(rows)).toEqual(
      new Set(Array.from({ length: 10 }, (_, at) => `./../data/images/train/${at}.jpg`)),
    );
    expect(rows.filter((row) => row.endsWith('/3.jpg')).length).toBeGreaterThan(1);
    // What was written is not taken for labels by the next scan.
    const again = await exported(root, 'ultralytics-list', 'lists/b.txt');
    expect(again).toMatchObject({ code: 0 });
    expect(readFileSync(join(root, 'lists/b.txt'), 'utf8').trimEnd().split('\n')).toEqual(rows);
  });

  test('writes the rows of the chosen split alone', async () => {
    const rows = ['path,label,split', 'a.jpg,cat,train', 'b.jpg,dog,val', 'c.jpg,cat,train'];
    const root = tempFolder({ 'labels.csv': `${rows.join('\n')}\nd.jpg,dog,train\n` });
    const wanted = ['--split', 'train'];
    expect(await exported(root, 'sample-weights-csv', 'w.csv', ...wanted)).toMatchObject({
      code: 0,
    });
    const written = readFileSync(join(root, 'w.csv'), 'utf8').trimEnd().split('\r\n');
    expect(written.map((row) => row.split(',')[3])).toEqual(['path', 'a.jpg', 'c.jpg', 'd.jpg']);
  });

  test('looks for the images of the chosen split alone: those of another may be missing', async () => {
    const lost = Array.from({ length: 60 }, (_, at) => `gone/${at}.jpg,${at % 2}x,val`);
    const rows = ['path,label,split', ...lost, 'deep/a.jpg,0x,train', 'deep/b.jpg,1x,train'];
    const images = { 'photos/deep/a.jpg': '', 'photos/deep/b.jpg': '' };
    const root = tempFolder({ 'labels.csv': `${rows.join('\n')}\n`, ...images });
    const wanted = ['--split', 'train'];
    const { code, err } = await exported(root, 'ultralytics-list', 'list.txt', ...wanted);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const listed = readFileSync(join(root, 'list.txt'), 'utf8').trimEnd().split('\n');
    expect(listed).toEqual(['./photos/deep/a.jpg', './photos/deep/b.jpg']);
  });

  test('writes nothing where an image is missing', async () => {
    const root = tempFolder({ 'train.txt': 'a.jpg 0\nb.jpg 1\nc.jpg 0\n', 'a.jpg': '' });
    const before = readdirSync(root);
    const { code, err } = await exported(root, 'ultralytics-list', 'list.txt');
    expect(code).toBe(1);
    expect(err).toContain('“b.jpg” was not found');
    expect(readdirSync(root)).toEqual(before);
  });

  test('leaves nothing behind when interrupted', async () => {
    const list = Array.from({ length: 50_000 }, (_, at) => `${at}.jpg ${at % 3}\n`).join('');
    const root = tempFolder({ 'train.txt': list });
    const controller = new AbortController();
    const err = { isTerminal: true };
    const stopping = ran(
      ['export', root, '--target', 'sample-weights-npy', '--out', join(root, 'w.npy')],
      { signal: controller.signal, err },
    );
    setTimeout(() => {
      controller.abort();
    }, 5);
    expect((await stopping).code).toBe(130);
    expect(readdirSync(root)).toEqual(['train.txt']);
  });

  test('says that tracks have no samples of their own', async () => {
    const gt = ['1,1,0,0,5,5,1,1,1', '2,1,0,0,5,5,1,1,1', '1,2,0,0,5,5,1,2,1'].join('\n');
    const root = tempFolder({
      'train/seq-01/gt/gt.txt': `${gt}\n`,
      'train/seq-01/seqinfo.ini': '',
    });
    const { out } = await ran(['scan', root, '--json']);
    const { datasets } = JSON.parse(out) as { datasets: { id: string }[] };
    const tracks = datasets.find(({ id }) => id.endsWith('#tracks'))?.id ?? '';
    const { code, err } = await exported(root, 'sample-weights-csv', 'w.csv', '--dataset', tracks);
    expect(code).toBe(1);
    expect(err).toContain('do not tell its samples one by one');
    expect(readdirSync(root)).toEqual(['train']);
  });
});
