// Counting in this process: the right format, the bytes told, aborts heard even in formats that never look.

import { describe, expect, test, vi } from 'vitest';
import type { WorkUnit } from '../../../src/core/claims';
import type { LabelFormat } from '../../../src/core/formats/format';
import { InProcessRunner } from '../../../src/node/inProcessRunner';
import { DiskSource } from '../../../src/node/diskSource';
import { tempFolder } from './temp';

/** Counts each file's content as one label; looks at no signal by itself. */
function fakeFormat(count?: LabelFormat['count']): LabelFormat {
  return {
    id: 'fake',
    title: 'Fake',
    units: ['image'],
    notes: { detects: '', splits: '', remarks: '' },
    async *detect() {
      // Claims nothing.
    },
    plan: () => Promise.reject(new Error('not planned')),
    count:
      count ??
      (async (unit, input, tally) => {
        for (const path of unit.paths) {
          const bytes = await input.whole(path, 1000);
          tally.split(unit.split).add(tally.labels.indexOfText(Buffer.from(bytes).toString()));
        }
      }),
  };
}

function unitOf(paths: readonly string[], format = 'fake'): WorkUnit {
  return { format, split: 'train', paths, bytes: 0, options: {} };
}

const never = new AbortController().signal;

describe('in-process runner', () => {
  test('in-process runner counts a unit with its format and tells the bytes', async () => {
    const source = new DiskSource(tempFolder({ a: 'cat', b: 'horse', c: 'cat' }));
    const told = vi.fn();
    const tally = await new InProcessRunner([fakeFormat()], source).run(
      unitOf(['a', 'b', 'c']),
      never,
      told,
    );
    expect(tally.labels).toEqual(['cat', 'horse']);
    expect(tally.splits).toMatchObject([{ name: 'train', counts: [2, 1] }]);
    expect(told.mock.calls).toEqual([[3], [5], [3]]);
  });

  test('in-process runner tells the bytes of chunks and ranges', async () => {
    const source = new DiskSource(tempFolder({ a: 'abcdef' }));
    const told = vi.fn();
    const format = fakeFormat(async (_, input) => {
      for await (const chunk of input.chunks('a', { start: 2 })) expect(chunk).toHaveLength(4);
      expect(await input.read('a', 0, 3)).toHaveLength(3);
      expect(await input.size('a')).toBe(6);
      expect((await input.list('')).files).toEqual(['a']);
    });
    await new InProcessRunner([format], source).run(unitOf(['a']), never, told);
    expect(told.mock.calls).toEqual([[4], [3]]);
  });

  test('in-process runner refuses a unit of a format it does not know', async () => {
    const runner = new InProcessRunner([fakeFormat()], new DiskSource(tempFolder()));
    await expect(runner.run(unitOf([], 'other'), never, vi.fn())).rejects.toThrow('“other”');
  });

  test('in-process runner passes on that a file cannot be read', async () => {
    const runner = new InProcessRunner([fakeFormat()], new DiskSource(tempFolder()));
    const refused = runner.run(unitOf(['gone']), never, vi.fn());
    await expect(refused).rejects.toMatchObject({ code: 'not-found', path: 'gone' });
  });

  test.each(['whole', 'read', 'size', 'list', 'chunks'] as const)(
    'in-process runner lets an abort in between two reads by %s',
    async (way) => {
      const source = new DiskSource(tempFolder({ a: 'x' }));
      const controller = new AbortController();
      let rounds = 0;
      const format = fakeFormat(async (_, input) => {
        for (; rounds < 1e6; rounds += 1) {
          if (way === 'chunks')
            for await (const chunk of input.chunks('a')) expect(chunk).toHaveLength(1);
          else if (way === 'whole') await input.whole('a', 9);
          else if (way === 'read') await input.read('a', 0, 1);
          else if (way === 'size') await input.size('a');
          else await input.list('');
        }
      });
      const running = new InProcessRunner([format], source).run(
        unitOf(['a']),
        controller.signal,
        vi.fn(),
      );
      // A timer only fires if the loop above lets the event loop turn.
      setTimeout(() => {
        controller.abort(new Error('enough'));
      }, 1);
      await expect(running).rejects.toThrow('enough');
      expect(rounds).toBeLessThan(1e6);
    },
  );

  test('in-process runner starts nothing when it is already aborted', async () => {
    const count = vi.fn();
    const runner = new InProcessRunner([fakeFormat(count)], new DiskSource(tempFolder()));
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(runner.run(unitOf([]), aborted, vi.fn())).rejects.toThrow('enough');
    expect(count).not.toHaveBeenCalled();
  });
});
