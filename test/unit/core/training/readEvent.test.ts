// Lines of events.jsonl as they come: whole, cut, foreign, hostile.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanCurve, valueAt } from '../../../../src/core/training/curve';
import { readEvent } from '../../../../src/core/training/readEvent';

describe('event line', () => {
  test('is read with its number and time', () => {
    const line = '{"v":1,"seq":3,"t":"2026-01-01T00:00:00Z","type":"end","status":"done"}';
    const t = '2026-01-01T00:00:00Z';
    expect(readEvent(line)).toEqual({ type: 'end', status: 'done', seq: 3, t });
  });

  test('is left out when it is no JSON object or holds no number', () => {
    const lines = ['', '50%|####| 10/20{"seq": 1}', '[1]', 'null', '{"epoch": 3}', '{"a": "b"}'];
    expect(lines.map(readEvent)).toEqual(lines.map(() => undefined));
  });

  test('is a line of numbers when a script names arm, seed and epoch', () => {
    expect(readEvent('{"arm":"cb","seed":1,"epoch":2,"val_acc":0.5,"lr":0.1}')).toEqual({
      ...{ type: 'numbers', arm: 'cb', seed: 1, at: 2, values: { val_acc: 0.5, lr: 0.1 } },
    });
  });

  test('of a type of ours with a wrong field is no event of that type', () => {
    expect(readEvent('{"type":"end","status":"exploded"}')).toBeUndefined();
    expect(readEvent('{"type":"progress","arm":"a","loss":1}')?.type).toBe('numbers');
  });

  test('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        readEvent(line);
      }),
    );
  });
});

describe('mean of curves', () => {
  test('interpolates and goes on where a curve has ended', () => {
    const a = { x: [0, 2], y: [0, 2] };
    const b = { x: [1, 2, 3], y: [3, 4, 9] };
    expect(meanCurve([a, b])).toEqual({ x: [0, 1, 2, 3], y: [0, 2, 3, 9] });
    expect(valueAt(a, 5)).toBeUndefined();
  });
});
