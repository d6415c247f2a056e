// What can be counted and what is, as a list of choices, and the rules that a new choice needs. Tested in plain Node.
// Must not know how the list is shown or where rules are kept.

import type { SourceRule } from '../../core/claims';
import type { Dataset } from '../../core/model';
import { isBelow, parentPath } from '../../core/paths';

/** Sources of one dataset that get a rule each; more are named by the folder around them. */
const mostRules = 20;

/** Something the user may count or not. */
export interface Choice {
  readonly dataset: Dataset;
  /** True where it is counted now. */
  readonly isOn: boolean;
}

export function choicesOf(datasets: readonly Dataset[]): readonly Choice[] {
  return datasets.map((dataset) => ({ dataset, isOn: dataset.status === 'asserted' }));
}

/** Rules that leave something out altogether, which no scan reports any more. */
export function ignoreRules(rules: readonly SourceRule[]): readonly SourceRule[] {
  return rules.filter(({ format }) => format === 'ignore');
}

/**
 * The rules after a choice. Of several readings of the same source only one can be counted: a newly chosen one wins,
 * else the first.
 * @param picked ids of the datasets to count.
 * @param dropped rules that no longer hold, such as an `ignore` that was taken back.
 */
export function rulesAfter(
  rules: readonly SourceRule[],
  choices: readonly Choice[],
  picked: ReadonlySet<string>,
  dropped: readonly SourceRule[] = [],
): readonly SourceRule[] {
  let next: readonly SourceRule[] = rules.filter((rule) => !dropped.includes(rule));
  for (const group of bySources(choices)) {
    const winner = winnerOf(group, picked);
    const on = group.filter(({ isOn }) => isOn);
    if (winner !== undefined) {
      const isSettled = on.length === 1 && on[0] === winner;
      if (!isSettled) next = withRules(next, winner.dataset, ruleFor(winner.dataset));
    } else if (on.length > 0) {
      next = withRules(next, group[0].dataset, { format: 'ignore' });
    }
  }
  return next;
}

/** Readings of the same sources stand together. */
function bySources(choices: readonly Choice[]): readonly (readonly Choice[])[] {
  const groups = new Map<string, Choice[]>();
  for (const choice of choices) {
    const key = choice.dataset.sources.join('\n');
    groups.set(key, [...(groups.get(key) ?? []), choice]);
  }
  return [...groups.values()];
}

function winnerOf(group: readonly Choice[], picked: ReadonlySet<string>): Choice | undefined {
  const wanted = group.filter(({ dataset }) => picked.has(dataset.id));
  return wanted.find(({ isOn }) => !isOn) ?? wanted.at(0);
}

function ruleFor({ format, reading }: Dataset): Omit<SourceRule, 'path'> {
  return { format, ...(reading !== undefined && { reading }) };
}

/** Puts one rule a source in place of the old ones; what they said of splits and groups is kept. */
function withRules(
  rules: readonly SourceRule[],
  dataset: Dataset,
  said: Omit<SourceRule, 'path'>,
): readonly SourceRule[] {
  const paths = pathsOf(dataset);
  const kept = rules.filter(({ path }) => !paths.includes(path));
  const made = paths.map((path): SourceRule => {
    const { split, group } = rules.findLast((rule) => rule.path === path) ?? {};
    const kept = { ...(split !== undefined && { split }), ...(group !== undefined && { group }) };
    return { path, ...said, ...kept };
  });
  return [...kept, ...made];
}

/** The paths that rules on a dataset name: its sources, or the folder around them where they are many. */
export function pathsOf({ sources }: Dataset): readonly string[] {
  if (sources.length <= mostRules) return sources;
  let around = parentPath(sources[0]);
  while (around !== '' && !sources.every((source) => isBelow(source, around))) {
    around = parentPath(around);
  }
  return [around === '' ? '**' : `${around}/**`];
}
