// Which arrays of one file (NumPy archive, HDF5, MATLAB) are labels, which name the classes, which are splits of one set.
// Must not know how the file keeps them.

import type { SplitName } from '../model';
import type { ArrayName } from './arrayNames';
import { type ArrayReading, togetherRead } from './arrayReading';
import { mostNames } from './arrayTexts';
import { elementCount, type NpyArray } from './npyHeader';

/** One array of the file. */
export interface SeenArray {
  /** Its key in the file. */
  readonly member: string;
  /** Bytes that counting it will read. */
  readonly bytes: number;
  readonly name: ArrayName;
  readonly array: NpyArray;
  readonly reading: ArrayReading | undefined;
}

/** Arrays of one key, one a split. */
export interface GroupReading extends ArrayReading {
  readonly key: string;
  readonly confidence: number;
  readonly members: readonly {
    readonly member: string;
    readonly split: SplitName;
    readonly bytes: number;
  }[];
}

/** What the arrays of a file are. */
export interface FileArrays {
  /** The likeliest first. */
  readonly readings: readonly GroupReading[];
  /** The array of class names, if one is there. */
  readonly names: SeenArray | undefined;
  /** True where images lie beside the labels. */
  readonly images: boolean;
}

/** Sorts the arrays of a file out. */
export function sortArrays(seen: readonly SeenArray[]): FileArrays {
  const names = seen.find((one) => isNames(one, seen));
  const labels = seen.filter((one) => one !== names && isLabels(one, seen));
  const images = seen.some(({ array }) => areImages(array));
  return { readings: readingsOf(labels), names, images };
}

/** Three sizes and more, but for clouds of points (N, P, 3) and signals (N, channels, T). */
function areImages({ shape, kind }: NpyArray): boolean {
  const [, height, width] = shape;
  return shape.length > 3 || (shape.length === 3 && (kind !== 'f' || height === width));
}

/** Text that names the classes of other arrays: `label_names`, or `classes` beside integer labels. */
function isNames({ name, array, reading }: SeenArray, all: readonly SeenArray[]): boolean {
  if (reading?.text !== true || elementCount(array) > mostNames) return false;
  if (name.role === 'names') return true;
  const longer = all.some(
    (other) =>
      other.name.role === 'labels' &&
      other.reading?.text === false &&
      other.array.shape[0] > array.shape[0],
  );
  return name.role === 'labels' && /class|categor/.test(name.rest) && longer;
}

function isLabels({ name, array, reading }: SeenArray, all: readonly SeenArray[]): boolean {
  if (reading === undefined || array.shape.length === 0) return false;
  if (name.role === 'labels' || name.role === 'masks') return true;
  const unnamed = /^arr$/.test(name.rest) && reading.use === 'labels';
  const [samples] = array.shape;
  return unnamed && all.some((other) => isInputs(other.array, samples));
}

function isInputs({ shape, kind }: NpyArray, samples: number): boolean {
  return shape.length >= 2 && shape[0] === samples && shape[1] > 1 && kind !== 'U' && kind !== 'S';
}

function readingsOf(labels: readonly SeenArray[]): GroupReading[] {
  const groups = new Map<string, SeenArray[]>();
  const hasSplits = new Set(labels.filter(isOfSplit).map(({ name }) => name.rest));
  for (const one of labels) {
    const rest = isOfSplit(one) ? `${one.name.rest}_*` : one.name.rest;
    const shared = `${rest} ${one.reading?.use ?? ''}`;
    // An array of no split beside those of splits is rather all of them than one more.
    const whole = !isOfSplit(one) && hasSplits.has(one.name.rest);
    const twice = groups.get(shared)?.some((other) => other.name.split === one.name.split) ?? false;
    const key = whole || twice ? one.member : shared;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const readings = [...groups].flatMap(([key, group]) => readingOf(key, group) ?? []);
  return readings.sort((a, b) => b.confidence - a.confidence);
}

function isOfSplit({ name }: SeenArray): boolean {
  return name.split !== 'all';
}

function readingOf(key: string, group: readonly SeenArray[]): GroupReading | undefined {
  const [{ name, reading }] = group;
  if (reading === undefined) return undefined;
  const readings = group.flatMap((one) => one.reading ?? []);
  return {
    ...togetherRead(readings),
    key: key.replace(/ .*$|\.npy$/, ''),
    confidence: name.role === 'unknown' ? 0.55 : reading.use === 'pixels' ? 0.6 : 0.85,
    members: group.map(({ member, bytes, name: { split } }) => ({ member, split, bytes })),
  };
}
