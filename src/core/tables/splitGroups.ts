// Files of one layout that are the splits or shards of one dataset: train.csv and val.csv, train/labels.txt and val/labels.txt.
// Must not know what lies in the files.

import { compareSplits, splitOfWord, wordsOfFolder } from '../detect/splits';
import type { SplitName } from '../model';
import { baseName, parentPath } from '../paths';
import { seriesPaths } from './series';

/** A file and whatever its reader knows of it; only files of one signature are put together. */
export interface GroupFile<T> {
  readonly path: string;
  /** What is compared in its stead, where a part of the path says nothing. */
  readonly placed?: string;
  readonly signature: string;
  readonly value: T;
}

export interface GroupMember<T> extends GroupFile<T> {
  readonly split: SplitName;
}

export interface SplitGroup<T> {
  /** The path with split words as `*` and shard numbers as `#`. */
  readonly key: string;
  /** For people. */
  readonly name: string;
  readonly members: readonly GroupMember<T>[];
}

/** A path's split, and its {@link SplitGroup.key}. */
export interface SplitKey {
  readonly key: string;
  readonly split: SplitName;
  /** The split is said by a folder above the parent only, or by a part of its name, which may mean something else. */
  readonly far: boolean;
  readonly shard: boolean;
}

const shardNumber = /(?<!\d)0\d{4,}(?!\d)/g;
/** How Dask, Spark, Arrow and DuckDB number the files of one table: `part.0`, `part-1`, `<guid>-0.parquet`, `data_0.parquet`. */
const partNumber =
  /(?<=(?:^|\/)part[._-])\d+(?=[._-])|(?<=(?:^|\/)(?:[\da-f]{32}-|data_))\d+(?=\.parquet$)/g;
/** Members of a group without a name of its own that are named one by one. */
const namesShown = 4;
/** `a. Training Labels.csv`, `b. Testing Labels.csv`. */
const enumerated = /^[a-z\d]\. /i;
const separators = /([._\-\s]+)/;

/** Finds the split word in a path: in the file name first, else in the nearest folder; others that agree go with it. */
export function splitKeyOf(path: string): SplitKey {
  const parts = path.split('/');
  const file = splitInName((parts.at(-1) ?? '').replace(enumerated, ''));
  const folders = parts.slice(0, -1);
  const near = folders.findLastIndex((name) => splitOfWord(name) !== undefined);
  const split = file?.split ?? splitOfWord(folders.at(near) ?? '');
  if (split === undefined || (file === undefined && near < 0)) {
    const parent = splitAtEdge(folders.at(-1) ?? '');
    if (parent !== undefined) {
      const key = [...folders.slice(0, -1), parent.rest, ...parts.slice(-1)].join('/');
      return { key: unsharded(key), split: parent.split, far: true, shard: isShard(path) };
    }
    return { key: unsharded(path), split: 'all', far: false, shard: isShard(path) };
  }
  const key = folders
    .map((name) => starredFolder(name, split))
    .concat(file?.rest ?? parts.slice(-1))
    .join('/');
  const between = folders.slice(near + 1).filter((name) => unsharded(name) !== '#');
  const far = file === undefined && between.length > 0;
  return { key: unsharded(key), split, far, shard: isShard(path) };
}

/** Beside a folder that names the split others may repeat it: `train/labelTxt/DOTA-v1.5_train`. */
function starredFolder(name: string, split: SplitName): string {
  if (splitOfWord(name) === split) return '*';
  const edge = splitAtEdge(name);
  return edge?.split === split ? edge.rest : name;
}

/** `nsynth-train`, `test_images`: a split among the words of a folder, which may mean something else; two mean neither. */
function splitAtEdge(name: string): { split: SplitName; rest: string } | undefined {
  const parts = wordsOfFolder(name);
  for (const at of [parts.length - 1, 0]) {
    const split = parts.length > 1 ? splitOfWord(parts[at]) : undefined;
    if (split !== undefined) return { split, rest: parts.with(at, '*').join('') };
  }
  return undefined;
}

function unsharded(path: string): string {
  return path
    .replace(/\d{5}-of-\d{5}/g, '#')
    .replace(shardNumber, '#')
    .replace(partNumber, '#');
}

function isShard(path: string): boolean {
  return path.search(shardNumber) >= 0 || path.search(partNumber) >= 0;
}

function splitInName(name: string): { split: SplitName; rest: string } | undefined {
  const parts = name.split(separators);
  const whole = name.replace(/(?:\.[a-z]+)+$/i, '');
  const byWhole = splitOfWord(whole);
  if (byWhole !== undefined) {
    return { split: byWhole, rest: starred(whole) + name.slice(whole.length) };
  }
  for (let at = parts.length - 1; at >= 0; at--) {
    const found = splitOfPart(parts[at]);
    if (found === undefined) continue;
    const rest = parts.map((part, index) => (index === at ? found.rest : part)).join('');
    return { split: found.split, rest };
  }
  return undefined;
}

const behindSplit =
  /(?:lists?|labels?|sets?|data|files?|images?|imgs?|annos?|annotations?|splits?)?\d*$/i;

const glued = /^(.*[A-Za-z\d](?=[TV])|.*\d)([Tt]rain|[Tt]est|[Vv]al|dev)(\+?)$/;

/** The split that a folder of a path has at the end of its name: `dayTrain/dayClip1/boxes.csv`. */
export function gluedSplitOf(path: string): SplitName | undefined {
  const words = path
    .split('/')
    .slice(0, -1)
    .map((name) => glued.exec(name)?.at(2) ?? '');
  const found = words.findLast((word) => word !== '');
  return found === undefined ? undefined : splitOfWord(found);
}

/** The split of `train`, `trainLabels`, `testlist01`, `KDDTrain+`, `2016train`, and the part with a star for it. */
function splitOfPart(part: string): { split: SplitName; rest: string } | undefined {
  const split = splitOfWord(part) ?? splitOfWord(part.replace(behindSplit, ''));
  if (split !== undefined) return { split, rest: starred(part) };
  const match = glued.exec(part);
  const own = match === null ? undefined : splitOfWord(match[2]);
  return match === null || own === undefined
    ? undefined
    : { split: own, rest: `${match[1]}*${match[3]}` };
}

/** `train2017` -> `*2017`, `trainlist01` -> `*list01`, so that two years or folds stay two datasets. */
function starred(word: string): string {
  return `*${behindSplit.exec(word)?.[0] ?? ''}`;
}

/** Puts files together that differ in nothing but the split (or a shard's number). Order of first sight is kept. */
export function groupBySplit<T>(files: readonly GroupFile<T>[]): SplitGroup<T>[] {
  const groups = new Map<string, { key: string; members: GroupMember<T>[]; far: boolean }>();
  const written = new Map([
    ...trainHalves(files),
    ...seriesPaths(files),
    ...shortPairs(files),
    ...evaluations(files),
  ]);
  for (const file of files) {
    const { key, split, far, shard } = splitKeyOf(written.get(file) ?? file.placed ?? file.path);
    let id = `${key}\n${file.signature}`;
    const taken = groups.get(id)?.members.some((member) => member.split === split) ?? false;
    if (taken && !shard) id = `${id}\n${file.path}`;
    const group = groups.get(id) ?? { key, members: [], far };
    group.members.push({ ...file, split });
    groups.set(id, group);
  }
  return withNeighbours(joined(withOtherWords([...groups.values()]))).map(
    ({ key, members: unsorted, far }) => {
      const members = unsorted.toSorted((a, b) => compareSplits(a.split, b.split));
      const splits = new Set(members.map((member) => member.split));
      const unsure = far && splits.size === 1;
      return {
        key,
        name: nameOf(key, members),
        members: unsure ? members.map((member) => ({ ...member, split: 'all' })) : members,
      };
    },
  );
}

/** A split and what keeps it from the rest of a name, at the name's end: `hr_*.csv`. */
const splitAtEnd = /(?<=[^/])[._\-\s]\*(?=(?:\.[a-z]\w*)+$)/i;

/**
 * `hr.csv` beside `hr_test.csv`, where no `hr_train.csv` is: what is not held out is trained with. Gives the paths that such names
 * mean.
 */
function trainHalves<T>(files: readonly GroupFile<T>[]): Map<GroupFile<T>, string> {
  const meant = new Map<GroupFile<T>, string>();
  const placeOf = ({ placed, path }: GroupFile<T>): string => placed ?? path;
  const known = new Map(files.map((file) => [`${placeOf(file)}\n${file.signature}`, file]));
  const heldOut = new Map<string, { signature: string; splits: SplitName[] }>();
  for (const file of files) {
    const { key, split } = splitKeyOf(placeOf(file));
    if (!splitAtEnd.test(key) || /[*#]/.test(key.replace('*', ''))) continue;
    const id = `${key}\n${file.signature}`;
    const { signature } = file;
    heldOut.set(id, { signature, splits: [...(heldOut.get(id)?.splits ?? []), split] });
  }
  for (const [id, { signature, splits }] of heldOut) {
    const [key] = id.split('\n', 1);
    const whole = known.get(`${key.replace(splitAtEnd, '')}\n${signature}`);
    if (whole !== undefined && !splits.includes('train')) {
      meant.set(whole, key.replace('*', 'train'));
    }
  }
  return meant;
}

const shortSplit = /(?<=[^/][._-])(?:tr|ts)(?=\.[a-z]+$)/;

/**
 * `avila-tr.txt` beside `avila-ts.txt`, and no third file of that kind: alone `tr` may be Turkish, and beside other codes it is
 * a language. Gives the paths that such names mean.
 */
function shortPairs<T>(files: readonly GroupFile<T>[]): Map<GroupFile<T>, string> {
  const alike = new Map<string, GroupFile<T>[]>();
  for (const file of files) {
    const stem = file.path.replace(/(?<=[^/][._-])[a-z]{2}(?=\.[a-z]+$)/, '*');
    if (stem === file.path) continue;
    const id = `${stem}\n${file.signature}`;
    alike.set(id, [...(alike.get(id) ?? []), file]);
  }
  const pairs = [...alike.values()].filter(
    (some) => some.length === 2 && some.every(({ path }) => shortSplit.test(path)),
  );
  return new Map(
    pairs.flat().map((file) => {
      const named = file.path.replace(shortSplit, (word) => (word === 'tr' ? 'train' : 'test'));
      return [file, named];
    }),
  );
}

const evaluation = /(?<![a-z])eval(?![a-z])/i;

/** The path with what to test by called as what to develop with: `eval.csv` -> `dev.csv`. */
function developed(path: string, word: string): string {
  return path.replace(evaluation, word);
}

/** True for `dev.csv` and `eval.csv`: where both are there, the second is the test set. */
export function isEvaluationOf(path: string, other: string): boolean {
  return evaluation.test(path) && developed(path, 'dev') === other;
}

/**
 * Of `dev` and `eval` one is to develop with, which is to train with where nothing else is, and the other to test by. Gives
 * the paths that such names mean.
 */
function evaluations<T>(files: readonly GroupFile<T>[]): Map<GroupFile<T>, string> {
  const meant = new Map<GroupFile<T>, string>();
  const placeOf = ({ placed, path }: GroupFile<T>): string => placed ?? path;
  const known = new Map(files.map((file) => [`${placeOf(file)}\n${file.signature}`, file]));
  for (const file of files) {
    const place = placeOf(file);
    if (!evaluation.test(place)) continue;
    const named = (word: string): GroupFile<T> | undefined =>
      known.get(`${developed(place, word)}\n${file.signature}`);
    const dev = named('dev');
    if (dev === undefined) continue;
    meant.set(file, developed(place, 'test'));
    if (named('train') === undefined) meant.set(dev, developed(place, 'train'));
  }
  return meant;
}

/**
 * The shards of a dataset name their split in one place, and any word may be one: `unsupervised-00000-of-00001.parquet` and
 * `validation_matched-00000-of-00001.parquet` go with `train-00000-of-00001.parquet`.
 */
function withOtherWords<T>(groups: readonly Group<T>[]): Group<T>[] {
  const kept = [...groups];
  for (const base of groups) {
    const pattern = shardPattern(base.key);
    if (pattern === undefined || !kept.includes(base)) continue;
    const others = kept.filter(
      (one) =>
        one !== base &&
        one.members[0].signature === base.members[0].signature &&
        one.members.every(({ path }) => pattern.test(path)),
    );
    for (const other of others) {
      kept.splice(kept.indexOf(other), 1);
      for (const member of other.members) {
        const split = pattern.exec(member.path)?.[1] ?? member.split;
        base.members.push({ ...member, split });
      }
    }
  }
  return kept;
}

const noSplits = '(?!(?:data|dataset|part|shard|chunk|file|labels?|images?)-)';

/** Finds the split in the paths of the shards; undefined where the key is not that of shards with a split. */
function shardPattern(key: string): RegExp | undefined {
  const name = baseName(key);
  if (!/^[^*#]*\*[^*#]*#[^*#]*$/.test(name) || key.slice(0, -name.length).search(/[*#]/) >= 0)
    return undefined;
  const literal = key.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
  const word = literal.replace('*', `${noSplits}([A-Za-z]\\w*)`);
  return new RegExp(`^${word.replace('#', '\\d{5}-of-\\d{5}')}$`);
}

interface Group<T> {
  readonly key: string;
  readonly members: GroupMember<T>[];
  readonly far: boolean;
}

/**
 * `places365_train_standard.txt` goes with `places365_val.txt`, `cars_test_annos_withlabels.mat` with `cars_train_annos.mat`: a
 * word at the end of one, where no other file has that split.
 */
function joined<T>(groups: readonly Group<T>[]): Group<T>[] {
  const alike = new Map<unknown, Group<T>[]>();
  for (const group of groups) {
    const stem = group.members.length === 1 ? stemOf(group) : undefined;
    const id = stem === undefined ? group : `${stem}\n${group.members[0].signature}`;
    alike.set(id, [...(alike.get(id) ?? []), group]);
  }
  return [...alike.values()].flatMap((some) => {
    const few = some.filter(({ key }) => /\*(?:[._-][a-z]+)?\.\w+$/i.test(key));
    const all = asOne(some);
    if (all !== undefined) return [all];
    return [...[asOne(few) ?? few].flat(), ...some.filter((one) => !few.includes(one))];
  });
}

/** The groups as one; undefined where they are one already, or no splits of one thing. */
function asOne<T>(some: readonly Group<T>[]): Group<T> | undefined {
  const splits = new Set(some.map(({ members }) => members[0].split));
  const ends = some.map(({ key }) => key.replace(/^.*\*|\.\w+$/g, ''));
  const isPlain = ends.some((base) => ends.every((end) => isWordBehind(end, base)));
  if (some.length < 2 || splits.size < some.length || !isPlain) return undefined;
  const [{ key, far }] = some;
  return { key, far, members: some.flatMap(({ members }) => members) };
}

/** `_annos_withlabels` behind `_annos`, `_standard` behind nothing; or the same. */
function isWordBehind(end: string, base: string): boolean {
  return end.startsWith(base) && /^(?:[._-][a-z]+)?$/i.test(end.slice(base.length));
}

/** `shared_task_dev.jsonl` goes with `train.jsonl` (FEVER), VoTT's `test-export.csv` with `train.csv`: words beside the only file of a split that the others lack. */
function withNeighbours<T>(groups: readonly Group<T>[]): Group<T>[] {
  const kept = [...groups];
  for (const base of groups) {
    if (!/^\*\.\w+$/.test(baseName(base.key))) continue;
    const others = kept.filter(
      (one) =>
        one !== base &&
        parentPath(one.key) === parentPath(base.key) &&
        one.members[0].signature === base.members[0].signature,
    );
    const splits = [base, ...others].flatMap(({ members }) => members.map(({ split }) => split));
    const [other] = others;
    const [, extension] = baseName(base.key).split('*');
    if (others.length !== 1 || new Set(splits).size < splits.length || splits.includes('all'))
      continue;
    const isNear = /^(?:[a-z]\w*[_-]\*|\*[_-][a-z]\w*)\.\w+$/i.test(baseName(other.key));
    if (!isNear || !other.key.endsWith(extension)) continue;
    kept.splice(kept.indexOf(other), 1);
    base.members.push(...other.members);
  }
  return kept;
}

/** What stands before the split in a path such as `a/places365_*_standard.txt`; undefined for others. */
function stemOf<T>({ key }: Group<T>): string | undefined {
  return /^(.*(?:^|\/)[^/*]{2,}[._-])\*(?:[._-][a-z]+)*\.\w+$/i.exec(key)?.[1];
}

function nameOf<T>(key: string, members: readonly GroupMember<T>[]): string {
  const only = members.at(0);
  if (members.length === 1 && only !== undefined) return baseName(only.path);
  const stem = baseName(key).replace(/(?:\.[a-z]+)+$/i, '');
  const plain = stem
    .replace(/[*#]/g, '')
    .replace(/^[._\-\s]+|[._\-\s]+$/g, '')
    .replace(/([._\-])[._\-]+/g, '$1');
  if (plain !== '') return plain;
  const folder = parentPath(key)
    .split('/')
    .findLast((name) => name !== '' && !/[*#]/.test(name));
  if (folder !== undefined) return folder;
  const names = members.map((member) => baseName(member.path));
  return names.length > namesShown ? `${names[0]} and ${names.length - 1} more` : names.join(', ');
}
