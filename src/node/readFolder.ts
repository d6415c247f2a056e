// The entries of one folder on disk, by what they are; names only, however many there are.
// Must not know what is wanted of them.

import { type Dir, type Dirent, opendir, readdir, statSync } from 'node:fs';

/** Names in a folder, in the order of the disk. What is neither file, folder nor link is left out. */
export interface Entries {
  readonly files: string[];
  readonly folders: string[];
  readonly links: string[];
}

/**
 * Bytes of a folder's own list from which on it is read in batches: some 30,000 names. As objects of the system these
 * take 100 bytes each, at the very moment when the names are gathered as well; smaller folders are read faster at once.
 * Where the system tells no size (Windows), all are.
 */
const largeFolder = 1 << 20;
const batch = 1024;

/** Reads a folder. Calls back once, with an error or the entries. */
export function readFolder(path: string, done: Done): void {
  const entries: Entries = { files: [], folders: [], links: [] };
  if (!isLarge(path)) {
    readAtOnce(path, entries, done);
    return;
  }
  opendir(path, { bufferSize: batch }, (error, folder) => {
    if (error === null) gather(folder, entries, done);
    else done(error, entries);
  });
}

/** Asked here and now: the list above has just been read, and a call in another thread would take longer than its answer. */
function isLarge(path: string): boolean {
  try {
    return statSync(path).size >= largeFolder;
  } catch {
    // Whoever reads it says why it cannot be read.
    return false;
  }
}

function readAtOnce(path: string, entries: Entries, done: Done): void {
  readdir(path, { withFileTypes: true }, (error, found) => {
    // There is none where the call failed, whatever its type says.
    for (const entry of error === null ? found : []) take(entry, entries);
    done(error, entries);
  });
}

type Done = (error: Error | null, entries: Entries) => void;

function gather(folder: Dir, entries: Entries, done: Done): void {
  folder.read((error, first) => {
    // Within the callback itself the folder is still busy.
    process.nextTick(() => {
      if (error !== null)
        close(folder, () => {
          done(error, entries);
        });
      else takeBatch(folder, first, entries, done);
    });
  });
}

/** The rest of the batch is there already: to ask for it in a callback each would take longer. */
function takeBatch(folder: Dir, first: Dirent | null, entries: Entries, done: Done): void {
  let entry = first;
  try {
    for (let left = batch; entry !== null && left > 0; left -= 1) {
      take(entry, entries);
      entry = left > 1 ? folder.readSync() : entry;
    }
  } catch (reason) {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    close(folder, () => {
      done(error, entries);
    });
    return;
  }
  if (entry === null)
    close(folder, () => {
      done(null, entries);
    });
  else gather(folder, entries, done);
}

/** Nothing was written, so that a failure to close loses nothing. */
function close(folder: Dir, then: () => void): void {
  folder.close(then);
}

function take(entry: Dirent, { files, folders, links }: Entries): void {
  if (entry.isFile()) files.push(entry.name);
  else if (entry.isDirectory()) folders.push(entry.name);
  else if (entry.isSymbolicLink()) links.push(entry.name);
}
