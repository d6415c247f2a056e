// A cheap first look at a .gitignore: could any of its lines speak of this name? Most names are settled here.
// Must never say no where git would say yes; what it lets through, the `ignore` package decides.

import { Extensions, NameSet } from '../core/nameSet';

interface Names {
  readonly literals: Set<string>;
  /** Lines such as `*.log`, `*.py[cod]` or `*~`: a name's last extension settles them, where it has one. */
  readonly endings: string[];
  readonly patterns: string[];
}

/** Extensions remembered at a time: numbered files may each have their own. */
const mostKnown = 1000;

/** True where a line may match a name directly in the folder the hint was made for. */
export type MayMatch = (name: string) => boolean;

export class GitignoreHints {
  readonly #anywhere: Names = noNames();
  readonly #below = new Map<string, Names>();
  readonly #everythingBelow: string[] = [];
  readonly #cached = new Map<string, MayMatch>();

  constructor(text: string) {
    for (const line of text.split(/\r?\n/)) if (!/^#|^\s*$/.test(line)) this.#add(line);
  }

  /** @param folder relative to the folder of the .gitignore. */
  in(folder: string): MayMatch {
    const path = folder.toLowerCase();
    if (this.#everythingBelow.some((top) => top === '' || `${path}/`.startsWith(`${top}/`))) {
      return () => true;
    }
    const key = this.#below.has(path) ? path : '/';
    let may = this.#cached.get(key);
    if (may === undefined) this.#cached.set(key, (may = this.#matcher(this.#below.get(path))));
    return may;
  }

  #add(line: string): void {
    const pattern = line
      .replace(/^!/, '')
      .replace(/(?<!\\)\s+$/, '')
      .replace(/\/$/, '')
      .toLowerCase();
    const cut = pattern.lastIndexOf('/');
    const folder = pattern.slice(0, Math.max(0, cut)).replace(/^\//, '');
    const name = pattern.slice(cut + 1);
    if (cut >= 0 && !wild.test(folder)) {
      if (name.includes('**')) this.#everythingBelow.push(folder);
      else addName(this.#at(folder), name);
    } else {
      addName(this.#anywhere, name);
    }
  }

  #at(folder: string): Names {
    let names = this.#below.get(folder);
    if (names === undefined) {
      this.#below.set(folder, (names = noNames()));
    }
    return names;
  }

  #matcher(own: Names | undefined): MayMatch {
    const literals = new NameSet([...this.#anywhere.literals, ...(own?.literals ?? [])]);
    const mayEnd = endingTest([...this.#anywhere.endings, ...(own?.endings ?? [])]);
    const patterns = [...this.#anywhere.patterns, ...(own?.patterns ?? [])];
    const pattern = patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 's');
    return (name) => {
      if (literals.mayHave(name.length) && literals.has(name.toLowerCase())) return true;
      return mayEnd(name) || (pattern?.test(name.toLowerCase()) ?? false);
    };
  }
}

/** Tests an extension once, and names without one as a whole. */
function endingTest(endings: readonly string[]): MayMatch {
  if (endings.length === 0) return () => false;
  const pattern = new RegExp(endings.join('|'), 's');
  const extensions = new Extensions();
  const known = new Map<string, boolean>();
  return (name) => {
    const extension = extensions.of(name);
    if (extension === '') return pattern.test(name.toLowerCase());
    let may = known.get(extension);
    if (may === undefined) {
      may = pattern.test(extension.toLowerCase());
      if (known.size >= mostKnown) known.clear();
      known.set(extension, may);
    }
    return may;
  };
}

function noNames(): Names {
  return { literals: new Set(), endings: [], patterns: [] };
}

function addName(names: Names, name: string): void {
  if (ending.test(name)) names.endings.push(loosened(name));
  else if (wild.test(name) || name.includes(growing)) names.patterns.push(loosened(name));
  else names.literals.add(name);
}

const wild = /[*?[\\]/;

/** `*` and what comes after: at most one dot, at its start, and nothing that could stand for a dot. */
const ending = /^\*\.?(?:[^.*?[\]\\]|\[(?:\w(?:-\w)?)+\])*$/;

/** The dot above, which one letter (İ) becomes when lowered: only then does a name's length change. */
const growing = '\u0307';

/** Stands for a wildcard while the rest is escaped; a name that holds it is let through, never held back. */
const any = '\uffff';

/** A regular expression that matches at least what the glob matches: each wildcard becomes `.*`. */
function loosened(glob: string): string {
  const text = glob.replace(
    /\\(.)|\[[^\]]*\]?|[*?]+/gs,
    (...[, escaped]: (string | undefined)[]) => escaped ?? any,
  );
  // Left open at an end with a wildcard, which is much faster than `.*` there.
  const start = text.startsWith(any) ? '' : '^';
  const end = text.endsWith(any) ? '' : '$';
  const body = text.replace(/^\uffff+|\uffff+$/g, '').replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
  return start + body.replace(/\uffff+/g, '.*') + end;
}
