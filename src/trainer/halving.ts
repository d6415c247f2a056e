// Successive halving: many arms for a short while, the better half for longer, the last few in full.
// Must not know how arms are scored. Source: Jamieson and Talwalkar, AISTATS 2016.

/** One round of training. */
export interface Rung {
  /** Epochs of its trainings. */
  readonly until: number;
  /** Arms that take part, the baseline among them. */
  readonly arms: number;
  /** True for the last round, which trains every seed; earlier ones train the first seed only. */
  readonly final: boolean;
}

/** The last round keeps at least this many arms, the baseline among them. */
const fewestFinalists = 3;

/**
 * The rounds for so many arms, each a whole training of its own length: a quarter and a half of the epochs, then all.
 * One round where nothing is to be dropped.
 * @param arms >= 1.
 * @param epochs of a full training, whole, >= 1.
 */
export function rungsOf(arms: number, epochs: number, halving: boolean): readonly Rung[] {
  if (!halving) return [{ until: epochs, arms, final: true }];
  const sizes = sizesOf(arms);
  return sizes.map((size, at) => {
    const rest = sizes.length - 1 - at;
    return { until: Math.max(1, Math.round(epochs / 2 ** rest)), arms: size, final: rest === 0 };
  });
}

/** At most three rounds: what a quarter of the training does not show, less of it would show even less. */
function sizesOf(arms: number): readonly number[] {
  if (arms <= fewestFinalists) return [arms];
  if (arms <= 2 * fewestFinalists) return [arms, fewestFinalists];
  return [arms, Math.ceil(Math.sqrt(arms * fewestFinalists)), fewestFinalists];
}

/**
 * The best `keep` arms, in their own order; the first arm, the baseline, is always one of them.
 * @param scores one an arm, higher is better; `undefined` for an arm that failed. Of equal scores the earlier arm stays.
 */
export function survivors(
  scores: readonly (number | undefined)[],
  keep: number,
): readonly number[] {
  const order = scores
    .flatMap((score, at) => (at > 0 && score !== undefined ? [{ score, at }] : []))
    .sort((a, b) => b.score - a.score || a.at - b.at);
  const best = order.slice(0, Math.max(0, keep - 1)).map(({ at }) => at);
  return [0, ...best].sort((a, b) => a - b);
}
