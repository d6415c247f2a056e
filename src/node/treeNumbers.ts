// Numbers the files of a walked tree, folder by folder: those that a scan reads are told by a few ranges of numbers.
// Must not know what is read, nor the disk.

import { createHash } from 'node:crypto';
import { joinPath } from '../core/paths';
import type { FolderNode } from '../core/ports';
import { NameTable } from './nameTable';
import { Pace } from './pace';

interface NumberedFolder {
  /** From the root, with `/`. */
  readonly path: string;
  readonly files: readonly string[];
  /** Number of its first file. */
  readonly first: number;
}

/** Names: a text of all would stay in memory for long. */
const hashedTogether = 512;

export class TreeNumbers {
  /** Files in the tree. */
  count = 0;
  readonly #folders: NumberedFolder[] = [];
  readonly #byPath = new Map<string, NumberedFolder>();
  /** Positions of names in the folder that was asked about last, made where its files are asked for in another order. */
  #positions: { readonly of: NumberedFolder; readonly names: NameTable } | undefined;

  constructor(root: FolderNode) {
    this.#add(root, '');
  }

  /** The same for the same names in the same order in the same folders. Rejects with the signal's reason once it is aborted. */
  async digest(signal: AbortSignal): Promise<string> {
    const pace = new Pace();
    const hash = createHash('sha256');
    // Neither character stands in a name.
    for (const { path, files } of this.#folders) {
      hash.update(`${path}\0`);
      for (let at = 0; at < files.length; at += hashedTogether) {
        if (pace.due()) await pace.turn(signal);
        hash.update(`${files.slice(at, at + hashedTogether).join('/')}/`);
      }
      hash.update('\0');
    }
    return hash.digest('base64url');
  }

  hasFolder(path: string): boolean {
    return this.#byPath.has(path);
  }

  /** The number of each file, -1 where it is not in the tree. */
  numbersOf(paths: readonly string[]): Int32Array {
    const numbers = new Int32Array(paths.length).fill(-1);
    let folder: NumberedFolder | undefined;
    let next = 0;
    for (const [index, path] of paths.entries()) {
      const cut = path.lastIndexOf('/');
      if (folder === undefined || !isDirectlyIn(path, cut, folder)) {
        folder = this.#byPath.get(path.slice(0, Math.max(0, cut)));
        next = 0;
      }
      const at = folder === undefined ? undefined : this.#positionIn(folder, path, cut, next);
      if (folder === undefined || at === undefined) continue;
      numbers[index] = folder.first + at;
      next = at + 1;
    }
    return numbers;
  }

  /** Adds the paths of files `first` up to, not including, `end`, which are numbers of this tree. */
  addPaths(first: number, end: number, paths: string[]): void {
    let number = first;
    for (let at = this.#folderOf(first); number < end; at += 1) {
      const { path, files, first: own } = this.#folders[at];
      const stop = Math.min(end, own + files.length);
      for (; number < stop; number += 1) paths.push(joinPath(path, files[number - own]));
    }
  }

  #add(node: FolderNode, path: string): void {
    const folder = { path, files: node.files, first: this.count };
    this.count += node.files.length;
    this.#folders.push(folder);
    this.#byPath.set(path, folder);
    for (const [at, child] of node.children.entries()) {
      this.#add(child, joinPath(path, node.folders[at]));
    }
  }

  #positionIn(folder: NumberedFolder, path: string, cut: number, next: number): number | undefined {
    const { files } = folder;
    // Mostly the file behind the one before; no string is made to find that out.
    const guess = next < files.length ? files[next] : undefined;
    if (guess !== undefined && path.length === cut + 1 + guess.length && path.endsWith(guess)) {
      return next;
    }
    if (this.#positions?.of !== folder) {
      this.#positions = { of: folder, names: new NameTable(files) };
    }
    return this.#positions.names.positionOf(path, cut + 1);
  }

  /** Index of the folder that holds a file: the last one that begins at or before it. */
  #folderOf(number: number): number {
    let low = 0;
    let high = this.#folders.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#folders[middle].first <= number) low = middle;
      else high = middle;
    }
    return low;
  }
}

function isDirectlyIn(path: string, cut: number, { path: folder }: NumberedFolder): boolean {
  return Math.max(0, cut) === folder.length && path.startsWith(folder);
}
