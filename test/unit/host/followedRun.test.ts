import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Log } from '../../../src/host/base/log';
import { FollowedRun } from '../../../src/host/training/followedRun';
import { tempFolder } from '../node/temp';

const start = {
  ...{ v: 1, type: 'start', seq: 0, t: '2026-01-01T00:00:00Z', engine: 'probe', device: 'cpu' },
  ...{ reason: 'It is always there.', environment: {}, arms: ['softmax'], seeds: [0] },
  ...{ classes: [{ name: 'a', count: 9 }], resumed: false },
};

let followed: FollowedRun | undefined;
afterEach(() => followed?.dispose());

test('a run that has just begun never looks like one that nobody is at', async () => {
  const folder = tempFolder({ 'run.json': '{}' });
  const told: (readonly [seq: number, held: boolean])[] = [];
  const running = await new Promise<FollowedRun>((resolve) => {
    const run = new FollowedRun(
      folder,
      () => {
        told.push([run.state.seq, run.held]);
        if (run.state.seq >= 0) resolve(run);
      },
      { error: (what: string) => told.push([-2, what === ''] as const) } as unknown as Log,
    );
    followed = run;
    // After the first look, before the next.
    setTimeout(() => {
      writeFileSync(join(folder, 'run.lock'), process.pid.toString());
      appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify(start)}\n`);
    }, 200);
  });
  expect(running.state.status).toBe('running');
  expect(told.filter(([seq]) => seq >= 0)).toEqual([[0, true]]);
});
