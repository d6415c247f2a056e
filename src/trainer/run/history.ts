// What an interrupted run had come to, and how long it took, from its events.
// Must not know how to go on from there.

import type { Metrics, StampedEvent } from '../../core/training/events';
import type { Outcome } from '../verdict';

/** Final metrics of every arm and seed; those of arms that have both splits, or the test split alone. */
export function restoredOutcomes(
  events: readonly StampedEvent[],
  hasValidation: boolean,
): readonly Outcome[] {
  const found = new Map<string, { arm: string; seed: number; val?: Metrics; test?: Metrics }>();
  for (const event of events) {
    if (event.type !== 'metrics' || !event.final) continue;
    const { arm, seed, split, metrics } = event;
    const key = JSON.stringify([arm, seed]);
    found.set(key, { ...(found.get(key) ?? { arm, seed }), [split]: metrics });
  }
  return [...found.values()].flatMap(({ arm, seed, val, test }) => {
    if (test === undefined || (hasValidation && val === undefined)) return [];
    return [{ arm, seed, test, ...(hasValidation && val !== undefined ? { val } : {}) }];
  });
}

/**
 * Seconds that a run has trained before: from each start to the last that was heard of it. What is only said (logs) does
 * not count, as the preparing of a resumed run says things before its start.
 */
export function spentSeconds(events: readonly StampedEvent[]): number {
  let [spent, from, to] = [0, Number.NaN, Number.NaN];
  const close = (): void => {
    if (to > from) spent += to - from;
  };
  for (const { type, t } of events) {
    if (type === 'log') continue;
    const time = Date.parse(t);
    if (type === 'start') {
      close();
      from = time;
    }
    to = time;
  }
  close();
  return spent / 1000;
}
