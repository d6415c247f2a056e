// Opens the files of folders to look for labels: of many in one folder some at first, and all where those hold many records
// each, for then they are one dataset together. Must not know formats.

import type { FolderView } from '../folderView';
import { compareText } from '../order';
import { lookedAt } from './lookedAt';
import { LookBudget, noteSampled, noteUnopened } from './sampled';

export interface Opening<T> {
  /** For people: `JSON`. */
  readonly what: string;
  /** Undefined where the file is none of them. */
  readonly open: (folder: FolderView, name: string) => Promise<T | undefined>;
  /** Those that are opened first. */
  readonly choose: (names: readonly string[], folder: FolderView) => readonly string[];
  /** True for a file of many records, rather than one that stands beside a single sample. */
  readonly holdsMany: (file: T) => boolean;
  /** Files opened in one workspace but for those that the user named, and as many others of those that hold many records. */
  readonly limit: number;
}

export class FileOpener<T extends { readonly name: string }> {
  readonly #budget: LookBudget;
  #others = 0;

  constructor(
    root: FolderView,
    private readonly opening: Opening<T>,
    private readonly signal: AbortSignal,
  ) {
    this.#budget = new LookBudget(root, `${opening.what} files`, opening.limit);
  }

  /** What was opened of the names in a folder, in their order. */
  async openedIn(folder: FolderView, names: readonly string[]): Promise<T[]> {
    const { choose, holdsMany, what } = this.opening;
    const first = new Set(choose(names, folder));
    const allowed = [...first].filter((name) =>
      this.#budget.opens(folder.pathOf(name), folder.ruleFor(name)?.format !== undefined),
    );
    const files = await this.#open(folder, allowed);
    if (first.size === names.length) return files;
    if (!files.some(holdsMany)) {
      noteSampled(folder, what, first.size, names.length);
      return files;
    }
    const others = names.filter((name) => !first.has(name));
    files.push(...(await this.#open(folder, this.#further(folder, others))));
    return files.sort((a, b) => compareText(a.name, b.name));
  }

  /** Says which files were passed over. */
  tell(): void {
    this.#budget.tell();
  }

  #further(folder: FolderView, names: readonly string[]): readonly string[] {
    const { limit, what } = this.opening;
    const some = names.slice(0, Math.max(0, limit - this.#others));
    this.#others += some.length;
    if (some.length < names.length)
      noteUnopened(folder, `${what} files`, limit, names.slice(some.length));
    return some;
  }

  async #open(folder: FolderView, names: readonly string[]): Promise<T[]> {
    const files: T[] = [];
    for (const name of names) {
      this.signal.throwIfAborted();
      const file = await lookedAt({ folder, name }, this.signal, () => {
        return this.opening.open(folder, name);
      });
      if (file !== undefined) files.push(file);
    }
    return files;
  }
}
