// Reports from a run folder alone: a real run of the PyTorch engine is reported as one of this trainer is.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunEvent, StampedEvent } from '../../../src/core/training/events';
import { spentSeconds } from '../../../src/trainer/run/history';
import { readRequestFile } from '../../../src/trainer/run/requestFile';
import { writeReports } from '../../../src/trainer/run/reports';
import { tempFolder } from '../node/temp';

const recorded = join(import.meta.dirname, '../../vectors/pytorchRun');

function copied(): string {
  const folder = tempFolder({ 'run/': '' });
  cpSync(recorded, folder, { recursive: true });
  return folder;
}

const reported = async (folder: string) =>
  writeReports(folder, readRequestFile(join(folder, 'run.json')));

describe('the report of a run folder', () => {
  test('is written for a run of the PyTorch engine, with every arm, class and the environment', async () => {
    const folder = copied();
    await reported(folder);
    const { arms, classes } = readRequestFile(join(folder, 'run.json'));
    for (const name of ['report.md', 'report.html']) {
      const text = readFileSync(join(folder, name), 'utf8');
      for (const title of ['Ranking', 'Head and tail', 'Recall by class', 'How it was run']) {
        expect(text).toContain(title);
      }
      expect(text).toContain('pytorch');
      for (const { id } of classes) expect(text).toContain(id);
    }
    const runs = readdirSync(join(folder, 'tensorboard'));
    expect(runs.length).toBeGreaterThan(arms.length);
    for (const one of runs) {
      const [file] = readdirSync(join(folder, 'tensorboard', one));
      expect(file).toMatch(/^events\.out\.tfevents\./);
    }
  });

  test('is refused where there is no verdict, and passes over events that are not whole', async () => {
    const folder = copied();
    const file = join(folder, 'events.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const broken = lines.map((line) =>
      line.includes('"type":"verdict"') ? line.replace('"ranking":[', '"ranking":[1,') : line,
    );
    writeFileSync(file, broken.join('\n'));
    await expect(reported(folder)).rejects.toThrow('no verdict');
  });
});

const at = (seconds: number, event: RunEvent): StampedEvent => ({
  ...event,
  ...{ v: 1, seq: 0, t: new Date(seconds * 1000).toISOString() },
});
const start: RunEvent = {
  ...{ type: 'start', engine: 'probe', device: 'cpu', reason: '', environment: {} },
  ...{ arms: [], seeds: [], classes: [], resumed: false },
};
const arm: RunEvent = { type: 'arm', arm: 'a', seed: 0, state: 'started' };
const log: RunEvent = { type: 'log', level: 'info', message: 'Packing.' };

describe('spentSeconds', () => {
  test('adds up sessions, without the pauses and the preparing between them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ works: fc.nat(1000), rests: fc.nat(1000) }), { maxLength: 8 }),
        (sessions) => {
          let now = 0;
          const events = sessions.flatMap(({ works, rests }) => {
            const before = (now += rests);
            now += works;
            return [at(before, log), at(before, start), at(before, arm), at(now, arm)];
          });
          const worked = sessions.reduce((sum, { works }) => sum + works, 0);
          expect(spentSeconds(events)).toBeCloseTo(worked, 6);
        },
      ),
    );
  });
});
