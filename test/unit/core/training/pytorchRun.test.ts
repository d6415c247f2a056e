// What the PyTorch engine says and writes, as a real run of it was recorded (python/tools/make_run_record.py).
// Every kind of event is held to the words of events.ts: the samples below are checked against them by the compiler.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLossConfig } from '../../../../src/core/lossConfig/read';
import type { Metrics, Ranked, StampedEvent } from '../../../../src/core/training/events';
import { readRunRequest } from '../../../../src/core/training/read';

const folder = join(import.meta.dirname, '../../../vectors/pytorchRun');
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const lines = text('events.jsonl').trimEnd().split('\n');
const events = lines.map((line) => JSON.parse(line) as StampedEvent);

const stamp = { v: 1, seq: 0, t: '2026-01-01T00:00:00.000Z' } as const;
const job = { arm: '', seed: 0 };
const metrics: Metrics = {
  ...{ accuracy: 0, balancedAccuracy: 0, many: null, medium: null, few: null },
  ...{ head: 0, tail: 0, loss: 0, calibrationError: 0, recall: [null] },
};
const ranked: Ranked = {
  ...{ arm: '', seeds: 0, mean: 0, interval: null, difference: 0, differenceInterval: null },
  ...{ conclusion: 'baseline', metrics },
};
const samples = {
  start: {
    ...{ ...stamp, type: 'start', engine: '', device: '', reason: '', environment: {} },
    ...{ arms: [''], seeds: [0], classes: [{ name: '', count: 0 }], resumed: false },
  },
  data: {
    ...{ ...stamp, type: 'data', train: 0, val: 0, test: 0, skipped: 0 },
    examples: [{ path: '', reason: '' }],
  },
  progress: {
    ...{ ...stamp, type: 'progress', ...job, epoch: 0, epochs: 0 },
    ...{ loss: null, rate: null, remaining: null },
  },
  metrics: { ...stamp, type: 'metrics', ...job, epoch: 0, split: 'val', final: false, metrics },
  arm: { ...stamp, type: 'arm', ...job, state: 'started', reason: '', checkpoint: '' },
  log: { ...stamp, type: 'log', level: 'info', message: '' },
  verdict: { ...stamp, type: 'verdict', ranking: [ranked], chosen: '', statement: '' },
  end: { ...stamp, type: 'end', status: 'done', reason: '' },
} satisfies {
  readonly [T in StampedEvent['type']]: Extract<StampedEvent, { readonly type: T }>;
};
/** Fields that a sample has and an event may lack. */
const optional = new Set(['reason', 'checkpoint']);

/** Where a value has another shape than a sample; `null` in a sample stands for a number, an interval or null. */
function misfits(value: unknown, sample: unknown, path: string): string[] {
  if (sample === null) {
    const numbers = Array.isArray(value) ? value : [value];
    return numbers.every((one) => one === null || typeof one === 'number') ? [] : [path];
  }
  if (Array.isArray(sample)) {
    if (!Array.isArray(value)) return [path];
    return value.flatMap((one, at) => misfits(one, sample[0], `${path}[${at}]`));
  }
  if (typeof sample !== 'object') return typeof value === typeof sample ? [] : [path];
  if (typeof value !== 'object' || value === null) return [path];
  const [own, wanted] = [Object.entries(value), Object.keys(sample)];
  const missing = wanted.filter((key) => !(key in value) && !optional.has(key));
  const inner = own.flatMap(([key, one]) => {
    if (wanted.length === 0) return typeof one === 'string' ? [] : [`${path}.${key}`];
    if (!wanted.includes(key)) return [`${path}.${key}`];
    return misfits(one, (sample as Readonly<Record<string, unknown>>)[key], `${path}.${key}`);
  });
  return [...missing.map((key) => `${path}.${key}`), ...inner];
}

describe('a run of the PyTorch engine', () => {
  test('says events of the known words and shapes, numbered', () => {
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at));
    const wrong = events.flatMap((event) => misfits(event, samples[event.type], event.type));
    expect(wrong).toEqual([]);
    const said = new Set(events.map(({ type }) => type));
    expect([...said].sort()).toEqual(
      ['arm', 'data', 'end', 'metrics', 'progress', 'start', 'verdict'].sort(),
    );
    const states = events.flatMap((event) => (event.type === 'arm' ? [event.state] : []));
    expect(new Set(states)).toEqual(new Set(['started', 'finished', 'failed', 'dropped']));
  });

  test('goes by a request that the extension reads', () => {
    const reading = readRunRequest(text('run.json'));
    expect(reading.ok ? [] : reading.problem).toEqual([]);
  });

  test('leaves a loss config that the extension reads, with the comparison that chose it', () => {
    const reading = readLossConfig(text('loss-config.json'));
    if (!reading.ok) throw new Error(reading.problem.message);
    const verdict = events.find((event) => event.type === 'verdict');
    const { training } = reading.config.provenance;
    expect(training?.chosen).toBe(verdict?.chosen);
    expect(training?.arms.map(({ name }) => name)).toEqual(verdict?.ranking.map(({ arm }) => arm));
    expect(training?.environment).toMatchObject({ engine: 'pytorch', model: 'linear' });
  });
});
