// Tables of one name and one header in several folders that are parts of one dataset, a clip or a day each: LISA's traffic lights.
// Must not know files.

import { baseName, parentPath } from '../paths';
import type { TableReading } from './recipe';
import { gluedSplitOf, type GroupMember, type SplitGroup } from './splitGroups';
import type { TableSample } from './tableSample';

/** Fewer folders may as well be two datasets, or two people's answers. */
const fewestFolders = 3;
/** Names of media that are kept of a table, from its beginning. */
const namesKept = 20;

/** What is compared of a table. */
export interface PlacedTable {
  readonly readings: readonly TableReading[];
  /** Some of the pictures that its boxes lie in. */
  readonly pictures: readonly string[];
}

/** Some of the pictures that the rows of a table of boxes name. */
export function picturesOf(
  { rows }: TableSample,
  [reading]: readonly TableReading[],
): readonly string[] {
  const columns = (reading as TableReading | undefined)?.recipe.image ?? [];
  if (columns.length === 0) return [];
  const names = new Set(rows.map((row) => columns.map((column) => row.at(column)).join(' ')));
  return [...names].slice(0, namesKept);
}

/** The groups, with those put together that are such parts: each tells other pictures, and mostly classes that others have, too. */
export function joinFolders<T extends PlacedTable>(
  groups: readonly SplitGroup<T>[],
): SplitGroup<T>[] {
  const alike = new Map<unknown, SplitGroup<T>[]>();
  for (const group of groups) {
    const id = partKey(group) ?? group;
    alike.set(id, [...(alike.get(id) ?? []), group]);
  }
  return [...alike.values()].flatMap((some) => {
    const members = some.flatMap((group) => group.members);
    if (some.length < fewestFolders || !areParts(members)) return some;
    const [{ key }] = some;
    const placed = members.map((one) => ({ ...one, split: gluedSplitOf(one.path) ?? one.split }));
    return [{ key, name: sharedName(members), members: placed }];
  });
}

/** The same for tables of one name and one header that nothing says a split of; undefined for others. */
function partKey<T extends PlacedTable>({ members }: SplitGroup<T>): string | undefined {
  const [{ path, split, signature, value }] = members;
  const isPart = members.length === 1 && split === 'all' && value.pictures.length > 0;
  return isPart ? `${baseName(path)}\n${signature}` : undefined;
}

function areParts<T extends PlacedTable>(members: readonly GroupMember<T>[]): boolean {
  const pictures = members.flatMap(({ value }) => value.pictures);
  const times = new Map<string, number>();
  const labels = members.map(({ value }) => value.readings.at(0)?.labels ?? []);
  for (const label of labels.flatMap((some) => [...new Set(some)]))
    times.set(label, (times.get(label) ?? 0) + 1);
  const areShared = labels.every(
    (some) => some.filter((label) => (times.get(label) ?? 0) > 1).length * 2 >= some.length,
  );
  return new Set(pictures).size === pictures.length && areShared;
}

function sharedName<T>(members: readonly GroupMember<T>[]): string {
  const [first, ...others] = members.map(({ path }) => parentPath(path).split('/'));
  const differs = first.findIndex((name, at) => others.some((other) => other.at(at) !== name));
  return `${first[differs - 1] ?? ''}/${baseName(members[0].path)}`.replace(/^\//, '');
}
