// The reducer of run events: what it makes of a run, that it is bounded, and that nothing is heard twice.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curveLength } from '../../../../src/core/training/curve';
import type { Metrics } from '../../../../src/core/training/events';
import { readEvent, type ReadEvent } from '../../../../src/core/training/readEvent';
import {
  initialRunState,
  mostLogs,
  reduceRun,
  type RunState,
} from '../../../../src/core/training/runState';

const metrics = (balancedAccuracy: number, recall: readonly (number | null)[]): Metrics => ({
  ...{ accuracy: 0.8, balancedAccuracy, many: 0.9, medium: null, few: 0.2, head: 0.9, tail: 0.2 },
  ...{ loss: 0.5, calibrationError: 0.05, recall },
});

const start: ReadEvent = {
  ...{ type: 'start', seq: 0, t: '2026-01-01T00:00:00Z', engine: 'probe', device: 'cpu' },
  ...{ reason: 'It is always there.', environment: { node: '20' }, arms: ['softmax', 'cb'] },
  ...{ seeds: [0, 1], classes: [{ name: 'a', count: 9 }], resumed: false },
};

const run = (events: readonly ReadEvent[], from: RunState = initialRunState): RunState =>
  events.reduce(reduceRun, from);

describe('run state', () => {
  test('holds every arm and seed from the start on', () => {
    const { status, arms, classes } = run([start]);
    expect(status).toBe('running');
    expect(arms.map(({ name, jobs }) => [name, jobs.map(({ seed }) => seed)])).toEqual([
      ['softmax', [0, 1]],
      ['cb', [0, 1]],
    ]);
    expect(classes).toEqual([{ name: 'a', count: 9 }]);
  });

  test('takes what is only adjusted after training for finished, and not for waiting', () => {
    const state = run([
      start,
      {
        ...{ type: 'metrics', seq: 1, arm: 'softmax + post-hoc', seed: 0, epoch: 4 },
        ...{ split: 'test', final: true, metrics: metrics(0.4, [0.4]) },
      },
    ]);
    const states = state.arms.map(({ jobs }) => jobs.map((job) => job.state));
    expect(states).toEqual([['waiting', 'waiting'], ['waiting', 'waiting'], ['finished']]);
  });

  test('draws the loss of training and the balanced accuracy of validation', () => {
    const progress = (seq: number, epoch: number, loss: number): ReadEvent => ({
      ...{ type: 'progress', seq, arm: 'cb', seed: 1, epoch, epochs: 4, loss },
      ...{ rate: 100, remaining: 12 },
    });
    const measured = (seq: number, split: 'val' | 'test', value: number): ReadEvent => ({
      ...{ type: 'metrics', seq, arm: 'cb', seed: 1, epoch: seq, split, final: false },
      metrics: metrics(value, [value]),
    });
    const state = run([
      start,
      progress(1, 1, 2),
      measured(2, 'test', 0.1),
      measured(3, 'val', 0.5),
      measured(4, 'test', 0.9),
      progress(5, 2, 1),
    ]);
    const [, job] = state.arms[1].jobs;
    expect(job.loss).toEqual({ x: [1, 2], y: [2, 1] });
    expect(job.balancedAccuracy).toEqual({ x: [3], y: [0.5] });
    expect(job).toMatchObject({ state: 'started', epoch: 2, epochs: 4, rate: 100 });
    expect(state.remaining).toBe(12);
  });

  test('takes the mean of recall over seeds, each once, also when a resumed run says it again', () => {
    const final = (seq: number, seed: number, recall: readonly (number | null)[]): ReadEvent => ({
      ...{ type: 'metrics', seq, arm: 'cb', seed, epoch: 4, split: 'test', final: true },
      metrics: metrics(0.5, recall),
    });
    const state = run([
      start,
      final(1, 0, [0.2, null]),
      final(2, 1, [0.6, 0.4]),
      final(3, 1, [1, 1]),
    ]);
    expect(state.recalls).toEqual([{ arm: 'cb', seeds: 2, recall: [expect.closeTo(0.4), 0.4] }]);
    expect(state.arms[1].jobs[0].final).not.toHaveProperty('recall');
  });

  test('goes on from the checkpoint when a run is resumed', () => {
    const progress = (seq: number, epoch: number): ReadEvent => ({
      ...{ type: 'progress', seq, arm: 'cb', seed: 0, epoch, epochs: 9, loss: epoch },
      ...{ rate: null, remaining: null },
    });
    const end: ReadEvent = { type: 'end', seq: 4, status: 'stopped', reason: 'It was stopped.' };
    const stopped = run([start, progress(1, 1), progress(2, 2), progress(3, 3), end]);
    expect(stopped).toMatchObject({ status: 'stopped', reason: 'It was stopped.' });
    const resumed = run([{ ...start, seq: 5, resumed: true }, progress(6, 2)], stopped);
    expect(resumed.status).toBe('running');
    expect(resumed.reason).toBeUndefined();
    expect(resumed.arms[1].jobs[0].loss).toEqual({ x: [1, 2], y: [1, 2] });
  });

  test('plots any number that a script of the user writes', () => {
    const lines = ['{"step": 10, "train_loss": 2.5, "note": "x"}', '{"step": 20, "train_loss": 2}'];
    const { series, status } = run(lines.flatMap((line) => readEvent(line) ?? []));
    expect(series).toEqual([
      { name: 'train_loss', label: '', curve: { x: [10, 20], y: [2.5, 2] } },
    ]);
    expect(status).toBe('running');
  });

  test('keeps the newest log lines and counts the others', () => {
    const lines = Array.from({ length: mostLogs + 7 }, (_, at): ReadEvent => {
      return { type: 'log', level: 'info', message: String(at) };
    });
    const { logs, lostLogs } = run(lines);
    expect([logs.length, lostLogs, logs.at(-1)?.message]).toEqual([mostLogs, 7, '206']);
  });
});

const arm = fc.constantFrom('softmax', 'cb', 'late');
const seed = fc.integer({ min: 0, max: 2 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const epoch = fc.double({ min: 0, max: 50, noNaN: true });
const anyEvent: fc.Arbitrary<ReadEvent> = fc.oneof(
  fc.constant(start),
  fc.tuple(arm, seed, epoch, share).map(([name, one, at, loss]): ReadEvent => ({
    ...{ type: 'progress', arm: name, seed: one, epoch: at, epochs: 50, loss },
    ...{ rate: null, remaining: null },
  })),
  fc
    .tuple(arm, seed, epoch, share, fc.boolean(), fc.constantFrom('val', 'test'))
    .map(([name, one, at, value, final, split]): ReadEvent => {
      const measured = metrics(value, [value, null]);
      return { type: 'metrics', arm: name, seed: one, epoch: at, split, final, metrics: measured };
    }),
  fc.constant<ReadEvent>({ type: 'end', status: 'done' }),
);
const numbered = fc
  .array(anyEvent, { maxLength: 600, size: 'max' })
  .map((events) => events.map((event, seq): ReadEvent => ({ ...event, seq })));

describe('run state of any events', () => {
  test('has curves that grow in x and stay short', () => {
    fc.assert(
      fc.property(numbered, (events) => {
        for (const { jobs } of run(events).arms) {
          for (const { loss, balancedAccuracy } of jobs) {
            for (const { x, y } of [loss, balancedAccuracy]) {
              expect(x.length).toBe(y.length);
              expect(x.length).toBeLessThanOrEqual(curveLength);
              expect(x.every((value, at) => at === 0 || value > x[at - 1])).toBe(true);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is the same when lines are read again', () => {
    fc.assert(
      fc.property(numbered, fc.nat(600), (events, from) => {
        const whole = run(events);
        expect(run(events.slice(from), whole)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  test('is plain JSON', () => {
    fc.assert(
      fc.property(numbered, (events) => {
        const state = run(events);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      { numRuns: 20 },
    );
  });
});
