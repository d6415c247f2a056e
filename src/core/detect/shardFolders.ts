// Folders that spread many files over a tree by the first letters of their names: `8/a/2/8a2ef01c.png`.
// Must not know classes.

import type { FolderView } from '../folderView';

const hashName = /^[0-9a-f]{8,}$/;
const shardName = /^[0-9a-f]{1,3}$/;
/** Files looked at in each folder. */
const filesChecked = 5;

/** True where every folder's files are hashes that begin with the names of the folders above them. */
export function areShards(folders: readonly FolderView[]): boolean {
  return folders.length > 2 && folders.every((folder) => isShard(folder, ''));
}

function isShard(folder: FolderView, above: string): boolean {
  if (!shardName.test(folder.name)) return false;
  const begin = above + folder.name;
  const files = folder.files.slice(0, filesChecked);
  const fit = files.every((name) => {
    const stem = name.replace(/\.\w+$/, '');
    return hashName.test(stem) && stem.startsWith(begin);
  });
  return fit && folder.folders.every((child) => isShard(child, begin));
}
