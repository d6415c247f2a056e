// `class-balance export` where there is nothing to weigh or names cannot be keys: a reason, a bad exit code, no file.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exporters } from '../../../src/core/exporters/registry';
import { tempFolder } from '../node/temp';
import { images, ran } from './fakeIo';

function yolo(names: string, labels: string): string {
  return tempFolder({
    'data.yaml': `path: .\ntrain: images/train\nnames: ${names}\n`,
    'images/train/a.jpg': '',
    'labels/train/a.txt': labels,
  });
}

async function refusal(root: string, target: string, ...more: readonly string[]): Promise<string> {
  const folder = tempFolder();
  const out = join(folder, 'weights');
  const { code, err } = await ran(['export', root, '--target', target, '--out', out, ...more]);
  expect([1, 2]).toContain(code);
  expect(readdirSync(folder)).toEqual([]);
  return err;
}

describe('export', () => {
  test.each(exporters.map(({ id }) => id))('to %s writes nothing for empty classes', async (id) => {
    const said = await refusal(yolo('[cat, dog]', ''), id);
    expect(said).toMatch(/All 2 counts are 0 in .*split “train”|no class has a sample/);
  });

  test('writes nothing where no labels are found', async () => {
    expect(await refusal(tempFolder({ 'notes.txt': 'hello' }), 'pytorch')).toContain('No labels');
  });

  test('writes nothing where two classes share a name that is the key', async () => {
    const said = await refusal(yolo('[cat, cat]', '0 0.5 0.5 0.1 0.1\n'), 'json-map');
    expect(said).toContain('Two classes are named “cat”');
  });

  test('writes nothing for a split without samples of any class', async () => {
    const root = tempFolder(images({ 'train/cat': 3, 'train/dog': 2, 'val/cat': 1 }));
    expect(await refusal(root, 'csv', '--split', 'nope')).toContain('no split “nope”');
  });
});
