// What a fixture's truth.json says, and the rule by which a scan is held to it.
// Must not know formats.

import type { Dataset, ScanReport } from '../../src/core/model';

type Counts = Readonly<Record<string, number>>;

export interface Truth {
  readonly family: string;
  readonly format: string;
  readonly counts: Counts;
  /** Other legitimate readings; an empty one means that asserting nothing is right too. */
  readonly accept?: readonly Counts[] | null;
  readonly splits?: Readonly<Record<string, Counts>> | null;
  readonly expect?: string | null;
  /** Counts that a plausible mistake would give. */
  readonly must_not?:
    readonly { readonly counts?: Counts; readonly note?: string }[] | Counts | null;
  readonly notes?: string;
  /** Codes of problems that the report must hold: what was left out has to be said. */
  readonly problems?: readonly string[];
}

/** What is wrong with the report; empty where it agrees. `extras` are asserted datasets that the truth does not know. */
export function compare(
  report: ScanReport,
  truth: Truth,
): { failures: string[]; extras: string[] } {
  const asserted = report.datasets.filter((dataset) => dataset.status === 'asserted');
  const accepted = [truth.counts, ...(truth.accept ?? [])].map(withoutZeros);
  const nothing = accepted.some((counts) => Object.keys(counts).length === 0);
  const match = accepted
    .filter((counts) => Object.keys(counts).length > 0)
    .map((counts) => asserted.find((dataset) => agrees(dataset, counts)))
    .find((dataset) => dataset !== undefined);
  const failures: string[] = [];
  if (match === undefined && !(nothing && asserted.length === 0) && !isBystander(truth, asserted)) {
    failures.push(`no asserted dataset has the counts ${JSON.stringify(truth.counts)}`);
  }
  for (const counts of forbidden(truth)) {
    const guilty = asserted.find((dataset) => holds(dataset, counts));
    if (guilty !== undefined) failures.push(`${guilty.id} holds the counts of a known mistake`);
  }
  if (match !== undefined) failures.push(...splitFailures(match, truth));
  const said = [...report.problems, ...report.datasets.flatMap((dataset) => dataset.problems)];
  const codes = new Set(said.map(({ code }) => code));
  for (const code of truth.problems ?? [])
    if (!codes.has(code)) failures.push(`nothing says ${code}`);
  const extras = asserted
    .filter((dataset) => !accepted.some((counts) => agrees(dataset, counts)))
    .map((dataset) => `${dataset.id}: ${JSON.stringify(countsBy(dataset, 'name'))}`);
  return { failures, extras };
}

/** Where there are no labels, asserting nothing is what is wanted; what is asserted shows up as extra. */
function isBystander(truth: Truth, asserted: readonly Dataset[]): boolean {
  return Object.keys(withoutZeros(truth.counts)).length === 0 && asserted.length === 0;
}

function forbidden(truth: Truth): Counts[] {
  if (truth.must_not === undefined || truth.must_not === null) return [];
  if (Array.isArray(truth.must_not)) {
    return truth.must_not.map((one: { counts?: Counts }) => one.counts ?? (one as Counts));
  }
  return [truth.must_not as Counts];
}

function splitFailures(dataset: Dataset, truth: Truth): string[] {
  const failures: string[] = [];
  for (const [name, wanted] of Object.entries(truth.splits ?? {})) {
    const split = dataset.splits.find((one) => one.name === canonical(name));
    const found = ['name', 'id'].map((key) =>
      withoutZeros(
        Object.fromEntries(
          dataset.classes.map((entry, at) => [entry[key as 'name' | 'id'], split?.counts[at] ?? 0]),
        ),
      ),
    );
    if (!found.some((counts) => same(counts, withoutZeros(wanted)))) {
      failures.push(`split ${name} is ${JSON.stringify(found[0])}, not ${JSON.stringify(wanted)}`);
    }
  }
  return failures;
}

function canonical(split: string): string {
  return ['val', 'valid', 'validation', 'dev'].includes(split) ? 'val' : split;
}

function agrees(dataset: Dataset, counts: Counts): boolean {
  return (['name', 'id'] as const).some((key) => same(countsBy(dataset, key), counts));
}

function holds(dataset: Dataset, counts: Counts): boolean {
  return (['name', 'id'] as const).some((key) => {
    const own = countsBy(dataset, key);
    return Object.entries(counts).every(([name, count]) => own[name] === count);
  });
}

function countsBy(dataset: Dataset, key: 'name' | 'id'): Counts {
  const counts: Record<string, number> = {};
  for (const entry of dataset.classes) counts[entry[key]] = (counts[entry[key]] ?? 0) + entry.count;
  return withoutZeros(counts);
}

function withoutZeros(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

function same(a: Counts, b: Counts): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
