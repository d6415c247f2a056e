// The files that one format should look at: by name, by the user's rules, junk folders and packed twins left out.
// Must not know formats.

import type { Claim, Source } from '../claims';
import type { FolderView } from '../folderView';
import type { SplitGroup } from '../tables/splitGroups';
import { isJunkFolder } from './folderWords';

export interface Candidate {
  readonly folder: FolderView;
  readonly name: string;
  readonly path: string;
  /** The user named the format for this file. */
  readonly chosen: boolean;
}

/**
 * Files whose name fits, or that a rule gives to the format; `x.gz` beside `x` is the same data and left out.
 * `extensions`: those that such names have, as `extensionOf` has them; any where absent.
 */
export function* candidatesOf(
  root: FolderView,
  format: string,
  signal: AbortSignal,
  fits: (name: string, folder: FolderView) => boolean,
  extensions: (extension: string) => boolean = () => true,
): Generator<Candidate> {
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name)) continue;
    signal.throwIfAborted();
    for (const name of folder.labelFilesEnding(extensions)) {
      const named = fits(name, folder);
      const rule = folder.ruleFor(name);
      const chosen = rule?.format === format;
      if (!(named || chosen) || (rule?.format !== undefined && !chosen)) continue;
      if (/\.gz$/i.test(name) && folder.files.includes(name.slice(0, -3))) continue;
      yield { folder, name, path: folder.pathOf(name), chosen };
    }
  }
}

/** The claim's sources for a group of files. */
export function sourcesOf(group: SplitGroup<unknown>): Claim['sources'] {
  return group.members.map(({ path, split }): Source => ({ path, kind: 'file', split }));
}

/** Files as the cover of a claim. */
export function coversOf(paths: readonly string[]): readonly Source[] {
  return paths.map((path) => ({ path, kind: 'file', split: 'all' }));
}
