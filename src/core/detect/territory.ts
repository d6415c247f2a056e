// Which files are already spoken for, so that one file is never counted by two formats.
// Must not know formats or confidence.

import type { Source } from '../claims';
import { extensionOf, isBelow, parentPath } from '../paths';

/** Files and folders claimed so far. */
export class Territory {
  readonly #files = new Set<string>();
  readonly #folders = new Map<string, Source[]>();

  add(source: Source): void {
    if (source.kind === 'file') {
      this.#files.add(source.path);
      return;
    }
    const known = this.#folders.get(source.path);
    if (known === undefined) this.#folders.set(source.path, [source]);
    else known.push(source);
  }

  /** True where the source shares a file with what was added. */
  overlaps(source: Source): boolean {
    return source.kind === 'file' ? this.#holdsFile(source.path) : this.#touchesFolder(source);
  }

  #holdsFile(path: string): boolean {
    if (this.#files.has(path)) return true;
    const extension = extensionOf(path);
    return this.#foldersAbove(parentPath(path)).some((folder) => takes(folder, extension));
  }

  #touchesFolder(source: Source): boolean {
    if (this.#foldersAbove(source.path).some((folder) => shareExtensions(folder, source)))
      return true;
    for (const [path, folders] of this.#folders) {
      if (isBelow(path, source.path) && folders.some((folder) => shareExtensions(folder, source))) {
        return true;
      }
    }
    for (const path of this.#files) {
      if (isBelow(path, source.path) && takes(source, extensionOf(path))) return true;
    }
    return false;
  }

  #foldersAbove(path: string): Source[] {
    const all: Source[] = [];
    for (let folder = path; ; folder = parentPath(folder)) {
      all.push(...(this.#folders.get(folder) ?? []));
      if (folder === '') return all;
    }
  }
}

function takes(folder: Source, extension: string): boolean {
  return folder.extensions?.includes(extension) ?? true;
}

function shareExtensions(a: Source, b: Source): boolean {
  return a.extensions === undefined || b.extensions?.some((one) => takes(a, one)) !== false;
}
