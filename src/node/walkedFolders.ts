// The tree that a walk gathers: its files as the disk lists them, and sorted once somebody wants them so.
// Must not know the disk.

import type { FolderNode, WalkedTree } from '../core/ports';
import type { Problem } from '../core/problems';
import { sortedNames, sortNames } from './names';

/** A folder while it is walked; folders below it arrive in any order. */
export interface Growing {
  readonly files: string[];
  readonly folders: Map<string, Growing>;
}

/** What a walk answers. */
export class WalkedFolders implements WalkedTree {
  readonly listed: FolderNode;
  #tree: FolderNode | undefined;

  constructor(
    top: Growing,
    readonly files: number,
    readonly problems: readonly Problem[],
  ) {
    this.listed = listedIn(top);
  }

  /** Sorting takes longer than listing where a disk keeps its names in no order, and a known tree need not be sorted. */
  get tree(): FolderNode {
    return (this.#tree ??= sorted(this.listed));
  }
}

function listedIn({ files, folders: below }: Growing): FolderNode {
  const folders = sortNames([...below.keys()]);
  const children = folders.flatMap((name) => {
    const child = below.get(name);
    return child === undefined ? [] : [listedIn(child)];
  });
  return { files, folders, children };
}

function sorted({ files, folders, children }: FolderNode): FolderNode {
  return { files: sortedNames(files), folders, children: children.map(sorted) };
}
