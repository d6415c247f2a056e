// Which arrays of a NumPy archive are labels, which name the classes, and which belong together as splits.
// Must not know how archives are packed.

import { InflateError } from '../archives/inflate';
import { type RangeReader, readZipDirectory, type ZipMember } from '../archives/zipDirectory';
import { openMember } from '../archives/zipMember';
import { ByteBuffer } from '../bytes/byteBuffer';
import type { Pull } from '../bytes/pull';
import type { SplitName } from '../model';
import { type ArrayLook, lookAtArray } from './arrayLook';
import { type ArrayName, readArrayName } from './arrayNames';
import type { ArrayReading } from './arrayReading';
import { elementCount, type NpyArray, readNpyHeader } from './npyHeader';
import { textReader } from './npyElements';

/** Arrays of one key, one a split. */
export interface NpzReading extends ArrayReading {
  readonly key: string;
  readonly confidence: number;
  readonly members: readonly {
    readonly member: string;
    readonly split: SplitName;
    readonly bytes: number;
  }[];
}

export interface NpzArrays {
  /** The likeliest first. */
  readonly readings: readonly NpzReading[];
  /** Class names that the archive itself gives. */
  readonly names: readonly string[];
  /** True where images lie beside the labels. */
  readonly images: boolean;
}

const mostMembers = 64;
const mostNames = 100_000;

interface Seen {
  readonly member: ZipMember;
  readonly name: ArrayName;
  readonly look: ArrayLook;
}

/** Looks through an archive; undefined where it is none. */
export async function lookAtArchive(
  read: RangeReader,
  size: number,
): Promise<NpzArrays | undefined> {
  const members = await readZipDirectory(read, size);
  const arrays = members?.filter(({ name }) => name.endsWith('.npy')).slice(0, mostMembers);
  if (arrays === undefined || arrays.length === 0) return undefined;
  const seen: Seen[] = [];
  for (const member of arrays) {
    const name = readArrayName(member.name.slice(0, -4));
    const look = await opened(read, member, (pull) => lookAtArray(pull, name.role));
    if (look !== undefined && !('refused' in look)) seen.push({ member, name, look });
  }
  const names = seen.find((one) => isNames(one, seen));
  const labels = seen.filter((one) => one !== names && isLabels(one, seen));
  return {
    readings: readingsOf(labels),
    names: names === undefined ? [] : ((await opened(read, names.member, readTexts)) ?? []),
    images: seen.some(({ look }) => look.array.shape.length >= 3),
  };
}

/** Text that names the classes of other arrays: `label_names`, or `classes` beside integer labels. */
function isNames({ name, look }: Seen, all: readonly Seen[]): boolean {
  const { array } = look;
  if (look.reading?.text !== true || elementCount(array) > mostNames) return false;
  if (name.role === 'names') return true;
  const longer = all.some(
    (other) =>
      other.name.role === 'labels' &&
      other.look.reading?.text === false &&
      other.look.array.shape[0] > array.shape[0],
  );
  return name.role === 'labels' && /class|categor/.test(name.rest) && longer;
}

function isLabels({ name, look }: Seen, all: readonly Seen[]): boolean {
  const { reading, array } = look;
  if (reading === undefined || array.shape.length === 0) return false;
  if (name.role === 'labels' || name.role === 'masks') return true;
  const unnamed = /^arr$/.test(name.rest) && reading.use === 'labels';
  const [samples] = array.shape;
  return unnamed && all.some((other) => isInputs(other.look.array, samples));
}

function isInputs({ shape, kind }: NpyArray, samples: number): boolean {
  return shape.length >= 2 && shape[0] === samples && shape[1] > 1 && kind !== 'U' && kind !== 'S';
}

function readingsOf(labels: readonly Seen[]): NpzReading[] {
  const groups = new Map<string, Seen[]>();
  const hasSplits = new Set(labels.filter(isOfSplit).map(({ name }) => name.rest));
  for (const one of labels) {
    const rest = isOfSplit(one) ? `${one.name.rest}_*` : one.name.rest;
    const shared = `${rest} ${one.look.reading?.use ?? ''}`;
    // An array of no split beside those of splits is rather all of them than one more.
    const whole = !isOfSplit(one) && hasSplits.has(one.name.rest);
    const twice = groups.get(shared)?.some((other) => other.name.split === one.name.split) ?? false;
    const key = whole || twice ? one.member.name : shared;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const readings = [...groups].flatMap(([key, group]) => readingOf(key, group) ?? []);
  return readings.sort((a, b) => b.confidence - a.confidence);
}

function isOfSplit({ name }: Seen): boolean {
  return name.split !== 'all';
}

function readingOf(key: string, group: readonly Seen[]): NpzReading | undefined {
  const [{ name, look }] = group;
  if (look.reading === undefined) return undefined;
  const readings = group.flatMap((one) => one.look.reading ?? []);
  return {
    ...look.reading,
    key: key.replace(/ .*$|\.npy$/, ''),
    ignoreNegative: readings.some((one) => one.ignoreNegative),
    ignore255: readings.some((one) => one.ignore255),
    confidence: name.role === 'unknown' ? 0.55 : look.reading.use === 'pixels' ? 0.6 : 0.85,
    members: group.map(({ member, name: { split } }) => ({
      member: member.name,
      split,
      bytes: member.packed,
    })),
  };
}

/** Reads from a member; undefined where it cannot be read. */
async function opened<T>(
  read: RangeReader,
  member: ZipMember,
  use: (pull: Pull) => Promise<T>,
): Promise<T | undefined> {
  try {
    const pull = await openMember(read, member);
    return 'refused' in pull ? undefined : await use(pull);
  } catch (error) {
    // A damaged member holds no labels for detection; counting says so where it matters.
    if (error instanceof InflateError) return undefined;
    throw error;
  }
}

async function readTexts(pull: Pull): Promise<string[]> {
  const array = await readNpyHeader(pull);
  if (array === undefined || 'refused' in array) return [];
  const read = textReader(array);
  const out = new ByteBuffer();
  const names: string[] = [];
  for (let at = 0; at < elementCount(array); at += 1) {
    const bytes = await pull.take(array.size);
    if (bytes.length < array.size) break;
    read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, out);
    names.push(out.text());
  }
  return names;
}
