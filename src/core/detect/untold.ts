// What a scan must say though no dataset carries it: files that are refused or damaged, and folders looked at in part.
// Must not know formats; what a settled claim covers is told there.

import type { Claim } from '../claims';
import type { FolderView } from '../folderView';
import type { Problem } from '../problems';
import { refusals } from './refusals';
import { Territory } from './territory';

/** Notes of detection and refusals, for files that no claim takes. */
export async function untold(
  root: FolderView,
  claims: readonly Claim[],
  signal: AbortSignal,
): Promise<Problem[]> {
  const taken = new Territory();
  for (const claim of claims) {
    for (const source of [...claim.sources, ...(claim.covers ?? [])]) taken.add(source);
  }
  const isTaken = (path: string): boolean => taken.overlaps({ path, kind: 'file', split: 'all' });
  const isTold = ({ code, file }: Problem): boolean => {
    // A place among several is no file that a claim could have read in the meantime.
    if (file === undefined || code === 'workspace-sampled') return false;
    if (code !== 'folder-sampled') return isTaken(file);
    return taken.overlaps({ path: file === '.' ? '' : file, kind: 'folder', split: 'all' });
  };
  // Several formats may have looked at the same folder.
  const notes = new Map(
    root.notes.map((note) => [`${note.code} ${note.file ?? note.message}`, note]),
  );
  const untaken = [...notes.values()].filter((note) => !isTold(note));
  return [...untaken, ...(await refusals(root, isTaken, signal))];
}
