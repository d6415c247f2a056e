// The user's rules (setting `classBalance.sources`): which path means which format, reading or split.
// Must not know where they are written down.

import picomatch from 'picomatch/posix';
import type { SourceRule } from './claims';

/** Looks rules up by path; the last rule that matches wins, as in a settings file. */
export class RuleBook {
  readonly #rules: readonly { readonly rule: SourceRule; matches: (path: string) => boolean }[];

  constructor(rules: readonly SourceRule[]) {
    this.#rules = rules.map((rule) => ({ rule, matches: picomatch(rule.path, { dot: true }) }));
  }

  /** True where the user said nothing. */
  get isEmpty(): boolean {
    return this.#rules.length === 0;
  }

  ruleFor(path: string): SourceRule | undefined {
    return this.#rules.findLast(({ rule, matches }) => rule.path === path || matches(path))?.rule;
  }
}
