// What every contender prints: how much it counted, so that no one is fast by counting something else.
// Must not know who asks.

const { createHash } = require('node:crypto');

/** @param {Iterable<number | bigint>} counts of the classes that occur, in any order */
const lineOf = (counts) => {
  const sorted = Array.from(counts, Number)
    .filter((count) => count > 0)
    .sort((a, b) => b - a);
  const total = sorted.reduce((sum, count) => sum + count, 0);
  const digest = createHash('sha1').update(sorted.join()).digest('hex').slice(0, 12);
  return `${total} in ${sorted.length} classes, ${digest}`;
};

exports.say = (counts) => {
  console.log(lineOf(counts));
};

/** The same line where a program printed it, or the bare counts, one a line. */
exports.lineFrom = (printed) => {
  const lines = printed.trim().split('\n');
  return lines.every((line) => /^\d+$/.test(line)) ? lineOf(lines) : lines.join('\n');
};

/** Counts values by themselves. */
exports.tallied = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts.values();
};
