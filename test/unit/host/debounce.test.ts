import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { debounce } from '../../../src/host/base/debounce';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('debounce runs once after quiet', () => {
  const run = vi.fn();
  const call = debounce(run, 100);
  call();
  vi.advanceTimersByTime(99);
  call();
  vi.advanceTimersByTime(99);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledOnce();
});

test('debounce waits no longer than it may, and starts afresh afterwards', () => {
  const run = vi.fn();
  const call = debounce(run, 100, 250);
  for (let at = 0; at < 10; at += 1) {
    call();
    vi.advanceTimersByTime(50);
  }
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1000);
  expect(run.mock.calls.length).toBeLessThanOrEqual(3);
});

test('debounce forgets a waiting call when disposed', () => {
  const run = vi.fn();
  const call = debounce(run, 100);
  call();
  call.dispose();
  vi.advanceTimersByTime(1000);
  expect(run).not.toHaveBeenCalled();
});
