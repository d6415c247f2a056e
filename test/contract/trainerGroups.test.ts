// Samples of one group through the real trainer: however they are grouped, training and test never share one.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunRequest, WorkspaceData } from '../../src/core/training/request';
import { NpyFile } from '../../src/trainer/data/npyFile';
import { grayPng } from '../lib/png';
import { eventsOf, runsFolder, train } from '../lib/trainer';

const folder = runsFolder('groups');
const short = ['--seeds', '1', '--epochs', '5', '--workers', '1'];

/** The split of each sample that was packed below the folder, in the order of the samples. */
function splitsIn(root: string): Uint8Array {
  const cache = join(root, '.class-balance', 'cache');
  const [entry] = readdirSync(cache).filter((name) => !name.startsWith('.'));
  const file = new NpyFile(join(cache, entry, 'split.npy'));
  const splits = new Uint8Array(file.rows);
  file.read(0, splits);
  file.close();
  return splits;
}

/** Splits of each group. */
function splitsOf(groups: readonly string[], splits: Uint8Array): ReadonlyMap<string, Set<number>> {
  expect(splits).toHaveLength(groups.length);
  const of = new Map<string, Set<number>>();
  groups.forEach((group, at) => of.set(group, (of.get(group) ?? new Set()).add(splits[at])));
  return of;
}

const each = (of: ReadonlyMap<string, Set<number>>): readonly number[] =>
  [...of.values()].map(({ size }) => size);

test('keeps the rows of one patient together, and does not learn from who it is', async () => {
  const root = join(folder, 'rows');
  mkdirSync(root);
  const groups = Array.from({ length: 240 }, (_, at) => `p${Math.floor(at / 4) % 40}`);
  const rows = groups.map(
    (group, at) => `${(at * 7) % 13},${group},${at % 3 === 0 ? 'sick' : 'well'}`,
  );
  writeFileSync(join(root, 'rows.csv'), ['x,patient,label', ...rows, ''].join('\n'));
  const source = ['--source', 'rows.csv=column:label', '--group-by', 'patient'];
  const { code, err } = await train([root, '--out', join(folder, 'rows-run'), ...source, ...short]);
  expect([code, err]).toEqual([0, '']);
  const of = splitsOf(groups, splitsIn(root));
  expect(each(of)).toEqual(each(of).map(() => 1));
  expect(new Set([...of.values()].flatMap((set) => [...set]))).toEqual(new Set([0, 1, 2]));
  const [cache] = readdirSync(join(root, '.class-balance', 'cache')).filter(
    (n) => !n.startsWith('.'),
  );
  expect(new NpyFile(join(root, '.class-balance', 'cache', cache, 'x.npy')).shape).toEqual([
    240, 1,
  ]);
}, 60_000);

test('keeps the frames of one video together, by a pattern for the path', async () => {
  const root = join(folder, 'frames');
  const paths = ['cat', 'dog'].flatMap((kind) =>
    Array.from({ length: 60 }, (_, at) => {
      const video = String(Math.floor(at / 3)).padStart(2, '0');
      return `${kind}/v${video}_f${at % 3}.png`;
    }),
  );
  for (const [at, path] of paths.entries()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(
      join(root, path),
      grayPng(8, 8, (i) => (at * i) % 256),
    );
  }
  const by = ['--group-by', '{group}_f*.png'];
  const { code, err } = await train([root, '--out', join(folder, 'frames-run'), ...by, ...short]);
  expect([code, err]).toEqual([0, '']);
  const of = splitsOf(
    paths.map((path) => path.slice(0, path.indexOf('_'))),
    splitsIn(root),
  );
  expect(each(of)).toEqual(each(of).map(() => 1));
}, 60_000);

test('refuses to train where no sample has the group that was asked for', async () => {
  const asked = JSON.parse(
    readFileSync(join(folder, 'rows-run', 'run.json'), 'utf8'),
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
