// Settles names, order, splits, status and problems of a dataset once, from its claim, plan and tally.
// Must not know any one format.

import { assertedFrom, type Plan } from './claims';
import type { SettledClaim } from './detect/resolve';
import { compareSplits } from './detect/splits';
import { settleClasses } from './classes';
import { nameOf } from './identity';
import type { GroupCounts } from './groups/groupCounter';
import type { ClassCount, ClassEntry, Dataset, SplitCounts } from './model';
import type { Problem } from './problems';
import type { Planned } from './survey';
import type { Tally } from './tally';

/** A column with this share of distinct values among its labelled samples is rather ids than labels. */
const nearlyDistinct = 0.5;
/** Fewer labelled samples than this say nothing about distinctness. */
const tooFewToJudge = 10;

/** What was counted of a claim. */
interface Counted {
  readonly tally: Tally;
  /** Where its samples are grouped. */
  readonly groups?: GroupCounts | undefined;
}

/** The counted dataset. Its id must be unique in its scan. */
export function mergeDataset(
  { id, title, claim, plan }: Planned,
  { tally, groups }: Counted,
): Dataset {
  const { classes: entries, problems: classProblems } = settleClasses(plan, tally);
  const indexes = new Map(
    Array.from({ length: tally.labels.size }, (_, label) => [tally.labels.text(label), label]),
  );
  const order = entries.map((entry) => indexes.get(entry.id));
  const counted = splitCounts(tally, order);
  const { imagesEqual } = counted;
  const isGrouped = groups !== undefined && groups.all.size > 0;
  const splits = isGrouped ? withGroups(counted.splits, entries, groups) : counted.splits;
  const classes = entries.map((entry, at): ClassCount => {
    const count = total(splits, (split) => split.counts[at]);
    const images = total(splits, (split) => split.images?.[at] ?? 0);
    return {
      ...{ ...entry, count },
      ...(splits.some((split) => split.images !== undefined) ? { images } : {}),
      ...(isGrouped ? { groups: groups.all.get(entry.id) ?? 0 } : {}),
    };
  });
  const samples = total(splits, (split) => split.samples);
  const unlabelled = total(splits, (split) => split.unlabelled);
  const doubts = doubtsOf(claim, plan, classes, samples - unlabelled);
  return {
    id,
    name: nameOf(claim),
    format: claim.format,
    readAs: claim.reading === undefined ? title : `${title} · ${claim.reading.title}`,
    unit: claim.unit,
    status: claim.confidence >= assertedFrom && doubts.length === 0 ? 'asserted' : 'offered',
    sources: claim.sources.map((source) => source.path),
    ...(claim.reading === undefined ? {} : { reading: claim.reading.id }),
    evidence: claim.evidence,
    multiLabel: plan.multiLabel || tally.traits.has('multi-label'),
    ...(imagesEqual ? { imagesEqual } : {}),
    ...(isGrouped && claim.group !== undefined ? { grouping: claim.group } : {}),
    samples,
    unlabelled,
    classes,
    splits,
    problems: [
      ...plan.problems,
      ...tally.problems.toArray(),
      ...(groups?.problems ?? []),
      ...classProblems,
      ...doubts,
    ],
  };
}

function total<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

function splitCounts(
  tally: Tally,
  order: readonly (number | undefined)[],
): { readonly splits: SplitCounts[]; readonly imagesEqual: boolean } {
  const counted = tally.traits.has('images') && !tally.traits.has('no-images');
  const all = [...tally.splits].map(([name, split]) => {
    const pick = (numbers: Float64Array): number[] =>
      order.map((label) => (label === undefined ? 0 : (numbers.at(label) ?? 0)));
    const counts = pick(split.counts);
    const images = counted && split.images.length > 0 ? pick(split.images) : undefined;
    return { name, samples: split.samples, unlabelled: split.unlabelled, counts, images };
  });
  const differs = all.some(({ counts, images }) => images?.some((n, at) => n !== counts[at]));
  const splits = all
    .map(({ images, ...split }) => (differs ? { ...split, images: images ?? split.counts } : split))
    .sort((a, b) => compareSplits(a.name, b.name));
  return { splits, imagesEqual: !differs && all.some(({ images }) => images !== undefined) };
}

function withGroups(
  splits: readonly SplitCounts[],
  entries: readonly ClassEntry[],
  groups: GroupCounts,
): readonly SplitCounts[] {
  return splits.map((split) => {
    const own = groups.splits.get(split.name);
    return { ...split, groups: entries.map(({ id }) => own?.get(id) ?? 0) };
  });
}

/** Why a claim is not asserted after all, now that it is counted. */
function doubtsOf(
  claim: SettledClaim,
  plan: Plan,
  classes: readonly ClassCount[],
  labelled: number,
): Problem[] {
  if (claim.chosen) return [];
  const present = classes.filter((entry) => entry.count > 0).length;
  const doubt = (code: string, message: string): Problem[] => [
    { code, severity: 'information', file: claim.sources.at(0)?.path, message },
  ];
  if (present === 0) return doubt('no-labels', 'No labelled sample was found.');
  if (!plan.openVocabulary) return [];
  if (classes.length < 2) {
    return doubt('single-class', 'All samples carry the same label, so this may not be a class.');
  }
  if (labelled >= tooFewToJudge && present > labelled * nearlyDistinct) {
    const message = `${present} different values in ${labelled} samples look like names or ids rather than classes.`;
    return doubt('nearly-distinct', message);
  }
  return [];
}
