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
