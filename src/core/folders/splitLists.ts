// Lists of paths beside class folders that name the samples of a split: validation_list.txt, meta/train.txt, labels/test1.txt.
// Must not know which format keeps them.

import { splitOfWord } from '../detect/splits';
import type { FolderView } from '../folderView';
import { joinPath, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import type { Problem } from '../problems';
import type { Tally } from '../tally';

/** Path of a list by the split of what it names. */
export type SplitLists = Readonly<Record<string, string>>;

const listLimit = 256 * 1024 * 1024;

/** Lists, and what the paths in them stand for. */
export interface ListedSplits {
  readonly lists: SplitLists;
  /** The folder of the class folders, where the lists name samples from there, with or without their extension. */
  readonly base?: string;
  /** How many numbered sets of lists there are, where the first of several is taken. */
  readonly sets?: number;
}

const listName =
  /^(train|val|valid|validation|test)(?:[_-]?(?:images?|list|split))?[_-]?(\d*)\.(?:txt|lst|list)$/i;
const listFolders = /^(?:meta|splits?|lists?|split_lists)$/i;
const linesTried = 50;
/** Of more folders beside the class folders none is looked into whose name does not tell that it holds lists. */
const foldersTried = 40;

/** `meta/train.txt` and `meta/test.txt` of lines like `apple_pie/1005649`, beside or above the class folders. */
export async function listsBeside(
  root: FolderView,
  classes: ReadonlySet<string>,
): Promise<ListedSplits | undefined> {
  const above = root.parent === undefined ? [] : [root.parent];
  const others: FolderView[] = [];
  for (const at of [root, ...above]) {
    const told = at.folders.filter(({ name }) => listFolders.test(name));
    for (const place of [at, ...told]) {
      const found = await listsIn(place, (line) => isSampleOf(line, root, classes));
      if (found !== undefined) return { ...found, base: root.path };
    }
    const untold = at.folders.filter((folder) => folder !== root && !told.includes(folder));
    others.push(...untold.filter(({ name }) => at !== root || !classes.has(name)));
  }
  if (others.length > foldersTried) return undefined;
  for (const place of others) {
    const isThere = (line: string): boolean =>
      isSampleOf(line, root, classes) && root.has(withoutRoot(line, root.path));
    const found = await listsIn(place, isThere);
    if (found !== undefined) return { ...found, base: root.path };
  }
  return undefined;
}

/** The lists of one folder that name samples; of `train1.txt`, `train2.txt` and so on the first that go together. */
async function listsIn(
  place: FolderView,
  isSample: (line: string) => boolean,
): Promise<Omit<ListedSplits, 'base'> | undefined> {
  const sets = new Map<number, Record<string, string>>();
  for (const file of place.labelFiles) {
    const [, word = '', number = ''] = listName.exec(file) ?? [];
    const split = splitOfWord(word);
    if (split === undefined) continue;
    const set = sets.get(Number(number)) ?? {};
    sets.set(Number(number), set);
    set[split] ??= file;
  }
  for (const [number, files] of [...sets].sort(([a], [b]) => a - b)) {
    const lists: Record<string, string> = {};
    for (const [split, file] of Object.entries(files)) {
      if (await namesSamples(place, file, isSample)) lists[split] = place.pathOf(file);
    }
    if (Object.keys(lists).length < 2) continue;
    return number === 0 || sets.size < 2 ? { lists } : { lists, sets: sets.size };
  }
  return undefined;
}

/** What is to be said of the lists. */
export function listProblems({ lists, sets }: ListedSplits): Problem[] {
  if (sets === undefined) return [];
  const [file] = Object.values(lists);
  const message = `There are ${sets} numbered sets of lists of splits; the first is taken.`;
  return [{ code: 'first-of-numbered-lists', severity: 'information', file, message }];
}

async function namesSamples(
  place: FolderView,
  file: string,
  isSample: (line: string) => boolean,
): Promise<boolean> {
  const head = await place.head(file);
  const text = new TextDecoder().decode(head?.bytes.subarray(0, 16_384));
  const lines = text.split(/\r?\n/).slice(0, linesTried);
  if (head?.complete !== true || lines.at(-1) === '') lines.pop();
  return lines.length > 0 && lines.every((line) => isSample(line.trim()));
}

/** `apple_pie/1005649`, of a class that there is. */
function isSampleOf(line: string, root: FolderView, classes: ReadonlySet<string>): boolean {
  const parts = withoutRoot(line, root.path).split('/');
  return parts.length === 2 && classes.has(parts[0]) && !/\s\d+$/.test(parts[1]);
}

function withoutRoot(line: string, root: string): string {
  const name = `${root.replace(/^.*\//, '')}/`;
  const plain = line.replace(/^\.?\//, '');
  return name !== '/' && plain.startsWith(name) ? plain.slice(name.length) : plain;
}

const stemOf = (path: string): string => path.replace(/\.[a-z]\w{1,4}$/i, '');

/** The split of a sample by its path from the root; undefined for samples in no list. */
export async function readSplitLists(
  { lists, base }: ListedSplits,
  input: ByteInput,
  tally: Tally,
): Promise<(path: string) => string | undefined> {
  const splits = new Map<string, string>();
  const keyOf = (folder: string, line: string): string =>
    base === undefined
      ? joinPath(folder, line.replace(/^\.\//, ''))
      : stemOf(joinPath(base, withoutRoot(line, base)));
  for (const [split, file] of Object.entries(lists)) {
    const folder = parentPath(file);
    try {
      const text = new TextDecoder().decode(await input.whole(file, listLimit));
      for (const line of text.split(/\r?\n/)) {
        if (line.trim() !== '') splits.set(keyOf(folder, line.trim()), split);
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tally.problem({ code: error.code, severity: 'error', file, message: error.message });
    }
  }
  return (path) => splits.get(base === undefined ? path : stemOf(path));
}
