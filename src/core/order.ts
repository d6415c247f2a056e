// How labels are sorted: by code point as Python sorts text, or by number where all are integers.
// Must not know classes or counts.

/** Compares by Unicode code point (UTF-16 units would put astral characters before U+E000 to U+FFFF). */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x !== y) return surrogatesLast(x) - surrogatesLast(y);
  }
  return a.length - b.length;
}

function surrogatesLast(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

const integer = /^[+-]?\d+$/;

/** True for text such as `7`, `-1`, `+1`, `007`. */
export function isInteger(text: string): boolean {
  return integer.test(text);
}

/** The comparison for labels: numeric where all of them are integers, else by code point. */
export function labelOrder(labels: readonly string[]): (a: string, b: string) => number {
  if (!labels.every(isInteger)) return compareText;
  return (a, b) => {
    const x = BigInt(a.replace(/^\+/, ''));
    const y = BigInt(b.replace(/^\+/, ''));
    return x < y ? -1 : x > y ? 1 : compareText(a, b);
  };
}
