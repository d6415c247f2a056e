// A real run of the PyTorch engine, as recorded by python/tools/make_run_record.py: it speaks, weighs and judges as this
// trainer does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLossConfig } from '../../../src/core/lossConfig/read';
import type { Ranked, StampedEvent } from '../../../src/core/training/events';
import { readRunRequest } from '../../../src/core/training/read';
import { readEvent } from '../../../src/core/training/readEvent';
import type { RunRequest } from '../../../src/core/training/request';
import { armConfig } from '../../../src/trainer/armConfig';
import { restoredOutcomes } from '../../../src/trainer/run/history';
import { verdictOf } from '../../../src/trainer/verdict';

const folder = join(import.meta.dirname, '../../vectors/pytorchRun');
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const lines = text('events.jsonl').trimEnd().split('\n');
/** This trainer's table of t quantiles has no more digits. */
const tolerance = 1e-5;
const events = lines.map((line) => JSON.parse(line) as StampedEvent);

function request(): RunRequest {
  const reading = readRunRequest(text('run.json'));
  if (!reading.ok) throw new Error(reading.problem.message);
  return reading.request;
}

function recordedConfig() {
  const reading = readLossConfig(text('loss-config.json'));
  if (!reading.ok) throw new Error(reading.problem.message);
  return reading.config;
}

/** The words of a row, and its numbers in their order. */
function partsOf(row: Ranked): { readonly words: string; readonly numbers: readonly number[] } {
  const numbers: number[] = [];
  const words = JSON.stringify(row, (_key, value: unknown) => {
    if (typeof value !== 'number') return value;
    numbers.push(value);
    return '#';
  });
  return { words, numbers };
}

describe('a run of the PyTorch engine', () => {
  test('says events that are read as they stand, numbered', () => {
    const read = lines.map((line) => ({ v: 1, ...readEvent(line) }));
    expect(read).toEqual(events);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at));
    const kinds = ['arm', 'data', 'end', 'metrics', 'progress', 'start', 'verdict'];
    expect([...new Set(events.map(({ type }) => type))].sort()).toEqual(kinds);
    const states = events.flatMap((event) => (event.type === 'arm' ? [event.state] : []));
    expect(new Set(states)).toEqual(new Set(['started', 'finished', 'failed', 'dropped']));
  });

  test('comes to the verdict that its metrics have here', () => {
    const { arms } = request();
    const verdict = verdictOf({
      outcomes: restoredOutcomes(events, true),
      baseline: arms[0].name,
      arms: arms.map(({ name }) => name),
    });
    const said = events.find((event) => event.type === 'verdict');
    expect(said?.chosen).toBe(verdict.chosen);
    expect(said?.statement).toBe(verdict.statement);
    const [own, expected] = [said?.ranking ?? [], verdict.ranking].map((rows) => rows.map(partsOf));
    expect(own.map(({ words }) => words)).toEqual(expected.map(({ words }) => words));
    const far = own.flatMap(({ numbers }, row) =>
      numbers.filter((one, at) => Math.abs(one - expected[row].numbers[at]) > tolerance),
    );
    expect(far).toEqual([]);
  });

  test('leaves the loss config that its arm has here, with the comparison that chose it', () => {
    const { provenance, ...config } = recordedConfig();
    const { arms, classes, ...rest } = request();
    const arm = arms.find(({ name }) => name === provenance.training?.chosen);
    if (arm === undefined) throw new Error('The chosen arm is none of the request.');
    const { provenance: own, ...expected } = armConfig(arm, classes, rest);
    expect(config).toEqual(expected);
    expect(provenance.tool).toBe(own.tool);
    const said = events.find((event) => event.type === 'verdict');
    expect(provenance.training?.arms.map(({ name }) => name)).toEqual(
      said?.ranking.map((row) => row.arm),
    );
    expect(provenance.training?.environment).toMatchObject({ engine: 'pytorch', model: 'linear' });
  });
});
