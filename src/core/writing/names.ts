// Class names as keys.
// Must not know export targets.

/**
 * The rows' names, where each may be a key.
 * @throws RangeError naming the first name that two classes share.
 */
export function uniqueNames(rows: readonly { readonly name: string }[]): string[] {
  const seen = new Set<string>();
  for (const { name } of rows) {
    if (seen.has(name)) {
      throw new RangeError(
        `Two classes are named “${name}”, so names cannot be keys here. Choose a target that goes by index.`,
      );
    }
    seen.add(name);
  }
  return [...seen];
}
