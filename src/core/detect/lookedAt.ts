// A look at one file or folder whose failure costs that one alone: the format's other files are found all the same.
// Must not know formats.

import type { FolderView } from '../folderView';
import { faultProblem } from '../faults';

/** What `look` answers; undefined where it fails, which is said. Rejects with the signal's reason alone. */
export async function lookedAt<T>(
  { folder, name }: { readonly folder: FolderView; readonly name: string },
  signal: AbortSignal,
  look: Look<T>,
): Promise<T | undefined> {
  const told = 'The file could not be looked at';
  return unlessItFails(look, signal, (error) => {
    folder.note(faultProblem(error, told, folder.pathOf(name)));
  });
}

/** The same of a folder, where several of its files are looked at together. */
export async function folderLookedAt<T>(
  folder: FolderView,
  signal: AbortSignal,
  look: Look<T>,
): Promise<T | undefined> {
  const told = 'The folder could not be looked at';
  return unlessItFails(look, signal, (error) => {
    folder.note(faultProblem(error, told, folder.path));
  });
}

type Look<T> = () => T | Promise<T>;

async function unlessItFails<T>(
  look: Look<T>,
  signal: AbortSignal,
  onFault: (error: unknown) => void,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    signal.throwIfAborted();
    onFault(error);
    return undefined;
  }
}
