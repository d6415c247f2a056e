// Numbered YOLO folders side by side: which are batches of one dataset, and which are datasets of their own.

import { describe, expect, test } from 'vitest';
import { yolo } from '../../../../src/core/formats/yolo';
import { countsOf, scanMemory } from '../../../lib/scanMemory';

interface Batch {
  readonly names: string;
  readonly files: readonly string[];
}

const first: Batch = { names: 'crane\ntruck\n', files: ['gate_1', 'gate_2'] };
const second: Batch = { names: 'crane\r\ntruck', files: ['yard_1', 'yard_2', 'yard_3'] };

const row = '1 0.5 0.5 0.1 0.1\n';

async function found(batches: Readonly<Record<string, Batch>>): Promise<unknown> {
  const files = Object.entries(batches).flatMap(([folder, batch]): [string, string][] => [
    [`${folder}/classes.txt`, batch.names],
    ...batch.files.map((stem): [string, string] => [`${folder}/${stem}.jpg`, '']),
    ...batch.files.map((stem): [string, string] => [`${folder}/${stem}.txt`, row]),
  ]);
  const { datasets } = await scanMemory([yolo], Object.fromEntries(files));
  return datasets.map(countsOf);
}

describe('numbered YOLO folders', () => {
  test('with the same names and other files are one dataset', async () => {
    expect(await found({ batch1: first, batch2: second })).toEqual([{ crane: 0, truck: 5 }]);
  });

  test.each([
    ['in another order', { batch1: first, batch2: { ...second, names: 'truck\ncrane\n' } }],
    ['of versions', { yard_v1: first, yard_v2: second }],
    ['that hold a file twice', { batch1: first, batch2: { ...second, files: ['gate_2'] } }],
    ['of other words', { batch1: first, part2: second }],
    ['without a number', { gate: first, yard: second }],
  ])('%s stay apart', async (_what, batches) => {
    expect(await found(batches)).toHaveLength(2);
  });
});
