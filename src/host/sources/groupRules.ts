// The rules after a choice of what groups the samples of a dataset. Tested in plain Node.
// Must not know how the choice is made or where rules are kept.

import type { SourceRule } from '../../core/claims';
import type { Dataset } from '../../core/model';
import { pathsOf } from './choices';

/** @param group see `readGrouping`; undefined to group no more. */
export function rulesWithGroup(
  rules: readonly SourceRule[],
  dataset: Dataset,
  group: string | undefined,
): readonly SourceRule[] {
  // Class folders may be the workspace folder itself.
  const paths = pathsOf(dataset).map((path) => (path === '' ? '**' : path));
  const kept = rules.flatMap((rule) => {
    if (!paths.includes(rule.path)) return [rule];
    const { group: old, ...rest } = rule;
    if (old === undefined) return [rule];
    return Object.keys(rest).length > 1 ? [rest] : [];
  });
  return group === undefined ? kept : [...kept, ...paths.map((path) => ({ path, group }))];
}

/** A part of a path to group by, as a rule, with the text it has in this path. */
export interface PathPart {
  readonly rule: string;
  readonly text: string;
}

/** Parts of a sample's path, the file's folder first; counted from the end, for trees are not equally deep everywhere. */
export function pathParts(path: string): readonly PathPart[] {
  const parts = path.replaceAll('\\', '/').split('/');
  return parts
    .map((text, at) => ({ rule: String(at - parts.length), text }))
    .slice(0, -1)
    .reverse();
}
