// NumPy archives (.npz): several arrays in a zip, as np.savez, Keras and MedMNIST write them.
// Must not know the layout of arrays or archives; arrays/ and archives/ do.

import { arrayClasses } from '../arrays/arrayClasses';
import { countArray, refuse } from '../arrays/arrayCounter';
import { type NpzArrays, lookAtArchive, type NpzReading } from '../arrays/npzArrays';
import { InflateError } from '../archives/inflate';
import { readZipDirectory } from '../archives/zipDirectory';
import { openMember } from '../archives/zipMember';
import type { Claim, Plan, WorkUnit } from '../claims';
import { candidatesOf } from '../detect/candidates';
import type { ClassEntry } from '../model';
import { baseName } from '../paths';
import type { ByteInput } from '../ports';
import { pack } from '../tables/packed';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'npz';

interface Notes {
  readonly key: string;
  readonly byPath: Readonly<Record<string, NpzReading>>;
  readonly names: readonly string[];
}

interface UnitNotes {
  readonly reading: NpzReading;
  readonly member: string;
}

export const npz: LabelFormat = {
  id,
  title: 'NumPy archive',
  units: ['row', 'image', 'pixel'],
  notes: {
    detects:
      '`.npz` with arrays named like labels (`y_train`, `train_labels`), (N), (N,1) or one-hot',
    splits: 'Keys (`train_labels`, `y_test`), else file names',
    remarks: 'Only the label arrays are unpacked. Class names from an array such as `label_names`.',
  },

  async *detect(root, signal) {
    const found: { path: string; signature: string; value: NpzArrays }[] = [];
    for (const { folder, path } of candidatesOf(root, id, signal, isNpz)) {
      const head = await folder.headAt(path);
      if (head === undefined) continue;
      const read = async (start: number, end: number): Promise<Uint8Array> =>
        (await folder.bytesAt(path, start, end)) ?? new Uint8Array(0);
      const value = await lookAtArchive(read, head.size);
      if (value === undefined || value.readings.length === 0) continue;
      found.push({ path, signature: value.readings.map(({ key }) => key).join(), value });
    }
    for (const group of groupBySplit(found)) yield* claimsOf(group);
  },

  async plan(claim, files, folder) {
    const notes = claim.options as unknown as Notes;
    const [path] = Object.keys(notes.byPath);
    const reading = notes.byPath[path];
    const beside = await arrayClasses(path, reading, folder, files);
    const own = notes.names.map((name, at): ClassEntry => ({ id: at.toString(), name }));
    const classes = own.length > 0 && !reading.text ? own : beside;
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: reading.use === 'labels',
      units: claim.sources.flatMap((source) => unitsOf(source.path, source.split, notes)),
      problems: [],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const { reading, member } = unit.options as unknown as UnitNotes;
    for (const file of unit.paths) {
      await countMember(file, member, reading, unit, input, tally, signal);
    }
  },
};

function isNpz(name: string): boolean {
  return /\.npz$/i.test(name);
}

function* claimsOf(group: SplitGroup<NpzArrays>): Generator<Claim> {
  const [first] = group.members;
  for (const [at, { key }] of first.value.readings.entries()) {
    const byPath = group.members.flatMap(({ path, value }) => {
      const reading = value.readings.find((one) => one.key === key);
      return reading === undefined ? [] : [[path, reading] as const];
    });
    const reading = byPath[0][1];
    const notes: Notes = { key, byPath: Object.fromEntries(byPath), names: first.value.names };
    const members = reading.members.map(({ member }) => baseName(member).replace(/\.npy$/, ''));
    yield {
      format: id,
      name: group.name,
      unit: reading.use === 'pixels' ? 'pixel' : first.value.images ? 'image' : 'row',
      confidence: at === 0 ? reading.confidence : Math.min(0.45, reading.confidence),
      evidence: [`an archive of NumPy arrays with ${members.slice(0, 4).join(', ')}`],
      sources: group.members.map(({ path, split }) => ({ path, kind: 'file', split })),
      reading: { id: `array:${key}`, title: `the arrays ${members.slice(0, 4).join(', ')}` },
      options: pack(notes),
    };
  }
}

function unitsOf(path: string, split: string, notes: Notes): WorkUnit[] {
  return notes.byPath[path].members.map(({ member, split: own, bytes }) => ({
    format: id,
    split: own === 'all' ? split : own,
    paths: [path],
    bytes,
    options: pack({ reading: notes.byPath[path], member } satisfies UnitNotes),
  }));
}

async function countMember(
  path: string,
  name: string,
  reading: NpzReading,
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const read = (start: number, end: number) => input.read(path, start, end);
  const members = await readZipDirectory(read, await input.size(path));
  const member = members?.find((one) => one.name === name);
  const place = { tally, split: unit.split, file: path };
  if (member === undefined) {
    refuse(place, `${name} is not in the archive, or the archive is damaged`);
    return;
  }
  try {
    const pull = await openMember(read, member);
    if ('refused' in pull) refuse(place, `${name}: ${pull.refused}`);
    else await countArray(reading, pull, place, signal);
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    const message = `${name} cannot be unpacked: ${error.message}.`;
    const column = member.header + 1;
    tally.problem({
      code: 'archive-damaged',
      severity: 'error',
      file: path,
      line: 1,
      column,
      message,
    });
  }
}
