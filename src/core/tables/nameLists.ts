// Names for labels from a list beside the label file: by line number, by an id in the line, or by the label itself.
// Must not know which format asks.

import { isNameMap, namesInFile, type NamesWanted } from './nameFiles';
import { isNamesFile, parseNamesFile } from '../detect/namesFile';
import { isImage } from '../detect/media';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { baseName } from '../paths';
import { type ByteInput, SourceError } from '../ports';

const namesLimit = 8 * 1024 * 1024;
const longestName = 300;
const alsoNames =
  /^(?:categories|category|class|classes|classind|label_?map|classnames|labels|(?:label|shape)_?names|names|synsets?|synset_words|identity_meta|emotions|intents|activity_labels|mapping)[\w-]*\.(?:txt|names|lst)$|_classes\.txt$|^list_category_cloth\.txt$/i;

/** What such a file maps may be anything: only numbers to names give any (TweetEval). */
const mapping = /^mapping[\w-]*\.txt$/i;

/** Paths of files beside (or one folder above) that may give names, the likeliest first. */
export function nameListsBeside(folder: FolderView | undefined, path: string): string[] {
  return [folder, folder?.parent].flatMap((place) => {
    if (place === undefined) return [];
    const names = place.files.filter(
      (name) => isNamesFile(name) || alsoNames.test(name) || isNameMap(name),
    );
    return names
      .map((name) => place.pathOf(name))
      .filter((other) => other !== path)
      .sort((a, b) => preference(a) - preference(b));
  });
}

function preference(path: string): number {
  const name = baseName(path).toLowerCase();
  const order = [
    'synset_words',
    'class_names',
    'classes',
    'categories',
    'labels',
    'names',
    'synsets',
  ];
  const at = order.findIndex((start) => name.startsWith(start));
  return at < 0 ? order.length : at;
}

/**
 * The classes that the first fitting list declares, in its order; undefined where none fits the labels.
 * `labels` are some of the labels that occur, the smallest and the largest integer among them; `wanted` says where.
 */
export async function namesFor(
  labels: readonly string[],
  lists: readonly string[],
  files: ByteInput,
  wanted: NamesWanted,
): Promise<{ readonly path: string; readonly classes: readonly ClassEntry[] } | undefined> {
  if (labels.length === 0) return undefined;
  for (const path of lists) {
    const text = await readText(path, files);
    if (text === undefined) continue;
    const lines = parseNamesFile(text).map((entry) => entry.name);
    if (mapping.test(baseName(path)) && !lines.every((line) => /^\d+\s+\S/.test(line))) continue;
    const classes = isNameMap(baseName(path))
      ? onlyFit(labels, await namesInFile(path, text, wanted))
      : fit(labels, lines);
    if (classes !== undefined) return { path, classes };
  }
  return undefined;
}

/** The names that fit the labels; none where several do that differ, as nothing tells which are theirs. */
function onlyFit(
  labels: readonly string[],
  lists: readonly (readonly ClassEntry[])[],
): readonly ClassEntry[] | undefined {
  const [first, ...others] = lists.filter((entries) => areIdsOf(labels, entries));
  const same = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === same) ? first : undefined;
}

function areIdsOf(labels: readonly string[], entries: readonly ClassEntry[]): boolean {
  const ids = new Set(entries.map(({ id }) => id));
  return ids.size === entries.length && labels.every((label) => ids.has(label));
}

async function readText(path: string, files: ByteInput): Promise<string | undefined> {
  try {
    const bytes = await files.whole(path, namesLimit);
    return new TextDecoder('utf-8').decode(bytes);
  } catch (error) {
    // Names are a help only: without them the ids stand for themselves.
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/** The classes that lines of a names file give to labels like these. */
export function fit(labels: readonly string[], text: readonly string[]): ClassEntry[] | undefined {
  const lines = belowCount(text) ?? text;
  if (lines.length === 0 || lines.some((line) => isImage(line.split(/\s/)[0]))) return undefined;
  if (lines.some((line) => line === '' || line.length > longestName)) return undefined;
  // A label a line of every sample names nothing.
  if (new Set(lines).size * 5 < lines.length * 4) return undefined;
  // UCI's iris.names and the like are descriptions, in numbered sections.
  if (lines[0].startsWith('1. ')) return undefined;
  return labels.every((label) => /^\d+$/.test(label))
    ? (byId(labels, lines) ?? byLine(labels, withoutNumbers(lines)))
    : byWord(labels, lines);
}

/**
 * DeepFashion's `50`, `category_name  category_type`, then a name and its type a line, which are counted from 1 by the README
 * of its “Category and Attribute Prediction Benchmark”. Gives `1 Anorak`; undefined for other text.
 */
function belowCount([count = '', header = '', ...rows]: readonly string[]): string[] | undefined {
  const isCounted = /^\d+$/.test(count) && Number(count) === rows.length;
  if (!isCounted || !/^\w+_name\s+\w+_type$/.test(header)) return undefined;
  return rows.map((row, at) => `${at + 1} ${row.replace(/(?<=\S)\s+\d+$/, '')}`);
}

/** `1  rice leaf roller` in the first line, 2 in the second: where labels count from 0 the numbers are those of lines. */
function withoutNumbers(lines: readonly string[]): readonly string[] {
  const names = lines.flatMap((line, at) => {
    const match = /^(\d+)[\s,.:;]+([^\s,.:;].*)$/.exec(line);
    return match !== null && Number(match[1]) === at + 1 ? [match[2]] : [];
  });
  return names.length === lines.length ? names : lines;
}

/** `1 ApplyEyeMakeup` or `/a/airfield 0`. */
function byId(labels: readonly string[], lines: readonly string[]): ClassEntry[] | undefined {
  for (const pattern of [/^(\d+)[\s,:;]+([^\s,:;].*)$/, /^(\S(?:.*[^\s,:;])?)[\s,:;]+(\d+)$/]) {
    const idFirst = pattern.source.startsWith('^(\\d');
    const entries = lines.flatMap((line) => {
      const match = pattern.exec(line);
      if (match === null) return [];
      const [, first, second] = match;
      return [idFirst ? { id: first, name: second } : { id: second, name: first }];
    });
    const ids = new Set(entries.map((entry) => entry.id));
    const whole = entries.length === lines.length && ids.size === lines.length;
    if (whole && labels.every((label) => ids.has(label))) return entries;
  }
  return undefined;
}

/** Line n names id n, counted from 0; from 1 where the ids say so. */
function byLine(labels: readonly string[], lines: readonly string[]): ClassEntry[] | undefined {
  const ids = labels.map(Number);
  const largest = Math.max(...ids);
  if (largest >= lines.length * 2) return undefined;
  // `c000 Holding some clothes` names codes, not the numbers of lines.
  if (lines.every((line) => /^(?!n\d{8}\s)[a-z]\d+\s+\S/i.test(line))) return undefined;
  const from = largest === lines.length && !ids.includes(0) ? 1 : 0;
  return lines.map((line, index) => ({ id: String(index + from), name: withoutSynset(line) }));
}

/** `n01440764 tench, Tinca tinca` -> `tench, Tinca tinca`. */
function withoutSynset(line: string): string {
  return /^n\d{8}\s+(\S.*)$/.exec(line)?.[1] ?? line;
}

/** The line is the label, or begins with it: `n01440764 tench`. */
function byWord(labels: readonly string[], lines: readonly string[]): ClassEntry[] | undefined {
  const whole = new Set(lines);
  if (labels.every((label) => whole.has(label)))
    return lines.map((line) => ({ id: line, name: line }));
  const entries = lines.flatMap((line) => {
    const match = /^([^\s,]+)[\s,]+([^\s,].*)$/.exec(line);
    return match === null ? [] : [{ id: match[1], name: match[2] }];
  });
  const ids = new Set(entries.map((entry) => entry.id));
  return ids.size === lines.length && labels.every((label) => ids.has(label)) ? entries : undefined;
}

/** Some of the labels for {@link namesFor}: at most a hundred, the smallest and largest integer among them. */
export function someLabels(labels: Iterable<string>): string[] {
  const all = [...labels];
  const some = all.slice(0, 100);
  const integers = all.filter((label) => /^\d+$/.test(label)).sort((a, b) => Number(a) - Number(b));
  return [...new Set([...some, ...integers.slice(0, 1), ...integers.slice(-1)])];
}
