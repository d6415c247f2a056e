// Finds text files that may hold labels, looks at their heads and puts the splits of one dataset together.
// Must not know formats: each says by name what it would open and by content what it takes.

import { sniffEncoding } from '../bytes/encoding';
import { LineSplitter, Utf8Stream } from '../bytes/text';
import type { Source, WorkUnit } from '../claims';
import { isJunkFolder } from '../detect/folderWords';
import { lookedAt } from '../detect/lookedAt';
import { noteSampled } from '../detect/sampled';
import type { FolderView, Head } from '../folderView';
import { extensionOf } from '../paths';
import type { ByteInput } from '../ports';
import { sieve } from '../sieve';
import { pack } from '../tables/packed';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';

/** The first lines of a file, without one that the head cuts off. */
export interface TextHead {
  readonly path: string;
  readonly lines: readonly string[];
  /** True where these are all. */
  readonly complete: boolean;
}

/** What a format looks for. */
export interface TextSearch<T> {
  readonly id: string;
  /** True for extensions, as `extensionOf` has them, of files that are worth opening. */
  readonly extensions: (extension: string) => boolean;
  /** What else their names must be; nothing where absent. */
  readonly accepts?: (name: string) => boolean;
  /** What the head says; undefined where the file is not of this format. */
  readonly look: (head: TextHead, folder: FolderView) => T | undefined | Promise<T | undefined>;
  /** Only files of one signature become splits of one dataset. */
  readonly signature?: (found: T) => string;
  /** The path as far as splits are concerned, where names follow another custom. */
  readonly alias?: (path: string, folder: FolderView) => string;
}

/** A file that was found. */
export interface TextFile<T> {
  readonly path: string;
  readonly found: T;
}

/** Where a folder holds more files that may be opened, it is one of small files: the rest only if some of these are labels. */
const perFolder = 40;
const listWords = /train|val|test|dev|label|annot|list|class|data|gt|split|manifest|all/i;

/** Files of a format, grouped to datasets. */
export async function findTextFiles<T>(
  root: FolderView,
  signal: AbortSignal,
  search: TextSearch<T>,
): Promise<SplitGroup<TextFile<T>>[]> {
  const files: { path: string; signature: string; value: TextFile<T> }[] = [];
  const look = async (folder: FolderView, names: readonly string[]): Promise<number> => {
    const before = files.length;
    for (const name of names) {
      signal.throwIfAborted();
      const found = await lookedAt({ folder, name }, signal, async () => {
        const head = await textHeadOf(folder, name);
        return head === undefined ? undefined : await search.look(head, folder);
      });
      if (found === undefined) continue;
      const path = folder.pathOf(name);
      const signature = search.signature?.(found) ?? '';
      const alias = search.alias?.(path, folder) ?? path;
      files.push({ path: alias, signature, value: { path, found } });
    }
    return files.length - before;
  };
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name) && folder.path !== '') continue;
    const { all, first } = candidatesIn(folder, search);
    const found = await look(folder, [...first]);
    const rest = found === 0 ? [] : all.filter((name) => !first.has(name));
    await look(folder, rest);
    if (found === 0 && first.size < all.length) {
      noteSampled(folder, 'text', first.size, all.length);
    }
  }
  return groupBySplit(files);
}

/** Files of the format by name. Looked at first are all, or of many those that a rule or their name promises, and some of the others. */
function candidatesIn<T>(
  folder: FolderView,
  search: TextSearch<T>,
): { readonly all: readonly string[]; readonly first: ReadonlySet<string> } {
  const { id, extensions, accepts } = search;
  const isCandidate = (name: string): boolean => {
    const rule = folder.ruleFor(name);
    if (rule?.format !== undefined) return rule.format === id;
    if (name.startsWith('.') || accepts?.(name) === false) return false;
    return rule === undefined || extensions(extensionOf(name));
  };
  const named = folder.labelFilesEnding(extensions);
  const isPlain = accepts === undefined && !folder.hasRules;
  const all = isPlain ? visible(named) : named.filter(isCandidate);
  if (all.length <= perFolder) return { all, first: new Set(all) };
  const step = Math.ceil(all.length / (perFolder / 2));
  const chosen = all.filter((name) => folder.ruleFor(name) !== undefined);
  const telling: string[] = [];
  for (const name of tellingNames(folder)) {
    if (telling.length === perFolder / 2) break;
    if (extensions(extensionOf(name)) && isCandidate(name)) telling.push(name);
  }
  const spread: string[] = [];
  for (let at = 0; at < all.length; at += step) spread.push(all[at]);
  return { all, first: new Set([...chosen, ...telling, ...spread]) };
}

const shown = new WeakMap<readonly string[], readonly string[]>();

/** The names that are not hidden; found once for all formats that ask for the same. */
function visible(names: readonly string[]): readonly string[] {
  let some = shown.get(names);
  if (some === undefined) {
    some = sieve(names, (name) => !name.startsWith('.'));
    shown.set(names, some);
  }
  return some;
}

const tellingIn = new WeakMap<FolderView, readonly string[]>();

/** The names with a word of lists in them, found once for all formats. */
function tellingNames(folder: FolderView): readonly string[] {
  let names = tellingIn.get(folder);
  if (names === undefined) {
    names = folder.labelFiles.filter((name) => listWords.test(name));
    tellingIn.set(folder, names);
  }
  return names;
}

/** The first lines of a file; undefined where it is empty, unreadable or no text. */
export async function textHeadOf(folder: FolderView, name: string): Promise<TextHead | undefined> {
  const head = await folder.textHead(name);
  if (head === undefined || head.bytes.length === 0) return undefined;
  const path = folder.pathOf(name);
  if (sniffEncoding(head.bytes).encoding === 'utf-8' && head.bytes.includes(0)) return undefined;
  return { path, lines: linesOf(head), complete: head.complete };
}

/** Whole lines of the first bytes of a file, in any of the usual encodings. */
export function linesOf({ bytes, complete }: Pick<Head, 'bytes' | 'complete'>): string[] {
  const lines: string[] = [];
  const decoder = new TextDecoder('utf-8');
  const splitter = new LineSplitter({
    onLine: (line, start, end) => {
      lines.push(decoder.decode(line.subarray(start, end)));
    },
  });
  const text = new Utf8Stream((utf8) => {
    splitter.feed(utf8);
  });
  text.feed(bytes);
  if (complete) {
    text.end();
    splitter.end();
  }
  return lines;
}

/** The sources of a group's files. */
export function sourcesOf<T>(group: SplitGroup<TextFile<T>>): Source[] {
  return group.members.map(({ value, split }) => ({ path: value.path, kind: 'file', split }));
}

/** Files that a claim explains and does not count. */
export function covering(paths: readonly string[]): Source[] {
  return paths.map((path) => ({ path, kind: 'file', split: 'all' }));
}

/** One work unit a file, all with the same notes. */
export function unitsOf(
  format: string,
  sources: readonly Source[],
  files: ByteInput,
  notes: object,
): Promise<WorkUnit[]> {
  return Promise.all(
    sources.map(async ({ path, split }): Promise<WorkUnit> => {
      const bytes = await files.size(path);
      return { format, split, paths: [path], bytes, options: pack(notes) };
    }),
  );
}
