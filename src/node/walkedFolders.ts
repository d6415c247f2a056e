// The tree that a walk gathers: its files as the disk lists them, and sorted once somebody wants them so.
// Must not know the disk.

import type { FolderNode, WalkedTree } from '../core/ports';
import type { Problem } from '../core/problems';
import { sortNames } from './names';
import { Pace } from './pace';
import { sortedPolitely } from './politeSort';

/** A folder while it is walked; folders below it arrive in any order. */
export interface Growing {
  readonly files: string[];
  readonly folders: Map<string, Growing>;
}

/** What a walk answers. */
export class WalkedFolders implements WalkedTree {
  readonly listed: FolderNode;

  constructor(
    top: Growing,
    readonly files: number,
    readonly problems: readonly Problem[],
  ) {
    this.listed = listedIn(top);
  }

  sorted(signal: AbortSignal): Promise<FolderNode> {
    return sortedIn(this.listed, new Pace(), signal);
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

async function sortedIn(
  { files, folders, children: below }: FolderNode,
  pace: Pace,
  signal: AbortSignal,
): Promise<FolderNode> {
  const names = await sortedPolitely(files, pace, signal);
  const children: FolderNode[] = [];
  for (const child of below) children.push(await sortedIn(child, pace, signal));
  return { files: names, folders, children };
}
