// Order of names as the product shows and indexes them: by code point, as torchvision and scikit-learn sort.
// Must not know what the names stand for.

const surrogate = /[\uD800-\uDFFF]/;

/** Compares by code point; the built-in order is by UTF-16 unit, which differs above U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    // Only a surrogate stands for a larger code point than the units above it (U+E000 to U+FFFF).
    const apart = Number(isSurrogate(left)) - Number(isSurrogate(right));
    return apart !== 0 && Math.max(left, right) >= 0xe000 ? apart : left - right;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Sorts in place by code point; the common case without such names uses the faster built-in order. */
export function sortNames(names: string[]): string[] {
  return areCommon(names) ? names.sort() : names.sort(byCodePoint);
}

/** True where the built-in order of these names is that by code point. */
export function areCommon(names: readonly string[]): boolean {
  return !names.some((name) => surrogate.test(name));
}
