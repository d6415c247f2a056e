// Paths into JSON such as `annotations[].category_id`, compiled so that each key costs one look.
// Knows no values; what hangs on a path is the caller's.

const encoder = new TextEncoder();

/** A key, `[]` for each element of an array, or `*` for each key of an object. */
export type Step = string;

/**
 * Splits a path: keys joined by dots, `[]` behind an array, `*` for any key; '' is the whole text.
 * Keys that hold a dot or a bracket cannot be written.
 */
export function stepsOf(path: string): Step[] {
  return path.match(/\[\]|[^.[\]]+/g) ?? [];
}

/** Something that hangs on a path. */
export interface Target<T> {
  readonly steps: readonly Step[];
  readonly what: T;
}

/** A place in the text as far as the paths tell places apart. */
export interface Spot<T> {
  /** What hangs here. */
  readonly here: readonly T[];
  /** Places behind keys that are named in a path, and behind any other key. */
  readonly named: readonly { readonly key: Uint8Array; readonly spot: Spot<T> }[];
  readonly other: Spot<T> | undefined;
  /** The place of an array's elements. */
  readonly element: Spot<T> | undefined;
}

/** Compiles targets to the place of the whole text; undefined when there are none. */
export function compilePaths<T>(targets: readonly Target<T>[], depth = 0): Spot<T> | undefined {
  if (targets.length === 0) return undefined;
  const along = (test: (step: Step) => boolean): Spot<T> | undefined => {
    const on = targets.filter(({ steps }) => steps.length > depth && test(steps[depth]));
    return compilePaths(on, depth + 1);
  };
  const next = targets.map(({ steps }) => steps.at(depth));
  const names = new Set(next.filter((step) => step !== undefined && step !== '[]' && step !== '*'));
  return {
    here: targets.filter(({ steps }) => steps.length === depth).map(({ what }) => what),
    named: [...names].flatMap((name = '') => {
      const spot = along((step) => step === name || step === '*');
      return spot === undefined ? [] : [{ key: encoder.encode(name), spot }];
    }),
    other: along((step) => step === '*'),
    element: along((step) => step === '[]'),
  };
}

/** The place behind a key of an object at `spot`. */
export function placeOfKey<T>(
  spot: Spot<T>,
  bytes: Uint8Array,
  start: number,
  end: number,
): Spot<T> | undefined {
  for (const { key, spot: next } of spot.named) {
    if (key.length === end - start && startsWith(bytes, start, key)) return next;
  }
  return spot.other;
}

function startsWith(bytes: Uint8Array, start: number, key: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[start + i] !== key[i]) return false;
  return true;
}
