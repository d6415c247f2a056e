// The table follows single changes at once, a moving slider ten times a second, and its end.
import { expect, test } from 'vitest';
import { Pace } from '../../../webview/table/pace';

test('pace lets single changes through, however the table was filled before', () => {
  const pace = new Pace();
  pace.filled(0);
  expect([10, 20, 90, 200, 300].map((now) => pace.wait(now))).toEqual([0, 0, 0, 0, 0]);
});

test('pace holds a movement to ten fillings a second', () => {
  const pace = new Pace();
  let filled = 0;
  for (let now = 0; now < 1000; now += 16) {
    if (pace.wait(now) > 0) continue;
    filled += 1;
    pace.filled(now);
  }
  expect(filled).toBeGreaterThanOrEqual(9);
  expect(filled).toBeLessThanOrEqual(13);
});
