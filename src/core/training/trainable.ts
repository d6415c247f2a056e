// Which datasets a training run can be made of.
// Must not know engines or who asks.

import type { Dataset } from '../model';

/** One label a sample, something to look at, and at least two classes to tell apart. */
export function isTrainable({ unit, multiLabel, status, classes }: Dataset): boolean {
  const fits = unit === 'image' || unit === 'row';
  return fits && !multiLabel && status === 'asserted' && classes.length > 1;
}
