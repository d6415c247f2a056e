// Warns of classes that are trained on but that no validation or test sample is of: nothing was measured of them.
// Must not know how samples were split. class_balance/train/coverage.py says the same.

import type { RunClass } from '../../core/training/request';

const mostNamed = 5;

/** A sentence for each split that leaves classes out; an empty validation split leaves none out. */
export function coverageWarnings(
  classes: readonly RunClass[],
  val: Int32Array,
  test: Int32Array,
): readonly string[] {
  const splits = [
    { labels: val, what: 'a validation sample, which the choice of an arm leaves out' },
    { labels: test, what: 'a test sample, which balanced accuracy leaves out' },
  ];
  return splits.flatMap(({ labels, what }) => {
    const there = new Set(labels);
    const missing = classes.filter(({ count }, at) => count > 0 && !there.has(at));
    if (labels.length === 0 || missing.length === 0) return [];
    const named = missing.slice(0, mostNamed).map(({ name }) => `“${name}”`);
    const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more` : '';
    return [`Classes without ${what}: ${named.join(', ')}${more}.`];
  });
}
