// Walks a folder tree: one directory read a folder, no stat a file, links followed once, excludes obeyed.
// Must not know formats; names are all it looks at.

import { readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { joinPath } from '../core/paths';
import type { WalkedTree, WalkExcludes } from '../core/ports';
import { type Problem, ProblemList } from '../core/problems';
import { compileExcludes, environmentMarks, type Excluded, isNeverWalked } from './excludes';
import { Gitignore } from './gitignore';
import { LeftOut } from './leftOut';
import { byCodePoint } from './names';
import { type Entry, nameOf, readFolder } from './readFolder';
import { toSourceError } from './sourceErrors';
import { type Growing, WalkedFolders } from './walkedFolders';

const progressEvery = 100;
/** Threads that Node keeps for such calls; more would only wait for each other. */
const readsAtOnce = 4;
const caseSensitive = process.platform !== 'win32' && process.platform !== 'darwin';

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
  #failure: { readonly reason: unknown } | undefined;
  readonly #stack: Pending[] = [];
  /** Real paths of every folder read, so that no folder is counted twice and no loop is entered. */
  readonly #seen = new Set<string>();
  readonly #problems = new ProblemList();
  readonly #leftOut = new LeftOut();
  readonly #excluded: Excluded;
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
    this.#fill(top, start, await entriesOf(start));
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
    const problems = [...sorted(this.#problems.toArray()), ...this.#leftOut.problems()];
    return new WalkedFolders(top, this.#files, problems);
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

  /** Reads all folders that wait and those below them. Several at once: the system lists while names are sorted. */
  async #drain(): Promise<void> {
    await this.#readAll();
    if (this.#failure !== undefined) throw this.#failure.reason;
  }

  #readAll(): Promise<void> {
    return new Promise((resolve) => {
      let reading = 0;
      const next = (): void => {
        for (; reading < readsAtOnce && this.#stack.length > 0; reading += 1)
          read(this.#stack.pop());
        if (reading === 0) resolve();
      };
      const read = (folder: Pending | undefined): void => {
        if (folder === undefined) return;
        readFolder(folder.disk, (error, entries) => {
          reading -= 1;
          if (this.#failure !== undefined) return;
          try {
            this.#arrived(folder, error, entries);
            next();
          } catch (reason) {
            this.#failure = { reason };
            resolve();
          }
        });
      };
      next();
    });
  }

  #arrived(folder: Pending, error: Error | null, entries: readonly Entry[]): void {
    this.signal.throwIfAborted();
    if (error === null) this.#visit(folder, entries);
    else this.#unreadable(folder.path, error);
    if (performance.now() - this.#told < progressEvery) return;
    this.#told = performance.now();
    this.onProgress(this.#files);
  }

  #visit(folder: Pending, entries: readonly Entry[]): void {
    if (entries.some((entry) => environmentMarks.has(nameOf(entry)))) return;
    const node: Growing = { files: [], folders: new Map() };
    folder.parent?.folders.set(folder.name, node);
    this.#fill(node, folder, entries);
  }

  #fill(node: Growing, folder: Pending, entries: readonly Entry[]): void {
    const gitignore = this.#gitignoreOf(folder, entries);
    const ignored = gitignore?.in(folder.path);
    for (const entry of entries) {
      const name = nameOf(entry);
      if (this.#excluded(name, folder.path)) continue;
      if (typeof entry === 'string' || entry.isFile()) {
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
      const disk = below(folder.disk, name);
      const found = { name, path, disk, parent: node, gitignore };
      if (isLink) this.#follow(node, found);
      else this.#push({ ...found, real: below(folder.real, name) });
    }
    this.#files += node.files.length;
  }

  #gitignoreOf(folder: Pending, entries: readonly Entry[]): Gitignore | undefined {
    const above = folder.gitignore;
    if (!this.excludes.gitignore) return undefined;
    if (!entries.some(isGitignore)) return above;
    try {
      const text = readFileSync(below(folder.disk, '.gitignore'), 'utf8');
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
      if (below(this.#realRoot, '').startsWith(below(real, '')))
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

function isGitignore(entry: Entry): boolean {
  return (
    entry === '.gitignore' ||
    (typeof entry !== 'string' && entry.name === '.gitignore' && entry.isFile())
  );
}

function entriesOf(folder: Pending): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    readFolder(folder.disk, (error, entries) => {
      if (error === null) resolve(entries);
      else reject(toSourceError(error, folder.disk));
    });
  });
}

/** A path on disk directly below another; only the root of a disk ends in a separator already. */
function below(folder: string, name: string): string {
  return folder.endsWith(sep) ? `${folder}${name}` : `${folder}${sep}${name}`;
}

/** Folders arrive in any order; what is said of them should not. */
function sorted(problems: readonly Problem[]): Problem[] {
  const key = ({ file, code }: Problem): string => `${file ?? '\uffff'}\0${code}`;
  return [...problems].sort((a, b) => byCodePoint(key(a), key(b)));
}
