// Keeps account of what .gitignore files left out, so that nothing is left out silently.
// Must not know the disk.

import type { Problem } from '../core/problems';

const named = 20;
/** Ignored files kept by name; they arrive in any order, and the first by name are shown. */
const kept = 1000;

export class LeftOut {
  readonly #folders: string[] = [];
  readonly #files: string[] = [];
  #fileCount = 0;

  folder(path: string): void {
    this.#folders.push(path);
  }

  file(path: string): void {
    this.#fileCount += 1;
    if (this.#files.length < kept) this.#files.push(path);
  }

  /** One line for people, or none where nothing was left out. */
  problems(): Problem[] {
    const folders = this.#folders.length;
    if (folders + this.#fileCount === 0) return [];
    const what = [counted(folders, 'folder'), counted(this.#fileCount, 'file')];
    const names = [...this.#folders.sort().map((path) => `${path}/`), ...this.#files.sort()];
    const more = folders + this.#fileCount - Math.min(names.length, named);
    const message =
      `${what.filter((text) => text !== '').join(' and ')} left out because a .gitignore names them: ` +
      `${names.slice(0, named).join(', ')}${more > 0 ? ` and ${more.toString()} more` : ''}. ` +
      'Labels in there are not counted; turn .gitignore off for the scan to include them.';
    return [{ code: 'ignored-by-gitignore', severity: 'information', message }];
  }
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count.toString()} ${noun}${count === 1 ? '' : 's'}`;
}
