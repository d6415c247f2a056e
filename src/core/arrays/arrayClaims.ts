// Claims and plans for files that hold several arrays by name (NumPy archives, HDF5, MATLAB).
// Must not know how the files keep them.

import type { Claim, Plan, WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import type { ClassEntry, Unit } from '../model';
import type { ByteInput } from '../ports';
import type { Problem } from '../problems';
import { pack } from '../tables/packed';
import type { SplitGroup } from '../tables/splitGroups';
import { arrayClasses } from './arrayClasses';
import type { GroupReading } from './arrayGroups';
import { type ArrayUse, declaredReading } from './arrayReading';

/** What was found in one file. */
export interface ArraysFound {
  /** The likeliest first. */
  readonly readings: readonly GroupReading[];
  /** Class names that the file itself gives, from id 0 or, as MATLAB counts, from `firstId`. */
  readonly names: readonly string[];
  readonly firstId?: number;
  /** True where images lie beside the labels. */
  readonly images: boolean;
  /** What of the file was not looked at, or could not be read. */
  readonly problems?: readonly Problem[];
}

interface Notes {
  readonly key: string;
  readonly byPath: Readonly<Record<string, GroupReading>>;
  readonly classes: readonly ClassEntry[];
  readonly problems: readonly Problem[];
}

/** What a work unit of {@link arrayPlan} is told. */
export interface ArrayUnitNotes {
  readonly reading: GroupReading;
  /** The key of the array in the file. */
  readonly member: string;
}

/** Claims for files of one layout, one a reading; `kind` says what the file is. */
export function* arrayClaims(
  format: string,
  group: SplitGroup<ArraysFound>,
  kind: string,
): Generator<Claim> {
  const [{ value: first }] = group.members;
  for (const [at, { key }] of first.readings.entries()) {
    const byPath = group.members.flatMap(({ path, value }) => {
      const reading = value.readings.find((one) => one.key === key);
      return reading === undefined ? [] : [[path, reading] as const];
    });
    const reading = byPath[0][1];
    const from = first.firstId ?? 0;
    const classes = first.names.map((name, index) => ({ id: (index + from).toString(), name }));
    const problems = group.members.flatMap(({ value }) => value.problems ?? []);
    const notes: Notes = { key, byPath: Object.fromEntries(byPath), classes, problems };
    const members = reading.members.map(({ member }) => member.replace(/^.*\/|\.npy$/g, ''));
    const some = members.slice(0, 4).join(', ');
    yield {
      format,
      name: group.name,
      unit: unitOf(reading.use, first.images),
      confidence: at === 0 ? reading.confidence : Math.min(0.45, reading.confidence),
      evidence: [`${kind} with ${some}`],
      sources: group.members.map(({ path, split }) => ({ path, kind: 'file', split })),
      reading: { id: `array:${key}`, title: `the arrays ${some}` },
      options: pack(notes),
    };
  }
}

function unitOf(use: ArrayUse, images: boolean): Unit {
  if (use === 'pixels') return 'pixel';
  return use === 'boxes' ? 'box' : images ? 'image' : 'row';
}

/** The plan of an {@link arrayClaims} claim: one unit an array. */
export async function arrayPlan(claim: Claim, files: ByteInput, folder: FolderView): Promise<Plan> {
  const { byPath, classes: own, problems } = claim.options as unknown as Notes;
  const [path] = Object.keys(byPath);
  const reading = byPath[path];
  const beside = await arrayClasses(path, reading, folder, files);
  const classes = own.length > 0 && !reading.text ? own : beside;
  return {
    classes,
    order: classes.length > 0 ? 'declared' : 'label',
    multiLabel: reading.use === 'boxes',
    openVocabulary: reading.use === 'labels',
    units: claim.sources.flatMap((source) =>
      unitsOf(claim.format, source, declaredReading(byPath[source.path], classes)),
    ),
    problems,
  };
}

function unitsOf(
  format: string,
  { path, split }: Claim['sources'][number],
  reading: GroupReading,
): WorkUnit[] {
  return reading.members.map(({ member, split: own, bytes }) => ({
    format,
    split: own === 'all' ? split : own,
    paths: [path],
    bytes,
    options: pack({ reading, member } satisfies ArrayUnitNotes),
  }));
}
