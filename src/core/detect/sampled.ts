// Says which files detection looked at in part only, so that nothing is passed over in silence.
// Must not know formats. A folder that a claim takes is told there, and the note falls away.

import type { FolderView } from '../folderView';

const wayOut =
  'Name the format of a file or folder in the setting classBalance.sources to have it read.';

/** Of a folder's many files only some were opened, and none of those held labels as far as the asking format knows. */
export function noteSampled(folder: FolderView, what: string, opened: number, all: number): void {
  folder.note({
    code: 'folder-sampled',
    severity: 'information',
    file: folder.path === '' ? '.' : folder.path,
    message: `Of ${all} ${what} files in one folder only ${opened} were opened to look for labels. ${wayOut}`,
  });
}

/** Of the files that belong together with those that were opened, these were passed over; a claim may take them with their folder. */
export function noteUnopened(
  folder: FolderView,
  what: string,
  opened: number,
  names: readonly string[],
): void {
  folder.note({
    code: 'files-not-opened',
    severity: 'warning',
    file: folder.pathOf(names[0]),
    message: `After ${opened} further ${what} that were opened to look for labels, ${names.length} of this folder were passed over, this one first. ${wayOut}`,
  });
}

/**
 * How many of a workspace's files (or folders) of a kind are opened to look for labels. Those with a rule of the user
 * are always opened; what is passed over is counted and told by {@link tell}.
 */
export class LookBudget {
  #opened = 0;
  #passed = 0;
  #first = '';

  constructor(
    private readonly root: FolderView,
    private readonly what: string,
    private readonly limit: number,
  ) {}

  /** True where the file or folder at the path may be opened. */
  opens(path: string, isNamed: boolean): boolean {
    if (isNamed) return true;
    if (this.#opened < this.limit) {
      this.#opened += 1;
      return true;
    }
    if (this.#passed === 0) this.#first = path;
    this.#passed += 1;
    return false;
  }

  /** Says what was passed over, if anything was. */
  tell(): void {
    if (this.#passed === 0) return;
    this.root.note({
      code: 'workspace-sampled',
      severity: 'warning',
      file: this.#first,
      message: `After ${this.limit} ${this.what} that were opened to look for labels, ${this.#passed} more were passed over, this one first. ${wayOut}`,
    });
  }
}
