// A short stable name for class ids and counts in their order, to tell whether a config still fits its dataset.
// Must not know configs; it guards against drift, not against forgery.

const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
const encoder = new TextEncoder();

/**
 * FNV-1a, 64 bits, over `<bytes of id>:<id>=<count>\n` a class in UTF-8 (a lone surrogate counts as U+FFFD),
 * as `fnv1a64:` and 16 hexadecimal digits. Source: http://www.isthe.com/chongo/tech/comp/fnv/
 * @param classes in the trainer's order; counts are whole numbers >= 0.
 */
export function fingerprintOf(
  classes: readonly { readonly id: string; readonly count: number }[],
): string {
  let hash = offsetBasis;
  for (const { id, count } of classes) {
    const length = encoder.encode(id).length;
    for (const byte of encoder.encode(`${length}:${id}=${count}\n`)) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
    }
  }
  return `fnv1a64:${hash.toString(16).padStart(16, '0')}`;
}
