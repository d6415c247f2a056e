// Remembers the last answer of a function, so that only what depends on a change is computed again.
// Must not know what is computed.

/** The same function; called again with the same arguments (by `Object.is`) it gives the same answer. */
export function memo<Args extends readonly unknown[], Result>(
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    if (last !== undefined && sameItems(last.args, args)) return last.result;
    last = { args, result: compute(...args) };
    return last.result;
  };
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => Object.is(item, b[i]));
}
