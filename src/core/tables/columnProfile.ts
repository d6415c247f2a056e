// What one column of a table holds, judged from the sampled rows.
// Must not know which column is the label.

import { isImage } from '../detect/media';
import { extensionOf } from '../paths';
import { areCircumstances } from './assignments';
import { isIdName, isSampleName, type NameReading, readLabelName } from './columnNames';
import { isIntegerAsFloat, isIntegerText, isNullWord, isNumberText } from './labelText';
import type { TableSample } from './tableSample';
import { plainName, wordsOf } from './tableSample';
import { wordCount } from './wordCount';

/** `integer` includes integers written as floats; `structure` is JSON-like text; `empty` has no value at all. */
export type ColumnKind = 'empty' | 'integer' | 'number' | 'date' | 'path' | 'structure' | 'text';

export type Media = 'image' | 'audio' | 'video' | 'other';

export interface ColumnProfile {
  readonly index: number;
  readonly name: string;
  /** {@link plainName} and {@link wordsOf} of the name. */
  readonly plain: string;
  readonly words: readonly string[];
  /** What the name promises; nothing where the table names no columns. */
  readonly label: NameReading;
  /** The name says `image_id`, `file_name` or the like. */
  readonly isSample: boolean;
  /** The name says `id`, `uuid` or is that of an index. */
  readonly isId: boolean;
  readonly kind: ColumnKind;
  /** For paths. */
  readonly media: Media | undefined;
  /** Cells with a value; null words count as none. */
  readonly filled: number;
  /** Cells with a null word: names in a column of text, missing numbers in others. */
  readonly nullWords: number;
  /** Values (blanks cut, null words left out) and how often each was met. */
  readonly values: ReadonlyMap<string, number>;
  readonly meanLength: number;
  readonly meanWords: number;
}

const noPromise: NameReading = { promise: 0, isId: false };

/** Profiles of all columns, in order. */
export function profileColumns(sample: TableSample): ColumnProfile[] {
  return sample.header.map((name, index) => profileColumn(sample, name, index));
}

function profileColumn(sample: TableSample, name: string, index: number): ColumnProfile {
  const values = new Map<string, number>();
  let filled = 0;
  let nullWords = 0;
  let length = 0;
  let words = 0;
  for (const row of sample.rows) {
    const text = row.at(index)?.trim() ?? '';
    if (isNullWord(text)) nullWords += 1;
    if (text === '' || isNullWord(text)) continue;
    filled += 1;
    length += text.length;
    words += wordCount(text);
    values.set(text, (values.get(text) ?? 0) + 1);
  }
  const label =
    sample.named && !isTravelClass(values) && !areCircumstances(values)
      ? readLabelName(name)
      : noPromise;
  const kind = areIdLists(values) ? 'text' : kindOf([...values.keys()]);
  return {
    index,
    name,
    plain: plainName(name),
    words: wordsOf(name),
    label,
    isSample: sample.named && isSampleName(name),
    isId: sample.named && isIdName(name) && (label.promise > 0 || !areMarks(values, filled)),
    kind,
    media: kind === 'path' ? mediaOf(values) : undefined,
    filled,
    nullWords,
    values,
    meanLength: length / Math.max(1, filled),
    meanWords: words / Math.max(1, filled),
  };
}

/** Fewest rows that show that marks recur. */
const enoughMarks = 10;

/** `Google_Index` of -1 and 1: whether there is one, and no number of the row. */
function areMarks(values: ReadonlyMap<string, number>, filled: number): boolean {
  return (
    filled >= enoughMarks && [...values.keys()].every((text) => /^(?:-?1|0)(?:\.0*)?$/.test(text))
  );
}

/** `Class` of a ticket says where one sat: an attribute like any other. */
function isTravelClass(values: ReadonlyMap<string, number>): boolean {
  return (
    (values.has('Eco') || values.has('Economy') || values.has('economy')) &&
    [...values.keys()].every((text) => travelClass.test(text))
  );
}

const travelClass =
  /^(?:premium[ _])?(?:eco(?:nomy)?|business|first|basic)(?:[ _](?:plus|class|premium))?$/i;

const date =
  /^(?:(?:19|20)\d{6}[ T]\d{4,6}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [A-Z\d][a-z\d]{1,2} [A-Z\d][a-z\d]{1,2})(?:[T ,].*|:.*)?$/;
const fileLike = /^[^\s/\\][^/\\\n]*\.[a-z][a-z0-9]{1,5}$/i;
/** `train/XR_HAND/patient00001/study1_positive/`. */
const folderLike = /^(?:[^\s/]+\/){2,}$/;
const pathLike = /^(?:[a-z]+:\/\/|\.{0,2}[\\/]|[a-z]:[\\/])\S+|^[^\s/\\]+(?:[\\/][^/\\\n]+)+$/i;

function kindOf(values: readonly string[]): ColumnKind {
  if (values.length === 0) return 'empty';
  if (values.every((text) => isIntegerText(text) || isIntegerAsFloat(text))) return 'integer';
  if (values.every(isNumberText)) return 'number';
  const most = (test: (text: string) => boolean): boolean =>
    values.filter(test).length >= values.length * 0.9;
  if (most((text) => date.test(text))) return 'date';
  if (most((text) => text.startsWith('{') && text.endsWith('}'))) return 'structure';
  if (most(isPath)) return 'path';
  return 'text';
}

/** `27`, `3,15`: ids joined by commas rather than decimals, since most are whole. */
function areIdLists(values: ReadonlyMap<string, number>): boolean {
  let [whole, joined] = [0, 0];
  for (const [text, times] of values) {
    if (/^\d{1,5}$/.test(text)) whole += times;
    else if (/^\d{1,5}(?:,\d{1,5})+$/.test(text)) joined += times;
    else return false;
  }
  return joined > 0 && whole > joined;
}

/** A file name with an extension, a path of at least two parts with one, or an address. */
export function isPath(text: string): boolean {
  if (text.length > 1024) return false;
  if (mediaOfPath(text) !== undefined && !text.includes('\n')) return true;
  if (/^[a-z]+:\/\//i.test(text) || folderLike.test(text)) return true;
  return pathLike.test(text) && fileLike.test(text.replace(/^.*[\\/]/, ''));
}

const audio = /^\.(?:wav|flac|mp3|ogg|opus|m4a|aac|sph|aif|aiff)$/;
const video = /^\.(?:mp4|avi|mkv|webm|mov|mpg|mpeg|wmv|m4v|flv|3gp)$/;
const other =
  /^\.(?:npy|npz|dcm|dicom|nii|txt|xml|json|pt|pkl|tfrecord|h5|svg|eml|pdf|bin|mat|ply|off|obj)$/;

/** What kind of sample a path names by its extension; undefined where it has none that is known. */
export function mediaOfPath(text: string): Media | undefined {
  if (text.length > 1024) return undefined;
  if (isImage(text)) return 'image';
  const extension = extensionOf(text.replaceAll('\\', '/'));
  if (audio.test(extension)) return 'audio';
  if (video.test(extension)) return 'video';
  return other.test(extension) ? 'other' : undefined;
}

function mediaOf(values: ReadonlyMap<string, number>): Media | undefined {
  for (const text of values.keys()) {
    const media = mediaOfPath(text);
    if (media !== undefined) return media;
  }
  return undefined;
}
