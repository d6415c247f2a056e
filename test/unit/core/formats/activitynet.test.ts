// ActivityNet and Kinetics: segments, clips, subsets.

import { describe, expect, test } from 'vitest';
import { activitynet } from '../../../../src/core/formats/activitynet';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const segment = (label: string): object => ({ segment: [0, 1], label });
const database = {
  a: { duration: 1, subset: 'training', annotations: [segment('ski'), segment('ski')] },
  b: { duration: 1, subset: 'validation', annotations: [segment('run')] },
  c: { duration: 1, subset: 'testing', annotations: [] },
};

describe('a file of videos', () => {
  test('of ActivityNet gives segments by subset', async () => {
    const dataset = await onlyIn([activitynet], {
      'a.json': JSON.stringify({ database, taxonomy: [{ nodeName: 'Root' }], version: '1' }),
    });
    expect(splitsOf(dataset)).toEqual({ train: { ski: 2 }, val: { run: 1 }, test: {} });
    expect(dataset).toMatchObject({ unit: 'span', samples: 3, unlabelled: 1 });
  });

  test('of Kinetics gives clips', async () => {
    const clip = (label: string): object => ({
      annotations: segment(label),
      duration: 1,
      subset: 'train',
      url: 'x',
    });
    const dataset = await onlyIn([activitynet], {
      'k.json': JSON.stringify({ a: clip('ski'), b: clip('run'), c: clip('ski') }),
    });
    expect(countsOf(dataset)).toEqual({ run: 1, ski: 2 });
    expect(dataset).toMatchObject({ unit: 'clip', samples: 3 });
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    const text = JSON.stringify({ database });
    await expectSameInAnyCut([activitynet], { 'a.json': text });
    await expectCutsSaid([activitynet], { 'a.json': text }, 'a.json');
  });

  test('is not what else is called a database', async () => {
    const other = JSON.stringify({ database: { host: { url: 'x' }, pool: { size: 1 } } });
    expect((await scanMemory([activitynet], { 'a.json': other })).datasets).toEqual([]);
  });
});
