// MATLAB files (.mat): versions 4 and 5, and 7.3, which is HDF5.
// Must not know how they are laid out; matlab/ and hdf5/ do. Objects and functions are passed over, never run.

import {
  arrayClaims,
  arrayPlan,
  type ArraysFound,
  type ArrayUnitNotes,
} from '../arrays/arrayClaims';
import { sortArrays } from '../arrays/arrayGroups';
import type { Claim } from '../claims';
import { type Candidate, candidatesOf, coversOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { superblockPlace } from '../hdf5/file';
import { countHdf5, lookAtHdf5 } from '../hdf5/hdf5Arrays';
import { countMat, readIds } from '../matlab/matCount';
import { type MatFile, namesFor, type SplitLists, splitListsFor } from '../matlab/matFolder';
import { lookAtMat, type MatArray } from '../matlab/matLook';
import { isMatFile, isOldMatFile, MatError } from '../matlab/matReader';
import type { SplitName } from '../model';
import { type ByteInput, SourceError } from '../ports';
import type { Problem } from '../problems';
import { pack } from '../tables/packed';
import { groupBySplit } from '../tables/splitGroups';
import { extensionIn } from '../paths';
import { reasonOf } from '../reason';
import type { LabelFormat } from './format';

const id = 'mat';
interface Found extends ArraysFound {
  readonly file: MatFile;
  readonly isHdf5: boolean;
}

/** What a claim adds to the notes of arrays. */
interface Extra {
  readonly isHdf5: boolean;
  readonly lists: SplitLists | null;
  readonly testField: string | null;
}

export const mat: LabelFormat = {
  id,
  title: 'MATLAB file',
  units: ['row', 'image', 'pixel'],
  notes: {
    detects: '`.mat` of versions 4, 5 and 7.3 with variables or fields named like labels',
    splits:
      'Names of variables and fields (`dataset.train.labels`), lists of ids beside them (`setid.mat`), a field `test`, else file names',
    remarks:
      'Labels keep the numbers of the file, which usually count from 1. Names from `class_names`, also in a file beside. ' +
      'Boxes of `digitStruct`, scenes such as `indian_pines_gt`. Categorical and sparse arrays are said not to be read.',
  },

  async *detect(root, signal) {
    const all: { path: string; folder: FolderView; value: Found }[] = [];
    for (const candidate of candidatesOf(
      root,
      id,
      signal,
      (name) => /\.mat$/i.test(name),
      extensionIn('.mat'),
    )) {
      const value = await lookedAt(candidate, signal, () => lookAt(candidate, signal));
      if (value !== undefined) all.push({ path: candidate.path, folder: candidate.folder, value });
    }
    const found = all.flatMap(({ path, folder, value }) => {
      const files = all.filter((one) => areNear(one.folder, folder)).map((one) => one.value.file);
      const named = withNames(value, files);
      const signature = named.readings.map(({ key }) => key).join();
      return named.readings.length === 0 ? [] : [{ path, signature, value: named, files }];
    });
    for (const group of groupBySplit(found)) {
      const files = found.find(({ path }) => path === group.members[0].path)?.files ?? [];
      for (const claim of arrayClaims(id, group, 'a MATLAB file')) {
        yield withExtra(claim, group.members[0].value, files);
      }
    }
  },

  async plan(claim, files, folder) {
    const plan = await arrayPlan(claim, files, folder);
    const { isHdf5, lists, testField } = claim.options as unknown as Extra;
    const extra: Extra = { isHdf5, lists, testField };
    const units = plan.units.map((unit) => ({
      ...unit,
      options: pack({ ...unit.options, ...extra }),
    }));
    return { ...plan, units };
  },

  async count(unit, input, tally, signal) {
    const notes = unit.options as unknown as ArrayUnitNotes & Extra;
    const { reading, member: path, isHdf5, lists, testField } = notes;
    for (const file of unit.paths) {
      const read = (start: number, end: number) => input.read(file, start, end);
      const size = await input.size(file);
      const place = { tally, split: unit.split, file };
      if (isHdf5) {
        await countHdf5(read, size, path, reading, place, signal);
        continue;
      }
      const splitOf = lists === null ? undefined : await splitsOf(lists, unit.split, input, signal);
      const how = { path, reading, splitOf, testField: testField ?? undefined };
      await countMat(read, size, how, place, signal);
    }
  },
};

/** Names may lie in a folder below (`devkit`) or above. */
function areNear(one: FolderView, other: FolderView): boolean {
  return one === other || one.parent === other || other.parent === one;
}

function withNames(found: Found, files: readonly MatFile[]): Found {
  if (found.isHdf5) return ofDigitStruct(found) ? { ...found, names: digitNames } : found;
  const beside = namesFor(found.file, files);
  const names = beside.length > 0 ? beside : found.names;
  const members = found.readings.at(0)?.members.map(({ member }) => member) ?? [];
  const labels = found.file.arrays.filter(({ member }) => members.includes(member));
  const least = Math.min(...labels.map((one) => one.least));
  const digits = streetNumbers(found.file.arrays, labels);
  return { ...found, names: digits ?? names, firstId: least >= 1 ? 1 : 0 };
}

/** Street View House Numbers, with the boxes of all digits of each picture. */
function ofDigitStruct({ readings }: Found): boolean {
  return readings.at(0)?.members.at(0)?.member === 'digitStruct/bbox/label';
}

const digitNames: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

/** Street View House Numbers: 32 by 32 images, and 10 for the digit 0. */
function streetNumbers(
  arrays: readonly MatArray[],
  labels: readonly MatArray[],
): readonly string[] | undefined {
  const images = arrays.some(({ array: { shape } }) => shape.slice(0, 3).join() === '32,32,3');
  const isY = labels.length === 1 && labels[0].member === 'y' && labels[0].least >= 1;
  return images && isY ? digitNames : undefined;
}

function withExtra(claim: Claim, { file, isHdf5 }: Found, files: readonly MatFile[]): Claim {
  const [, key] = (claim.reading?.id ?? '').split(/^array:/);
  const label = file.arrays.find(({ member }) => member === memberOf(claim, key));
  const one = claim.sources.length === 1 && label?.reading?.use === 'labels';
  const lists = one ? splitListsFor(label.array.shape[0], files) : undefined;
  const struct =
    label?.member.includes('.') === true ? label.member.replace(/\.[^.]*$/, '') : undefined;
  const test = file.arrays.find(
    ({ member }) => struct !== undefined && member === `${struct}.test`,
  );
  const extra: Extra = { isHdf5, lists: lists ?? null, testField: test?.member ?? null };
  const covers = lists === undefined ? [] : coversOf([lists.path]);
  return { ...claim, covers, options: pack({ ...claim.options, ...extra }) };
}

/** The array that a claim with one array counts. */
function memberOf(claim: Claim, key: string | undefined): string | undefined {
  const { byPath } = claim.options as unknown as {
    byPath: Readonly<Record<string, ArrayUnitNotes['reading']>>;
  };
  const [reading] = Object.values(byPath);
  return reading.key === key && reading.members.length === 1
    ? reading.members[0].member
    : undefined;
}

async function splitsOf(
  { path, lists }: SplitLists,
  rest: SplitName,
  input: ByteInput,
  signal: AbortSignal,
): Promise<(sample: number) => SplitName> {
  const read = (start: number, end: number) => input.read(path, start, end);
  const names = lists.map(({ name }) => name);
  const ids = await readIds(read, await input.size(path), names, signal);
  const splits = new Map<number, SplitName>();
  for (const { name, split } of lists)
    for (const one of ids.get(name) ?? []) splits.set(one, split);
  return (sample) => splits.get(sample + 1) ?? rest;
}

/** Each run of an experiment repeats the names of its classes. */
function once(names: readonly string[]): readonly string[] {
  const different = [...new Set(names)];
  return names.every((name, at) => name === different[at % different.length]) ? different : names;
}

function notRead(file: string, { path, what }: { path: string; what: string }): Problem {
  const message = `The array ${path} is not read: it is ${what}.`;
  return { code: 'mat-not-read', severity: 'warning', file, line: 1, column: 1, message };
}

function notLookedAt(file: string, seen: number, unseen: string): Problem {
  const message =
    `Only the first ${seen} variables and fields were looked at for labels; ${unseen} and what comes after it were ` +
    'passed over. Save the labels as a variable of their own in a file of their own to have them counted.';
  return { code: 'mat-sampled', severity: 'warning', file, line: 1, column: 1, message };
}

async function lookAt(
  { folder, name, path, chosen }: Candidate,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const head = await folder.head(name);
  if (head === undefined) return undefined;
  const isHdf5 = superblockPlace(head.bytes) >= 0;
  if (!isHdf5 && !isMatFile(head.bytes) && !isOldMatFile(head.bytes, head.size)) return undefined;
  const read = folder.readerOf(path);
  try {
    if (isHdf5) {
      const most = chosen ? Number.POSITIVE_INFINITY : undefined;
      const look = await lookAtHdf5({ path, read, size: head.size, most }, signal);
      for (const problem of look.problems) folder.note(problem);
      return { ...look, firstId: 1, file: { path, arrays: [] }, isHdf5 };
    }
    const { arrays, error, unseen, unread } = await lookAtMat(read, head.size, signal);
    const { readings, images, names } = sortArrays(arrays);
    const own = arrays.find(({ member }) => member === names?.member)?.texts ?? [];
    if (error !== undefined && readings.length === 0) throw error;
    const problems = [
      ...(unseen === undefined ? [] : [notLookedAt(path, arrays.length, unseen)]),
      ...unread.map((one) => notRead(path, one)),
    ];
    for (const problem of problems) folder.note(problem);
    return { readings, names: once(own), images, problems, file: { path, arrays }, isHdf5 };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    const column = error instanceof MatError ? error.offset + 1 : head.size + 1;
    const message = `The MATLAB file cannot be read, it is damaged or cut off: ${reasonOf(error)}.`;
    folder.note({ code: 'mat-damaged', severity: 'error', file: path, line: 1, column, message });
    return undefined;
  }
}
