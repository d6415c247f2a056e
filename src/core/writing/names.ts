// Class names as keys.
// Must not know export targets.

/**
 * The rows' names, where each may be a key.
 * @throws RangeError naming the first name that two classes share.
 */
export function uniqueNames(rows: readonly { readonly name: string }[]): string[] {
  const names = rows.map((row) => row.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw new RangeError(
      `Two classes are named “${twice}”, so names cannot be keys here. Choose a target that goes by index.`,
    );
  }
  return names;
}
