// Samples of one group through the real trainer: however they are grouped, no two splits share one.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunRequest, WorkspaceData } from '../../src/core/training/request';
import { openPacked } from '../../src/trainer/data/packed';
import { grayPng } from '../lib/png';
import { eventsOf, train } from '../lib/trainer';
import { testFolder } from '../lib/testFolder';

const folder = testFolder('groups');

/** The packed samples of the one dataset of a workspace. */
function packedIn(workspace: string, layout: 'images' | 'features', classes: number) {
  const cache = join(workspace, '.class-balance', 'cache');
  const [entry] = readdirSync(cache).filter((name) => name !== '.gitignore');
  return openPacked(join(cache, entry), layout, classes, cache);
}

/** First value of every sample, by split. */
async function valuesBySplit(workspace: string, layout: 'images' | 'features', args: string[]) {
  const run = join(workspace, '..', `${layout}-run`);
  const flags = ['--seeds', '1', '--epochs', '3', '--val-share', '0.2', '--out', run];
  const { code, out } = await train([workspace, ...flags, ...args]);
  expect([code, code === 0 ? '' : out]).toEqual([0, '']);
  const data = packedIn(workspace, layout, 2);
  const size = data.shape.reduce((product, side) => product * side, 1);
  return [data.train, data.val, data.test].map((split) => {
    const length = split.count * size;
    const into = layout === 'images' ? new Uint8Array(length) : new Float32Array(length);
    split.read(
      Array.from({ length: split.count }, (_, at) => at),
      into,
    );
    return new Set(Array.from({ length: split.count }, (_, at) => into[at * size]));
  });
}

function expectApart(splits: readonly ReadonlySet<number>[], groups: number): void {
  const all = splits.flatMap((split) => [...split]);
  expect(new Set(all).size).toBe(groups);
  expect(all).toHaveLength(groups);
  for (const split of splits) expect(split.size).toBeGreaterThan(0);
}

test('keeps rows of one patient in one split, and the column out of the features', async () => {
  const at = join(folder, 'patients', 'data');
  mkdirSync(at, { recursive: true });
  const rows = Array.from({ length: 400 }, (_, i) => {
    const patient = i % 40;
    return `${(patient * 1.5).toFixed(1)},${i % 7},p${patient},${patient % 2 === 0 ? 'ill' : 'well'}`;
  });
  writeFileSync(join(at, 'visits.csv'), `height,day,patient,label\n${rows.join('\n')}\n`);
  const splits = await valuesBySplit(at, 'features', ['--group-by', 'patient']);
  expectApart(splits, 40);
}, 120_000);

test('keeps images of one folder in one split', async () => {
  const at = join(folder, 'people', 'data');
  for (let person = 0; person < 30; person++) {
    const of = join(at, person % 2 === 0 ? 'ill' : 'well', `person${person}`);
    mkdirSync(of, { recursive: true });
    const image = grayPng(12, 12, () => person * 8);
    for (let i = 0; i < 6; i++) writeFileSync(join(of, `${i}.png`), image);
  }
  const splits = await valuesBySplit(at, 'images', ['--group-by', '1']);
  expectApart(splits, 30);
}, 120_000);

test('keeps the frames of one video in one split, by a pattern for the path', async () => {
  const at = join(folder, 'videos', 'data');
  for (let video = 0; video < 30; video++) {
    const image = grayPng(12, 12, () => video * 8);
    for (let frame = 0; frame < 4; frame++) {
      const file = join(at, video % 2 === 0 ? 'ill' : 'well', `v${video}_f${frame}.png`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, image);
    }
  }
  const splits = await valuesBySplit(at, 'images', ['--group-by', '{group}_f*.png']);
  expectApart(splits, 30);
}, 120_000);

test('refuses to train where no sample has the group that was asked for', async () => {
  const asked = JSON.parse(
    readFileSync(join(folder, 'patients', 'features-run', 'run.json'), 'utf8'),
  ) as RunRequest;
  const { rules } = asked.data as WorkspaceData;
  expect(rules).toContainEqual({ path: '**', group: 'patient' });
  const run = join(folder, 'none-run');
  mkdirSync(run);
  const text = JSON.stringify(asked).replace('"group":"patient"', '"group":"doctor"');
  writeFileSync(join(run, 'run.json'), text);
  expect((await train(['--config', join(run, 'run.json')])).code).toBe(1);
  expect(eventsOf(run).at(-1)).toMatchObject({
    ...{ type: 'end', status: 'failed' },
    reason: expect.stringContaining('No sample has a group by “doctor”') as string,
  });
}, 60_000);
