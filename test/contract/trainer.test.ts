// The trainer as users start it: real processes, small data, from files to verdict.
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readLossConfig } from '../../src/core/lossConfig/read';
import { readRunRequest } from '../../src/core/training/read';
import type { RunRequest } from '../../src/core/training/request';
import type { StampedEvent } from '../../src/core/training/events';
import { root } from '../lib/shared';
import { byType, eventsOf, finished, start, train, writePacked, writeTable } from '../lib/trainer';
import { packedRequest } from '../unit/core/training/requests';
import { testFolder } from '../lib/testFolder';

const folder = testFolder('trainer');
const names = ['setosa', '<b>virginica</b>', 'versi|color'];
const table = join(folder, 'table');
const run = join(folder, 'run');

/** What was measured, without when. */
const finals = (events: readonly StampedEvent[]) =>
  Object.fromEntries(
    byType(events, 'metrics')
      .filter(({ final }) => final)
      .map(({ arm, seed, split, metrics }) => [`${arm} ${seed} ${split}`, metrics]),
  );

/** TensorBoard's files below a run folder. */
const tensorBoardOf = (of: string): string[] =>
  readdirSync(join(of, 'tensorboard'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => relative(of, join(one.parentPath, one.name)))
    .sort();

beforeAll(async () => {
  writeTable(join(table, 'flowers.csv'), [300, 80, 24], names);
  const { code, err } = await train([table, '--out', run]);
  expect(err).toBe('');
  expect(code).toBe(0);
}, 120_000);

describe('class-balance train', () => {
  test('says what happens, in order, with numbers that never repeat', () => {
    const events = eventsOf(run);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at));
    const types = events.map(({ type }) => type).filter((type) => type !== 'log');
    expect(types.slice(0, 2)).toEqual(['start', 'data']);
    expect(types.slice(-2)).toEqual(['verdict', 'end']);
    expect(byType(events, 'end')[0].status).toBe('done');
    const [{ arms, seeds, classes }] = byType(events, 'start');
    expect(arms).toHaveLength(6);
    expect(seeds).toEqual([0, 1, 2]);
    expect(classes.map(({ name }) => name).sort()).toEqual([...names].sort());
    const done = byType(events, 'arm').filter(({ state }) => state === 'finished');
    expect(done).toHaveLength(18);
  });

  test('ranks every loss and the adjusted plain model, with intervals', () => {
    const [{ ranking, chosen }] = byType(eventsOf(run), 'verdict');
    expect(ranking).toHaveLength(7);
    expect(ranking.map(({ mean }) => mean)).toEqual(
      ranking.map(({ mean }) => mean).sort((a, b) => b - a),
    );
    expect(ranking.every(({ interval }) => interval !== null)).toBe(true);
    const plain = ranking.find(({ arm }) => arm === 'softmax');
    const balanced = ranking.find(({ arm }) => arm === 'balanced-softmax');
    expect(balanced!.metrics.tail).toBeGreaterThan(plain!.metrics.tail);
    expect(ranking.map(({ arm }) => arm)).toContain(chosen);
  });

  test('writes a loss config that is read back, with where it comes from', () => {
    const reading = readLossConfig(readFileSync(join(run, 'loss-config.json'), 'utf8'));
    if (!reading.ok) throw new Error(reading.problem.message);
    const { classes, provenance, loss } = reading.config;
    const [{ chosen }] = byType(eventsOf(run), 'verdict');
    expect(provenance.training).toMatchObject({ chosen, seeds: [0, 1, 2] });
    expect(provenance.training?.environment).toMatchObject({ engine: 'probe', model: 'linear' });
    const [{ train: samples }] = byType(eventsOf(run), 'data');
    expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(samples);
    if (loss.scheme !== 'none') expect(loss.normalisation).toBe('mean-one-per-sample');
  });

  test('keeps the whole request, with the counts that were trained on', () => {
    const reading = readRunRequest(readFileSync(join(run, 'run.json'), 'utf8'));
    if (!reading.ok) throw new Error(reading.problem.message);
    const [{ train: samples }] = byType(eventsOf(run), 'data');
    expect(reading.request.classes.reduce((sum, { count }) => sum + count, 0)).toBe(samples);
  });

  test('reports in Markdown and HTML, names made harmless', () => {
    const html = readFileSync(join(run, 'report.html'), 'utf8');
    expect(html).toContain('&lt;b&gt;virginica&lt;/b&gt;');
    expect(html).not.toContain('<b>virginica');
    const markdown = readFileSync(join(run, 'report.md'), 'utf8');
    expect(markdown).toContain('versi\\|color');
    expect(markdown).not.toContain('<b>');
  });

  test('reports a run from its folder alone: its own to the byte, one of PyTorch in the same form', async () => {
    const outputs = (of: string) =>
      ['report.md', 'report.html', ...tensorBoardOf(of)].map((name) =>
        readFileSync(join(of, name)).toString('latin1'),
      );
    const [again, pytorch] = [join(folder, 'told again'), join(folder, 'told pytorch')];
    for (const name of ['run.json', 'events.jsonl']) cpSync(join(run, name), join(again, name));
    cpSync(join(root, 'test/vectors/pytorchRun'), pytorch, { recursive: true });
    for (const one of [again, pytorch]) {
      const { code, err } = await finished(start('cli', ['report', one]));
      expect({ code, err }).toEqual({ code: 0, err: '' });
    }
    expect(tensorBoardOf(again).length).toBeGreaterThan(0);
    expect(outputs(again)).toEqual(outputs(run));
    const form = (of: string) =>
      readFileSync(join(of, 'report.md'), 'utf8').match(/^## \w[^,\n]*|^\| Loss .*$/gm);
    expect(form(pytorch)).toEqual(form(run));
    expect(tensorBoardOf(pytorch).length).toBeGreaterThan(0);
    const none = await finished(start('cli', ['report', table]));
    expect(none.code).toBe(1);
    expect(none.err).toContain('run.json');
  }, 60_000);

  test('leaves nothing of the labels among the features', () => {
    const { environment } = byType(eventsOf(run), 'start')[0];
    expect(environment.data).toContain('columns a, b, c, d, e, f, colour');
    expect(environment.data).toContain('species');
  });

  test('gives the same numbers again, on another number of workers', async () => {
    const again = join(folder, 'again');
    const { code } = await train([table, '--out', again, '--workers', '1']);
    expect(code).toBe(0);
    expect(finals(eventsOf(again))).toEqual(finals(eventsOf(run)));
  }, 120_000);

  test('refuses a folder that holds a run, unless it is to be resumed', async () => {
    const { code, err } = await finished(start('trainer', ['--config', join(run, 'run.json')]));
    expect(code).toBe(1);
    expect(err).toContain('--resume');
  });

  test('refuses wrong usage with exit code 2, and says what is wrong', async () => {
    for (const [args, said] of [
      [[table, '--seeds', '0'], '--seeds'],
      [[table, '--engine', 'luck'], '--engine'],
      [[table, '--val-share', '0.6', '--test-share', '0.5'], 'no samples to train on'],
      [[table, '--engine', 'command'], '--config'],
      [[table, '--engine', 'pytorch', '--save-model'], '--save-model'],
    ] as const) {
      const { code, err } = await train(args);
      expect(err).toContain(said);
      expect(code).toBe(2);
    }
  });
});

test('names the classes that no validation or test sample is of', async () => {
  const labels = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 0, 1, 0, 1];
  const splits = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2];
  const at = join(folder, 'uncovered');
  writePacked(join(at, 'data'), { labels, splits, width: 3, signal: 2 });
  const classes = packedRequest.classes.slice(0, 3);
  const request = {
    ...packedRequest,
    classes,
    ...{ seeds: [0] },
    arms: packedRequest.arms.slice(0, 1),
  };
  writeFileSync(join(at, 'run.json'), JSON.stringify(request));
  expect((await train(['--config', join(at, 'run.json')])).code).toBe(0);
  const said = byType(eventsOf(at), 'log').map(({ message }) => message);
  // python/tests/test_train_run.py expects the same.
  expect(said.slice(-2)).toEqual([
    'Classes without a validation sample, which the choice of an arm leaves out: “class 2”.',
    'Classes without a test sample, which balanced accuracy leaves out: “class 2”.',
  ]);
}, 60_000);

test.skipIf(process.platform === 'win32')(
  'hands what it packed to the interpreter that is named, and says how that ended',
  async () => {
    const python = join(folder, 'python');
    writeFileSync(python, '#!/bin/sh\necho "$@"; echo no torch >&2; exit 3\n', { mode: 0o755 });
    const at = join(folder, 'pytorch');
    const args = [table, '--engine', 'pytorch', '--python', python, '--out', at];
    const { code, out } = await train(args);
    expect(code).toBe(1);
    expect(out).toContain(`-m class_balance.train --config ${join(at, 'prepared.json')}`);
    const prepared = readRunRequest(readFileSync(join(at, 'prepared.json'), 'utf8'));
    expect(prepared).toMatchObject({ ok: true, request: { data: { kind: 'packed' } } });
    const reason = 'Python ended with code 3. no torch';
    expect(eventsOf(at).at(-1)).toMatchObject({ type: 'end', status: 'failed', reason });
    // A resume packs again what is gone.
    const packed = () => {
      const { data } = JSON.parse(readFileSync(join(at, 'prepared.json'), 'utf8')) as RunRequest;
      if (data.kind !== 'packed') throw new Error('nothing was packed');
      return readFileSync(join(data.folder, 'x.npy'));
    };
    const before = packed();
    rmSync(join(table, '.class-balance', 'cache'), { recursive: true });
    await train(['--resume', at, '--python', python]);
    expect(packed()).toEqual(before);
  },
  60_000,
);

describe('a run that was killed', () => {
  const [straight, killed] = [join(folder, 'straight'), join(folder, 'killed')];

  beforeAll(async () => {
    // Slow enough to be caught in the middle of a job.
    const args = [table, '--out', straight, '--model', 'mlp', '--epochs', '200', '--workers', '1'];
    const { code } = await train(args);
    expect(code).toBe(0);
    cpSync(join(straight, 'run.json'), join(killed, 'run.json'));
    const child = start('trainer', ['--config', join(killed, 'run.json')]);
    const over = finished(child);
    while (byType(eventsOf(killed), 'arm').filter(({ state }) => state === 'finished').length < 4) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    await over;
    // As if the kill had cut the last line short.
    appendFileSync(join(killed, 'events.jsonl'), '{"v":1,"seq":9');
  }, 240_000);

  test('has not ended, and its lock does not keep others out', () => {
    expect(byType(eventsOf(killed), 'end')).toEqual([]);
    expect(existsSync(join(killed, 'run.lock'))).toBe(true);
  });

  test('goes on to the same result when resumed', async () => {
    const { code, err } = await train(['--resume', killed]);
    expect(err).toBe('');
    expect(code).toBe(0);
    const events = eventsOf(killed);
    expect(finals(events)).toEqual(finals(eventsOf(straight)));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at));
    const text = (of: string) =>
      readFileSync(join(of, 'loss-config.json'), 'utf8').replace(/"created": "[^"]*"/, '');
    expect(text(killed)).toBe(text(straight));
    expect(existsSync(join(killed, 'run.lock'))).toBe(false);
  }, 120_000);

  test('does not train again what was finished', () => {
    const starts = byType(eventsOf(killed), 'arm').filter(({ state }) => state === 'started');
    const jobs = starts.map(({ arm, seed }) => `${arm} ${seed}`);
    // One job, at most, was under way when the process died.
    expect(jobs.length - new Set(jobs).size).toBeLessThanOrEqual(1);
  });
});

describe('data that cannot be trained on', () => {
  const failing = async (name: string, prepare: (at: string) => void) => {
    const at = join(folder, name);
    prepare(at);
    const out = join(folder, `${name}-run`);
    const result = await train([at, '--out', out]);
    return { ...result, events: existsSync(out) ? eventsOf(out) : [] };
  };

  test('of one class is refused, with the reason as the last event', async () => {
    const at = join(folder, 'one');
    writePacked(join(at, 'data'), { labels: [0, 0, 0, 0], splits: [0, 0, 0, 2], width: 2 });
    const request = { ...packedRequest, classes: packedRequest.classes.slice(0, 2) };
    writeFileSync(join(at, 'run.json'), JSON.stringify(request));
    const { code } = await finished(start('trainer', ['--config', join(at, 'run.json')]));
    expect(code).toBe(1);
    const last = eventsOf(at).at(-1);
    expect(last).toMatchObject({ type: 'end', status: 'failed' });
    expect((last as { reason: string }).reason).toContain('nothing to tell apart');
  });

  test('is refused where a label is no class, naming row and file', async () => {
    const at = join(folder, 'label');
    writePacked(join(at, 'data'), { labels: [0, 1, 99, 0], splits: [0, 0, 0, 2], width: 2 });
    writeFileSync(join(at, 'run.json'), JSON.stringify(packedRequest));
    const { code } = await finished(start('trainer', ['--config', join(at, 'run.json')]));
    expect(code).toBe(1);
    expect((eventsOf(at).at(-1) as { reason: string }).reason).toContain('Label 2');
  });

  test('is trained on without the rows that hold infinities, which are named', async () => {
    const { code, events } = await failing('infinite', (at) => {
      writeTable(join(at, 'flowers.csv'), [60, 30, 12], names);
      const file = join(at, 'flowers.csv');
      const rows = readFileSync(file, 'utf8').split('\n');
      rows[5] = rows[5].replace(/^[^,]*/, 'inf');
      writeFileSync(file, rows.join('\n'));
    });
    expect(code).toBe(0);
    const [{ skipped, examples }] = byType(events, 'data');
    expect(skipped).toBe(1);
    expect(examples[0]).toMatchObject({ path: 'flowers.csv:6' });
  }, 60_000);

  test('has classes of one sample, which train but do not test', async () => {
    const { code, events } = await failing('single', (at) => {
      writeTable(join(at, 'flowers.csv'), [60, 30, 1], names);
    });
    expect(code).toBe(0);
    const [{ ranking }] = byType(events, 'verdict');
    expect(ranking[0].metrics.recall).toContain(null);
  }, 60_000);
});

describe('packed samples', () => {
  test('are kept in a cache of the workspace, once for the same data and request', () => {
    const cache = join(table, '.class-balance', 'cache');
    const entries = readdirSync(cache).filter((name) => name !== '.gitignore');
    expect(entries).toHaveLength(1);
    expect(readFileSync(join(cache, '.gitignore'), 'utf8')).toBe('*\n');
  });
});
