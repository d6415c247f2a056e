// What befalls runs: no room on the disk, no time, a second trainer, a workspace closed, a decoder that is missing.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../lib/shared';
import { byType, eventsOf, finished, start, train, writeTable } from '../lib/trainer';
import { testFolder } from '../lib/testFolder';

const folder = testFolder('misfortunes');
const names = ['a', 'b', 'c'];
const table = join(folder, 'table');

const rankingOf = (run: string) => byType(eventsOf(run), 'verdict').at(-1)?.ranking;
const lastOf = (run: string) => eventsOf(run).at(-1);

/** A run that takes a while, from a request of its own. */
const slow = ['--model', 'mlp', '--epochs', '300', '--workers', '1', '--seeds', '2'];

async function startedRun(run: string, straight: string) {
  cpSync(join(straight, 'run.json'), join(run, 'run.json'));
  const child = start('trainer', ['--config', join(run, 'run.json')]);
  const over = finished(child);
  while (byType(eventsOf(run), 'arm').every(({ state }) => state !== 'finished')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, over };
}

describe('a run', () => {
  const straight = join(folder, 'straight');
  beforeAll(async () => {
    writeTable(join(table, 'flowers.csv'), [200, 60, 24], names);
    const { code } = await train([table, '--out', straight, ...slow]);
    expect(code).toBe(0);
  }, 240_000);

  test('whose workspace is closed stops, says so, and goes on to the same end', async () => {
    const run = join(folder, 'closed');
    const { child, over } = await startedRun(run, straight);
    child.kill('SIGHUP');
    expect((await over).code).toBe(130);
    expect(lastOf(run)).toMatchObject({ type: 'end', status: 'stopped' });
    expect(existsSync(join(run, 'run.lock'))).toBe(false);
    expect((await train(['--resume', run])).code).toBe(0);
    expect(rankingOf(run)).toEqual(rankingOf(straight));
  }, 120_000);

  test('whose packed samples are gone meanwhile packs them again and comes to the same end', async () => {
    const run = join(folder, 'unpacked');
    const { child, over } = await startedRun(run, straight);
    child.kill('SIGKILL');
    await over;
    const cache = join(table, '.class-balance', 'cache');
    rmSync(cache, { recursive: true });
    expect((await train(['--resume', run])).code).toBe(0);
    expect(existsSync(cache)).toBe(true);
    expect(byType(eventsOf(run), 'start').map(({ resumed }) => resumed)).toEqual([false, true]);
    expect(rankingOf(run)).toEqual(rankingOf(straight));
  }, 120_000);

  test('is trained by one process only, which a second one names', async () => {
    const run = join(folder, 'twice');
    const { child, over } = await startedRun(run, straight);
    const before = eventsOf(run).length;
    const second = await train(['--resume', run]);
    expect(second.code).toBe(1);
    expect(second.err).toContain(`being trained by process ${child.pid}`);
    expect(eventsOf(run).length).toBeGreaterThanOrEqual(before);
    expect(byType(eventsOf(run), 'start')).toHaveLength(1);
    child.kill('SIGKILL');
    await over;
  }, 120_000);

  test('beside another one on the same data, both packing them, comes to the same end', async () => {
    rmSync(join(table, '.class-balance', 'cache'), { recursive: true });
    const runs = ['first', 'second'].map((name) => join(folder, name));
    for (const run of runs) cpSync(join(straight, 'run.json'), join(run, 'run.json'));
    const codes = await Promise.all(
      runs.map(async (run) => finished(start('trainer', ['--config', join(run, 'run.json')]))),
    );
    expect(codes.map(({ code, err }) => [code, err])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    for (const run of runs) expect(rankingOf(run)).toEqual(rankingOf(straight));
  }, 240_000);

  // The system refuses to let files grow: to a program the same as a full disk.
  test.skipIf(process.platform === 'win32').each([
    ['its events', 16],
    ['its packed samples', 4],
  ])(
    'that finds no room for %s fails with the reason, and goes on once there is some',
    async (_, kibibytes) => {
      rmSync(join(table, '.class-balance', 'cache'), { recursive: true, force: true });
      const run = join(folder, `full-${kibibytes}`);
      cpSync(join(straight, 'run.json'), join(run, 'run.json'));
      const program = join(root, 'dist', 'trainer.mjs');
      const line = `ulimit -f ${kibibytes} && exec "$0" "$@"`;
      const args = [process.execPath, program, '--config', join(run, 'run.json')];
      const child = spawn('bash', ['-c', line, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      const { code, out, err } = await finished(child);
      expect(code).toBe(1);
      expect(`${out}${err}`).toMatch(/could not be written/);
      expect(existsSync(join(run, 'loss-config.json'))).toBe(false);
      expect((await train(['--resume', run])).code).toBe(0);
      expect(rankingOf(run)).toEqual(rankingOf(straight));
    },
    240_000,
  );
});

test('a program without its decoder in WebAssembly decodes JPEG images all the same, and says by what', async () => {
  const dist = join(folder, 'dist');
  cpSync(join(root, 'dist'), dist, { recursive: true, filter: (path) => !path.endsWith('.wasm') });
  const at = join(folder, 'photos');
  for (const [kind, count] of [
    ['a', 6],
    ['b', 5],
  ] as const) {
    mkdirSync(join(at, kind), { recursive: true });
    for (let i = 0; i < count; i++) {
      const name = i % 2 === 0 ? 'colour.jpg' : 'progressive.jpg';
      cpSync(join(root, 'test/fixtures/images', name), join(at, kind, `${i}.jpg`));
    }
  }
  const whole = readFileSync(join(root, 'test/fixtures/images/colour.jpg'));
  writeFileSync(join(at, 'a', 'cut.jpg'), whole.subarray(0, whole.length - 120));
  const run = join(folder, 'photos-run');
  const args = ['train', at, '--seeds', '1', '--epochs', '3', '--out', run];
  const child = spawn(process.execPath, [join(dist, 'cli.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { code, out, err } = await finished(child);
  expect([code, code === 0 ? err : out]).toEqual([0, '']);
  const [begun] = byType(eventsOf(run), 'start');
  expect(begun.environment.decoder).toBe('jpeg-js');
  const [data] = byType(eventsOf(run), 'data');
  expect(data.examples.map(({ path }) => path)).toEqual(['a/cut.jpg']);
}, 120_000);

describe('--minutes', () => {
  test('ends a run in time with a verdict on what was trained, the plain loss always', async () => {
    const at = join(folder, 'hurried');
    writeTable(join(at, 'flowers.csv'), [2000, 600, 200], names);
    const run = join(folder, 'hurried-run');
    const long = ['--model', 'mlp', '--epochs', '800', '--workers', '1', '--arms', 'full'];
    const { code, err } = await train([at, '--out', run, ...long, '--minutes', '0.05']);
    expect(err).toBe('');
    expect(code).toBe(0);
    const dropped = byType(eventsOf(run), 'arm').filter(({ state }) => state === 'dropped');
    expect(dropped.length).toBeGreaterThan(0);
    const reasons = new Set(dropped.map(({ reason }) => reason));
    expect([...reasons].some((reason) => reason?.includes('time') === true)).toBe(true);
    expect(rankingOf(run)?.map(({ arm }) => arm)).toContain('softmax');
    expect(lastOf(run)).toMatchObject({ type: 'end', status: 'done' });
  }, 240_000);
});
