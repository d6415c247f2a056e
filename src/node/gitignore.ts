// The .gitignore files above a folder: deeper ones decide first, as in git.
// Must not know the disk; texts are handed in as the walk meets them.

import ignore from 'ignore';
import { GitignoreHints, type MayMatch } from './gitignoreHints';

interface Level {
  /** The folder's path from the .gitignore's own, with a `/` at its end. */
  readonly prefix: string;
  readonly rules: ReturnType<typeof ignore>;
  readonly may: MayMatch;
}

/** One .gitignore with those above it. */
export class Gitignore {
  readonly #rules: ReturnType<typeof ignore>;
  readonly #hints: GitignoreHints;

  /** @param folder path of the folder that holds it, from the root of the scan. */
  constructor(
    text: string,
    readonly folder: string,
    readonly above: Gitignore | undefined,
    caseSensitive: boolean,
  ) {
    this.#rules = ignore({ ignorecase: !caseSensitive }).add(text);
    this.#hints = new GitignoreHints(text);
  }

  /** Makes the test for names directly in a folder at or below this one's. */
  in(folder: string): (name: string, isFolder: boolean) => boolean {
    const levels = this.#levels(folder);
    return (name, isFolder) => {
      for (const { prefix, rules, may } of levels) {
        if (!may(name)) continue;
        const verdict = rules.test(`${prefix}${name}${isFolder ? '/' : ''}`);
        if (verdict.ignored || verdict.unignored) return verdict.ignored;
      }
      return false;
    };
  }

  /** This .gitignore and those above it, deepest first, made ready for one folder. */
  #levels(folder: string): readonly Level[] {
    const below = this.folder === '' ? folder : folder.slice(this.folder.length + 1);
    const prefix = below === '' ? '' : `${below}/`;
    const own = { prefix, rules: this.#rules, may: this.#hints.in(below) };
    return this.above === undefined ? [own] : [own, ...this.above.#levels(folder)];
  }
}
