// The user's rules (setting `classBalance.sources`): which path means which format, reading, split or grouping.
// Must not know where they are written down.

import picomatch from 'picomatch/posix';
import type { SourceRule } from './claims';
import type { Problem } from './problems';

interface Matcher {
  readonly rule: SourceRule;
  readonly matches: (path: string) => boolean;
}

/** Looks rules up by path; the last rule that matches wins, as in a settings file. */
export class RuleBook {
  /** A rule that only groups says nothing of what is a label file. */
  readonly #rules: readonly Matcher[];
  readonly #groupings: readonly Matcher[];

  constructor(rules: readonly SourceRule[]) {
    const all = rules.map((rule) => ({ rule, matches: picomatch(rule.path, { dot: true }) }));
    this.#rules = all.filter(({ rule }) => !onlyGroups(rule));
    this.#groupings = all.filter(({ rule }) => rule.group !== undefined);
  }

  /** True where the user said nothing of what is to be read. */
  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  ruleFor(path: string): SourceRule | undefined {
    return lastFor(this.#rules, path);
  }

  /** What groups the samples that are read from there; see `readGrouping`. */
  groupFor(path: string): string | undefined {
    return lastFor(this.#groupings, path)?.group;
  }
}

function onlyGroups({ format, reading, split, group }: SourceRule): boolean {
  return group !== undefined && [format, reading, split].every((said) => said === undefined);
}

function lastFor(matchers: readonly Matcher[], path: string): SourceRule | undefined {
  const fits = ({ rule, matches }: Matcher): boolean =>
    rule.path === path || rule.path === '**' || matches(path);
  return matchers.findLast(fits)?.rule;
}

/** A rule that names no format keeps its files from being counted, so that has to be said. */
export function unknownFormats({
  rules,
  formats,
}: {
  readonly rules: readonly SourceRule[];
  readonly formats: readonly { readonly id: string }[];
}): Problem[] {
  const known = new Set(['ignore', ...formats.map(({ id }) => id)]);
  return rules.flatMap(({ path, format }): Problem[] => {
    if (format === undefined || known.has(format)) return [];
    const message =
      `The rule for “${path}” in classBalance.sources names the format “${format}”, which there is not. ` +
      'Choose with “Class Balance: Choose What to Count…”.';
    return [{ code: 'unknown-format', severity: 'warning', message }];
  });
}
