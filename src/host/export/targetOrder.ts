// The order of export targets: the likely ones first, then all others by framework. Tested in plain Node.
// Must not know how they are shown.

import type { FrameworkGuess } from '../../core/advice/frameworks';
import type { Exporter } from '../../core/exporters/exporter';

/** A target with the reason to offer it first. */
export interface LikelyTarget {
  readonly exporter: Exporter;
  readonly evidence: FrameworkGuess['evidence'];
}

export interface TargetOrder {
  readonly likely: readonly LikelyTarget[];
  readonly groups: readonly {
    readonly framework: string;
    readonly exporters: readonly Exporter[];
  }[];
}

/** More would be a second list. */
const mostLikely = 3;

/** Every target once. Of a guess the first target that `fits` is taken. */
export function orderTargets(
  exporters: readonly Exporter[],
  guesses: readonly FrameworkGuess[],
  fits: (exporter: Exporter) => boolean,
): TargetOrder {
  const likely: LikelyTarget[] = [];
  for (const { exporters: ids, evidence } of guesses) {
    if (likely.length === mostLikely) break;
    const able = ids.flatMap((id) => exporters.filter((one) => one.id === id));
    const exporter = able.find((one) => !has(likely, one) && fits(one));
    if (exporter !== undefined) likely.push({ exporter, evidence });
  }
  const others = exporters.filter((one) => !has(likely, one));
  const frameworks = [...new Set(others.map(({ framework }) => framework))];
  const groups = frameworks.map((framework) => ({
    framework,
    exporters: others.filter((one) => one.framework === framework),
  }));
  return { likely, groups };
}

const has = (likely: readonly LikelyTarget[], exporter: Exporter): boolean =>
  likely.some((one) => one.exporter === exporter);
