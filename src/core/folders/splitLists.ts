// Lists of paths beside class folders that name the samples of a split: validation_list.txt, meta/train.txt.
// Must not know which format keeps them.

import { splitOfWord } from '../detect/splits';
import type { FolderView } from '../folderView';
import { joinPath, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import type { Tally } from '../tally';

/** Path of a list by the split of what it names. */
export type SplitLists = Readonly<Record<string, string>>;

const listLimit = 256 * 1024 * 1024;

/** Lists, and what the paths in them stand for. */
export interface ListedSplits {
  readonly lists: SplitLists;
  /** The folder of the class folders, where the lists name samples from there, with or without their extension. */
  readonly base?: string;
}

const listName =
  /^(train|val|valid|validation|test)(?:[_-]?(?:images?|list|split))?\.(?:txt|lst|list)$/i;
const listFolders = /^(?:meta|splits?|lists?|split_lists)$/i;
const linesTried = 50;

/** `meta/train.txt` and `meta/test.txt` of lines like `apple_pie/1005649`, beside or above the class folders. */
export async function listsBeside(
  root: FolderView,
  classes: ReadonlySet<string>,
): Promise<ListedSplits | undefined> {
  const above = root.parent === undefined ? [] : [root.parent];
  const places = [root, ...above].flatMap((at) => [
    at,
    ...at.folders.filter(({ name }) => listFolders.test(name)),
  ]);
  for (const place of places) {
    const lists: Record<string, string> = {};
    for (const file of place.labelFiles) {
      const word = listName.exec(file)?.[1];
      const split = word === undefined ? undefined : splitOfWord(word);
      if (split !== undefined && (await namesSamples(place, file, root, classes))) {
        lists[split] ??= place.pathOf(file);
      }
    }
    if (Object.keys(lists).length > 1) return { lists, base: root.path };
  }
  return undefined;
}

async function namesSamples(
  place: FolderView,
  file: string,
  root: FolderView,
  classes: ReadonlySet<string>,
): Promise<boolean> {
  const head = await place.head(file);
  const text = new TextDecoder().decode(head?.bytes.subarray(0, 16_384));
  const lines = text.split(/\r?\n/).slice(0, linesTried);
  if (head?.complete !== true || lines.at(-1) === '') lines.pop();
  const named = lines.filter((line) => {
    const parts = withoutRoot(line.trim(), root.path).split('/');
    return parts.length === 2 && classes.has(parts[0]) && !/\s\d+$/.test(parts[1]);
  });
  return named.length > 0 && named.length === lines.length;
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
