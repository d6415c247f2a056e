// Which classes a dataset has and in which order the trainer will index them.
// Must not know counts beyond which labels occurred.

import type { ClassOrder, Plan } from './claims';
import type { ClassEntry } from './model';
import { compareText, isInteger, labelOrder } from './order';
import { plural } from './plural';
import type { Problem } from './problems';
import type { Tally } from './tally';

/** Gaps between integer labels are filled up to this many classes for each one that occurs. */
const fillFactor = 20;

/** Declared and counted classes in order, and what was odd about them. */
export function settleClasses(
  plan: Pick<Plan, 'classes' | 'order' | 'denseIndexes'>,
  tally: Tally,
): { classes: ClassEntry[]; problems: Problem[] } {
  const declared = new Map<string, ClassEntry>();
  for (const entry of [...plan.classes, ...tally.declared]) {
    if (!declared.has(entry.id)) declared.set(entry.id, entry);
  }
  const seen = Array.from({ length: tally.labels.size }, (_, label) => tally.labels.text(label));
  const extra = seen.filter((id) => !declared.has(id));
  const problems = declared.size > 0 && plan.order === 'declared' ? undeclared(extra) : [];
  const gaps = plan.denseIndexes === true ? fillGaps([...declared.keys(), ...extra]) : undefined;
  if (gaps?.problem !== undefined) problems.push(gaps.problem);
  const loose = [...extra, ...(gaps?.missing ?? [])].map((id) => ({ id, name: id }));
  return { classes: arrange([...declared.values()], loose, plan.order), problems };
}

function arrange(
  declared: readonly ClassEntry[],
  loose: readonly ClassEntry[],
  order: ClassOrder,
): ClassEntry[] {
  const sorted = (entries: readonly ClassEntry[]): ClassEntry[] => {
    const ids = entries.map((entry) => entry.id);
    const compare = order === 'text' ? compareText : labelOrder(ids);
    return [...entries].sort((a, b) => compare(a.id, b.id));
  };
  return order === 'declared' ? [...declared, ...sorted(loose)] : sorted([...declared, ...loose]);
}

function undeclared(extra: readonly string[]): Problem[] {
  if (extra.length === 0) return [];
  const some = extra.slice(0, 5).join(', ') + (extra.length > 5 ? ', …' : '');
  const message = plural(
    extra.length,
    `label is not among the declared classes: ${some}. It is counted after them.`,
    `labels are not among the declared classes: ${some}. They are counted after them.`,
  );
  return [{ code: 'undeclared-class', severity: 'warning', message }];
}

function fillGaps(ids: readonly string[]): { missing: string[]; problem?: Problem } {
  if (ids.length === 0 || !ids.every((id) => isInteger(id) && /^\d+$/.test(id))) {
    return { missing: [] };
  }
  const known = new Set(ids.map(Number));
  const classes = Math.max(...known) + 1;
  if (classes > known.size * fillFactor + fillFactor) {
    const message =
      `The largest label is ${classes - 1}, but only ${known.size} labels occur. ` +
      'They are listed without the gaps; a trainer that indexes by label needs them remapped.';
    return { missing: [], problem: { code: 'sparse-indexes', severity: 'warning', message } };
  }
  const missing = Array.from({ length: classes }, (_, id) => id).filter((id) => !known.has(id));
  return { missing: missing.map(String) };
}
