// A look at one file whose failure costs that file alone: the format's other files are found all the same.
// Must not know formats.

import type { FolderView } from '../folderView';
import { faultProblem } from '../faults';

/** What `look` answers; undefined where it fails, which is said. Rejects with the signal's reason alone. */
export async function lookedAt<T>(
  { folder, name }: { readonly folder: FolderView; readonly name: string },
  signal: AbortSignal,
  look: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    signal.throwIfAborted();
    const path = folder.pathOf(name);
    folder.note(faultProblem(error, 'The file could not be looked at', path));
    return undefined;
  }
}
