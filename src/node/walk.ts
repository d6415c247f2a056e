// Walks a folder tree: one directory read a folder, no stat a file, links followed once, excludes obeyed.
// Must not know formats; names are all it looks at.

import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { joinPath } from '../core/paths';
import type { FolderNode, WalkedTree, WalkExcludes } from '../core/ports';
import { type Problem, ProblemList } from '../core/problems';
import { compileExcludes, environmentMarks, type Excluded, isNeverWalked } from './excludes';
import { Gitignore } from './gitignore';
import { LeftOut } from './leftOut';
import { sortNames } from './names';
import { Pace } from './pace';
import { toSourceError } from './sourceErrors';

const progressEvery = 100;
const caseSensitive = process.platform !== 'win32' && process.platform !== 'darwin';

interface Growing {
  files: string[];
  readonly folders: Map<string, Growing>;
}

/** A folder to read: its path from the root, on disk, and with every link resolved. */
interface Pending {
  readonly name: string;
  readonly path: string;
  readonly disk: string;
  readonly real: string;
  readonly parent: Growing | undefined;
  readonly gitignore: Gitignore | undefined;
}

type Link = Omit<Pending, 'real'>;

/**
 * Walks the tree below a folder.
 * @throws SourceError where the root itself cannot be read, or the signal's reason once it is aborted.
 */
export async function walk(
  root: string,
  excludes: WalkExcludes,
  signal: AbortSignal,
  onProgress: (files: number) => void,
): Promise<WalkedTree> {
  signal.throwIfAborted();
  return new Walk(root, excludes, signal, onProgress).run();
}

class Walk {
  #files = 0;
  #realRoot = '';
  #links: Link[] = [];
  readonly #stack: Pending[] = [];
  /** Real paths of every folder read, so that no folder is counted twice and no loop is entered. */
  readonly #seen = new Set<string>();
  readonly #problems = new ProblemList();
  readonly #leftOut = new LeftOut();
  readonly #excluded: Excluded;
  readonly #pace = new Pace();
  #told = performance.now();

  constructor(
    private readonly root: string,
    private readonly excludes: WalkExcludes,
    private readonly signal: AbortSignal,
    private readonly onProgress: (files: number) => void,
  ) {
    this.#excluded = compileExcludes(excludes.globs, caseSensitive);
  }

  async run(): Promise<WalkedTree> {
    const top: Growing = { files: [], folders: new Map() };
    const start = this.#rootFolder();
    this.#fill(top, start, entriesOf(start));
    await this.#drain();
    // Links come last: a folder that is reached both ways stands where it really lies.
    while (this.#links.length > 0) {
      const links = this.#links.sort((a, b) => (a.path < b.path ? -1 : 1));
      this.#links = [];
      for (const link of links) {
        this.#enter(link);
        await this.#drain();
      }
    }
    this.onProgress(this.#files);
    const problems = [...this.#problems.toArray(), ...this.#leftOut.problems()];
    return { tree: sealed(top), files: this.#files, problems };
  }

  #rootFolder(): Pending {
    try {
      const real = realpathSync.native(this.root);
      this.#realRoot = real;
      this.#seen.add(real);
      const none = { parent: undefined, gitignore: undefined };
      return { name: '', path: '', disk: this.root, real, ...none };
    } catch (error) {
      throw toSourceError(error, this.root);
    }
  }

  async #drain(): Promise<void> {
    for (let next = this.#stack.pop(); next !== undefined; next = this.#stack.pop()) {
      this.#visit(next);
      if (!this.#pace.due()) continue;
      if (performance.now() - this.#told >= progressEvery) {
        this.#told = performance.now();
        this.onProgress(this.#files);
      }
      await this.#pace.turn(this.signal);
    }
  }

  #visit(folder: Pending): void {
    let entries: Dirent[];
    try {
      entries = entriesOf(folder);
    } catch (error) {
      this.#unreadable(folder.path, error);
      return;
    }
    if (entries.some((entry) => environmentMarks.includes(entry.name))) return;
    const node: Growing = { files: [], folders: new Map() };
    folder.parent?.folders.set(folder.name, node);
    this.#fill(node, folder, entries);
  }

  #fill(node: Growing, folder: Pending, entries: readonly Dirent[]): void {
    const gitignore = this.#gitignoreOf(folder, entries);
    const ignored = gitignore?.in(folder.path);
    for (const entry of entries) {
      const { name } = entry;
      if (this.#excluded(name, folder.path)) continue;
      if (entry.isFile()) {
        if (ignored?.(name, false) === true) this.#leftOut.file(joinPath(folder.path, name));
        else node.files.push(name);
        continue;
      }
      const isLink = entry.isSymbolicLink();
      if ((!isLink && !entry.isDirectory()) || isNeverWalked(name)) continue;
      // To git a link is a file, whatever it leads to: `data/` does not name it, `data` does.
      const path = joinPath(folder.path, name);
      if (ignored?.(name, !isLink) === true) {
        this.#leftOut.folder(path);
        continue;
      }
      const disk = `${folder.disk}${sep}${name}`;
      const below = { name, path, disk, parent: node, gitignore };
      if (isLink) this.#follow(node, below);
      else this.#push({ ...below, real: `${folder.real}${sep}${name}` });
    }
    this.#files += node.files.length;
    sortNames(node.files);
  }

  #gitignoreOf(folder: Pending, entries: readonly Dirent[]): Gitignore | undefined {
    const above = folder.gitignore;
    if (!this.excludes.gitignore) return undefined;
    if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return above;
    try {
      const text = readFileSync(`${folder.disk}${sep}.gitignore`, 'utf8');
      return new Gitignore(text, folder.path, above, caseSensitive);
    } catch (error) {
      this.#unreadable(joinPath(folder.path, '.gitignore'), error);
      return above;
    }
  }

  #push(folder: Pending): void {
    if (this.#seen.has(folder.real)) {
      this.#skipped(folder.path, 'is reached by a symbolic link as well and is counted once');
      return;
    }
    this.#seen.add(folder.real);
    this.#stack.push(folder);
  }

  #follow(node: Growing, link: Link): void {
    try {
      const target = statSync(link.disk);
      if (target.isFile()) node.files.push(link.name);
      else if (target.isDirectory()) this.#links.push(link);
    } catch (error) {
      const reason = toSourceError(error, link.path);
      const message =
        reason.code === 'not-found'
          ? `The symbolic link “${link.path}” leads nowhere.`
          : reason.message;
      this.#note({ code: 'broken-link', severity: 'warning', file: link.path, message });
    }
  }

  #enter(link: Link): void {
    try {
      const real = realpathSync.native(link.disk);
      const up = real.endsWith(sep) ? real : `${real}${sep}`;
      if (`${this.#realRoot}${sep}`.startsWith(up))
        this.#skipped(link.path, 'leads back to a folder above it');
      else if (this.#seen.has(real))
        this.#skipped(link.path, 'leads to a folder that is counted already');
      else this.#push({ ...link, real });
    } catch (error) {
      this.#unreadable(link.path, error);
    }
  }

  #skipped(path: string, why: string): void {
    const message = `“${path}” ${why}; it was not followed.`;
    this.#note({ code: 'linked-folder', severity: 'information', file: path, message });
  }

  #unreadable(path: string, error: unknown): void {
    const { code, message } = toSourceError(error, path);
    this.#note({ code, severity: 'warning', file: path, message });
  }

  #note(problem: Problem): void {
    this.#problems.add(problem);
  }
}

function entriesOf(folder: Pending): Dirent[] {
  try {
    return readdirSync(folder.disk, { withFileTypes: true });
  } catch (error) {
    throw toSourceError(error, folder.path === '' ? folder.disk : folder.path);
  }
}

function sealed(node: Growing): FolderNode {
  const folders = sortNames([...node.folders.keys()]);
  const children = folders.flatMap((name) => {
    const child = node.folders.get(name);
    return child === undefined ? [] : [sealed(child)];
  });
  return { files: node.files, folders, children };
}
