// Where YOLO looks for things: label files beside images, and paths as people write them into data.yaml and lists.
// Must not know rows or names; never answers a path outside the scan's root.

import type { FolderView } from '../folderView';
import { baseName, joinPath, parentPath, resolvePath } from '../paths';

/** The folder of the labels for a folder of images: the last `images` of the path becomes `labels`, else the same. */
export function labelFolderOf(path: string): string {
  const parts = path.split('/');
  const exact = parts.lastIndexOf('images');
  const at = exact >= 0 ? exact : parts.findLastIndex((part) => part.toLowerCase() === 'images');
  if (at < 0) return path;
  const labels = parts[at].startsWith('i') ? 'labels' : 'Labels';
  return [...parts.slice(0, at), labels, ...parts.slice(at + 1)].join('/');
}

/** A file name without its extension. */
export function stemOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

/** What a written path turned out to be. */
export interface Found {
  readonly path: string;
  /** False where it only fits after leaving out its first parts, as with `../train/images` or `/content/data/train`. */
  readonly exact: boolean;
}

/** Finds paths that were written for another place: against several folders, then without their first parts. */
export class PathFinder {
  readonly #known = new Map<string, Found | undefined>();

  /** `bases`: folders to look from, the likeliest first. */
  constructor(
    private readonly tree: FolderView,
    private readonly bases: readonly string[],
  ) {}

  /** The folder of images that is meant, or one whose labels are there; `val` for `valid` where there is no `valid`. */
  folder(written: string): Found | undefined {
    const exists = (path: string) => this.#isFolder(path) || this.#isFolder(labelFolderOf(path));
    const found = this.#find(written, exists);
    if (found !== undefined) return found;
    for (const other of otherWords(written)) {
      const instead = this.#find(other, exists);
      if (instead !== undefined) return { path: instead.path, exact: false };
    }
    return undefined;
  }

  file(written: string): Found | undefined {
    return this.#find(written, (path) => this.tree.has(path));
  }

  #isFolder(path: string): boolean {
    return path !== '' && this.tree.at(path) !== undefined;
  }

  #find(written: string, exists: (path: string) => boolean): Found | undefined {
    if (!this.#known.has(written)) this.#known.set(written, this.#search(written, exists));
    return this.#known.get(written);
  }

  #search(written: string, exists: (path: string) => boolean): Found | undefined {
    const text = written.trim().replaceAll('\\', '/');
    for (const base of this.bases) {
      const path = resolvePath(base, text);
      if (path !== undefined && exists(path)) return { path, exact: base === this.bases.at(0) };
    }
    const parts = text.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
    for (let from = 0; from < parts.length; from += 1) {
      for (const base of this.bases) {
        const path = resolvePath(base, parts.slice(from).join('/'));
        if (path !== undefined && exists(path)) return { path, exact: false };
      }
    }
    return undefined;
  }
}

const validation = ['val', 'valid', 'validation', 'dev'];

/** The path with the other words for validation in the place of the one in it. */
function otherWords(path: string): string[] {
  const parts = path.trim().split(/[\\/]/);
  const at = parts.findLastIndex((part) => validation.includes(part.toLowerCase()));
  if (at < 0) return [];
  return validation
    .filter((word) => word !== parts[at].toLowerCase())
    .map((word) => parts.with(at, word).join('/'));
}

/** Label files by image path, found in folders whose listings are looked up once. */
export class LabelLookup {
  readonly #files = new Map<string, ReadonlySet<string> | undefined>();

  constructor(private readonly tree: FolderView) {}

  /** The label file for an image, if it exists. */
  labelOf(imagePath: string): string | undefined {
    const folder = labelFolderOf(parentPath(imagePath));
    const name = `${stemOf(imagePath)}.txt`;
    return this.#listing(folder)?.has(name) === true ? joinPath(folder, name) : undefined;
  }

  has(path: string): boolean {
    return this.#listing(parentPath(path))?.has(baseName(path)) === true;
  }

  #listing(folder: string): ReadonlySet<string> | undefined {
    if (!this.#files.has(folder)) {
      const view = this.tree.at(folder);
      this.#files.set(folder, view === undefined ? undefined : new Set(view.files));
    }
    return this.#files.get(folder);
  }
}
