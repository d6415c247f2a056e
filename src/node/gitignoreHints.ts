// A cheap first look at a .gitignore: could any of its lines speak of this name? Most names are settled here.
// Must never say no where git would say yes; what it lets through, the `ignore` package decides.

interface Names {
  readonly literals: Set<string>;
  /** Last extensions, with the dot, of lines such as `*.log`. */
  readonly endings: Set<string>;
  readonly patterns: string[];
}

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
    const literals = new Set([...this.#anywhere.literals, ...(own?.literals ?? [])]);
    const endings = new Set([...this.#anywhere.endings, ...(own?.endings ?? [])]);
    const patterns = [...this.#anywhere.patterns, ...(own?.patterns ?? [])];
    const pattern = patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 's');
    return (name) => {
      const lower = name.toLowerCase();
      const dot = lower.lastIndexOf('.');
      if (literals.has(lower) || (dot >= 0 && endings.has(lower.slice(dot)))) return true;
      return pattern?.test(lower) ?? false;
    };
  }
}

function noNames(): Names {
  return { literals: new Set(), endings: new Set(), patterns: [] };
}

function addName(names: Names, name: string): void {
  if (!wild.test(name)) names.literals.add(name);
  else if (/^\*\.[^.]+$/.test(name) && !wild.test(name.slice(1))) names.endings.add(name.slice(1));
  else names.patterns.push(loosened(name));
}

const wild = /[*?[\\]/;

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
