// Folders of small text files, one a sample: finds them by a look at a few files, and reads all of them.
// Must not know formats.

import type { Claim, Source, WorkUnit } from '../claims';
import { splitPlaceOf } from '../annotations/splitGroups';
import { batches } from '../detect/eachFile';
import { isJunkFolder } from '../detect/folderWords';
import { LookBudget } from '../detect/sampled';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { extensionIn, extensionOf, isBelow } from '../paths';
import { sieve } from '../sieve';
import { pack } from '../tables/packed';
import { textHeadOf } from './textFiles';

/** A folder whose files are of the format. */
export interface LabelFolder<T> {
  readonly folder: FolderView;
  readonly split: SplitName;
  readonly found: T;
}

/** What a format looks for. */
export interface FolderSearch<T> {
  readonly id: string;
  /** Extension of the files; `.txt` where absent. */
  readonly extension?: string;
  /** True for files that may be of the format; only those of the extension are asked. */
  readonly accepts: (name: string) => boolean;
  /** What the lines of a file say; undefined where it is of another format, `empty` where it says nothing. */
  readonly look: (lines: readonly string[], folder: FolderView) => T | 'empty' | undefined;
}

/** Files of a folder that are looked at. */
const looks = 6;
/** Folders of which files are opened in one workspace, but for those that the user named. */
const foldersTried = 4000;

/** Folders of the format, put together where they differ by split alone. */
export async function findLabelFolders<T>(
  root: FolderView,
  signal: AbortSignal,
  search: FolderSearch<T>,
): Promise<LabelFolder<T>[][]> {
  const groups = new Map<string, LabelFolder<T>[]>();
  const budget = new LookBudget(root, 'folders of text files', foldersTried);
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name) && folder.path !== '') continue;
    const names = labelFilesIn(folder, search.accepts, search.extension);
    if (names.length === 0) continue;
    const isNamed = folder.ruleFor(names[0])?.format === search.id;
    if (!budget.opens(folder.path, isNamed)) continue;
    signal.throwIfAborted();
    const found = await folderLookedAt(folder, signal, () => lookInto(folder, names, search));
    if (found === undefined) continue;
    const { key, split } = splitPlaceOf(folder.pathOf('x'));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ folder, split, found }]);
    else group.push({ folder, split, found });
  }
  budget.tell();
  return [...groups.values()];
}

const notLabels =
  /^(?:readme|classes|labels|license|requirements|train|val|test|trainval|obj|data)\b/i;

/** Text files of a folder that may be labels. */
export function labelFilesIn(
  folder: FolderView,
  accepts: (name: string) => boolean,
  extension = '.txt',
): string[] {
  if (extension === '.txt') return textsIn(folder).filter(accepts);
  const names = folder.labelFilesEnding(extensionIn(extension));
  return names.filter((name) => extensionOf(name) === extension && accepts(name));
}

const texts = new WeakMap<FolderView, readonly string[]>();

/** The same for all formats, found once. */
function textsIn(folder: FolderView): readonly string[] {
  let names = texts.get(folder);
  if (names === undefined) {
    const all = folder.labelFilesEnding(extensionIn('.txt'));
    names = sieve(all, (name) => extensionOf(name) === '.txt' && !notLabels.test(name));
    texts.set(folder, names);
  }
  return names;
}

async function lookInto<T>(
  folder: FolderView,
  names: readonly string[],
  search: FolderSearch<T>,
): Promise<T | undefined> {
  let first: T | undefined;
  // Spread over the folder: the first files may all be without objects.
  const step = Math.max(1, Math.floor(names.length / looks));
  for (let at = 0, seen = 0; at < names.length && seen < looks; at += step, seen++) {
    const wanted = folder.ruleFor(names[at])?.format;
    if (wanted !== undefined && wanted !== search.id) return undefined;
    const head = await textHeadOf(folder, names[at]);
    const found = head === undefined ? 'empty' : search.look(head.lines, folder);
    if (found === undefined) return undefined;
    if (found !== 'empty') first ??= found;
  }
  return first;
}

/** The folders as sources of their text files. */
export function folderSources<T>(group: readonly LabelFolder<T>[], extension = '.txt'): Source[] {
  return group.map(({ folder, split }) => {
    return { path: folder.path, kind: 'folder', split, extensions: [extension] };
  });
}

/** A guess, for progress only. */
const bytesPerFile = 600;

/** Work units over all the files of a claim's folders; `splitOf` may know a file's split better than its folder. */
export function folderUnits(
  claim: Claim,
  root: FolderView,
  notes: object,
  options: {
    readonly accepts: (name: string) => boolean;
    readonly extension?: string;
    readonly splitOf?: (path: string) => SplitName | undefined;
    /** Folders below the sources are theirs too. */
    readonly deep?: boolean;
  },
): WorkUnit[] {
  const bySplit = new Map<SplitName, string[]>();
  for (const source of claim.sources) {
    for (const folder of foldersOf(root.at(source.path), options.deep === true)) {
      for (const name of labelFilesIn(folder, options.accepts, options.extension)) {
        const path = folder.pathOf(name);
        const split = options.splitOf?.(path) ?? source.split;
        const files = bySplit.get(split);
        if (files === undefined) bySplit.set(split, [path]);
        else files.push(path);
      }
    }
  }
  return [...bySplit].flatMap(([split, files]) =>
    batches(files).map((paths): WorkUnit => {
      const bytes = paths.length * bytesPerFile;
      return { format: claim.format, split, paths, bytes, options: pack(notes) };
    }),
  );
}

function foldersOf(folder: FolderView | undefined, deep: boolean): Iterable<FolderView> {
  if (folder === undefined) return [];
  return deep ? folder.walk() : [folder];
}

/** The deepest folder that holds all of these. */
export function sharedFolder(folders: readonly FolderView[]): FolderView | undefined {
  let at = folders.at(0);
  while (at !== undefined && !folders.every((one) => isBelow(one.path, at?.path ?? ''))) {
    at = at.parent;
  }
  return at;
}
