// The walked tree as detection sees it: names, listing and first bytes, with the user's rules beside them.
// Must not know formats.

import type { SourceRule } from './claims';
import { type ByteInput, type FolderNode, SourceError } from './ports';
import { isSample } from './detect/media';
import { extensionOf, joinPath } from './paths';
import { type Problem, ProblemList } from './problems';
import { RuleBook } from './rules';
import { sieve } from './sieve';

/** The first bytes of a file. */
export interface Head {
  readonly bytes: Uint8Array;
  /** Size of the file. */
  readonly size: number;
  /** True where `bytes` is the whole file. */
  readonly complete: boolean;
}

/** Bytes a head holds: enough for the key set of a JSON file or a few hundred table rows. */
export const headBytes = 64 * 1024;
const headsKept = 256;

interface Shared {
  readonly input: ByteInput;
  readonly rules: RuleBook;
  readonly heads: Map<string, Promise<Head | undefined>>;
  readonly notes: ProblemList;
  /** Files that could not be read, which is said once. */
  readonly unread: Set<string>;
}

/** One folder of the tree. Files and folders are sorted by code point; paths are relative to the root, with `/`. */
export class FolderView {
  readonly folders: readonly FolderView[];
  readonly files: readonly string[];
  /** The part of a path that the files share, joined once: each joint takes thirty bytes in each path. */
  readonly #before: string;
  #labelFiles: readonly string[] | undefined;
  #byExtension: ReadonlyMap<string, readonly string[]> | undefined;

  private constructor(
    readonly name: string,
    readonly path: string,
    readonly parent: FolderView | undefined,
    node: FolderNode,
    private readonly shared: Shared,
  ) {
    this.files = node.files;
    this.#before = joinPath(path, '');
    this.folders = node.folders.flatMap((child, index) => {
      const below = node.children.at(index);
      return below === undefined
        ? []
        : [new FolderView(child, joinPath(path, child), this, below, shared)];
    });
  }

  static root(name: string, tree: FolderNode, input: ByteInput, rules: readonly SourceRule[]) {
    return new FolderView(name, '', undefined, tree, {
      input,
      rules: new RuleBook(rules),
      heads: new Map(),
      notes: new ProblemList(),
      unread: new Set(),
    });
  }

  /** The files but for images, sound and film, which no list or table is; with those the user has a rule for. */
  get labelFiles(): readonly string[] {
    if (this.#labelFiles === undefined) {
      this.#labelFiles = sieve(this.files, (name) => {
        return !isSample(name) || this.ruleFor(name) !== undefined;
      });
    }
    return this.#labelFiles;
  }

  /**
   * The label files whose extension, as `extensionOf` has it, is one that a format reads; with those the user has a rule
   * for. Each extension is asked about once, not each of 100,000 names.
   */
  labelFilesEnding(fits: (extension: string) => boolean): readonly string[] {
    if (this.hasRules) {
      return this.labelFiles.filter(
        (name) => fits(extensionOf(name)) || this.ruleFor(name) !== undefined,
      );
    }
    const all = (this.#byExtension ??= byExtension(this.labelFiles));
    const wanted = [...all].filter(([extension]) => fits(extension));
    if (wanted.length === all.size) return this.labelFiles;
    if (wanted.length <= 1) return wanted.at(0)?.[1] ?? [];
    return this.labelFiles.filter((name) => fits(extensionOf(name)));
  }

  /** Whether the user said anything of what is to be read. */
  get hasRules(): boolean {
    return !this.shared.rules.isEmpty;
  }

  /** Says what detection could not read or did not look at, where no claim will carry it. */
  note(problem: Problem): void {
    this.shared.notes.add(problem);
  }

  /** What was said by {@link note} in this tree so far. */
  get notes(): readonly Problem[] {
    return this.shared.notes.toArray();
  }

  /** Path, from the root, of a file or folder directly in this one. */
  pathOf(name: string): string {
    return this.#before + name;
  }

  folder(name: string): FolderView | undefined {
    return this.folders.find((child) => child.name === name);
  }

  /** This folder and every one below it, parents first. */
  *walk(): Generator<FolderView> {
    yield this;
    for (const child of this.folders) yield* child.walk();
  }

  /** The folder at a path below this one (`''` is this one), if the walk met it. */
  at(path: string): FolderView | undefined {
    if (path === '' || path === '.') return this;
    return path
      .split('/')
      .reduce<FolderView | undefined>((folder, part) => folder?.folder(part), this);
  }

  /** True where the walk met a file at this path below this folder. */
  has(path: string): boolean {
    const cut = path.lastIndexOf('/');
    const folder = cut < 0 ? this : this.at(path.slice(0, cut));
    return folder?.files.includes(path.slice(cut + 1)) ?? false;
  }

  /** The first bytes of a file directly in this folder; undefined where it cannot be read. Cached. */
  head(name: string): Promise<Head | undefined> {
    return this.headAt(this.pathOf(name));
  }

  /** The same for a path from the root. */
  headAt(path: string): Promise<Head | undefined> {
    const known = this.shared.heads.get(path);
    if (known !== undefined) return known;
    const head = readHead(this.shared, path);
    this.shared.heads.set(path, head);
    if (this.shared.heads.size > headsKept) {
      for (const oldest of this.shared.heads.keys()) {
        this.shared.heads.delete(oldest);
        break;
      }
    }
    return head;
  }

  /** The same as {@link head}, of a `.gz` or `.tgz` file the first bytes of what is packed in it; `size` is the file's. */
  textHead(name: string): Promise<Head | undefined> {
    if (!/\.t?gz$/i.test(name)) return this.head(name);
    return readPackedHead(this.shared.input, this.pathOf(name));
  }

  /** The same as {@link bytesAt} for one file, no bytes where it cannot be read. */
  readerOf(path: string): (start: number, end: number) => Promise<Uint8Array> {
    return async (start, end) => (await this.bytesAt(path, start, end)) ?? new Uint8Array(0);
  }

  /** Bytes `start` up to `end` of a file, for a look into its middle or at its end; undefined where it cannot be read. */
  async bytesAt(path: string, start: number, end: number): Promise<Uint8Array | undefined> {
    try {
      return await this.shared.input.read(path, start, end);
    } catch {
      // As for heads: the walk has reported it where it matters.
      return undefined;
    }
  }

  /** What the user says groups the samples of one of its files; see `readGrouping`. */
  groupFor(name: string): string | undefined {
    return this.shared.rules.groupFor(this.pathOf(name));
  }

  /** How the user wants the table in one of its files read. */
  tableWishes(name: string): { readonly reading?: string; readonly group?: string } {
    const { reading } = this.ruleFor(name) ?? {};
    const group = this.groupFor(name);
    return { ...(reading !== undefined && { reading }), ...(group !== undefined && { group }) };
  }

  /** What the user said about a file or folder directly in this one. */
  ruleFor(name: string): SourceRule | undefined {
    if (this.shared.rules.isEmpty) return undefined;
    return this.shared.rules.ruleFor(this.pathOf(name));
  }
}

function byExtension(names: readonly string[]): Map<string, string[]> {
  const all = new Map<string, string[]>();
  let extension = '';
  let alike: string[] | undefined;
  for (const name of names) {
    const own = extensionOf(name);
    // Neighbours mostly end alike.
    if (alike === undefined || own !== extension) {
      extension = own;
      alike = all.get(own) ?? [];
      all.set(own, alike);
    }
    alike.push(name);
  }
  return all;
}

async function readHead({ input, notes, unread }: Shared, path: string): Promise<Head | undefined> {
  try {
    const size = await input.size(path);
    const bytes = await input.read(path, 0, Math.min(size, headBytes));
    return { bytes, size, complete: bytes.length >= size };
  } catch (error) {
    // An unreadable file is no label file for detection. The walk opened none, so nobody else has said it.
    if (error instanceof SourceError && error.code === 'unreadable' && !unread.has(path)) {
      unread.add(path);
      notes.add({ code: 'unreadable', severity: 'warning', file: path, message: error.message });
    }
    return undefined;
  }
}

async function readPackedHead(input: ByteInput, path: string): Promise<Head | undefined> {
  const bytes = new Uint8Array(headBytes);
  let length = 0;
  let complete = true;
  try {
    const size = await input.size(path);
    for await (const chunk of input.chunks(path, { gunzip: true })) {
      const part = chunk.subarray(0, headBytes - length);
      bytes.set(part, length);
      length += part.length;
      complete = part.length === chunk.length;
      if (!complete) break;
    }
    return { bytes: bytes.subarray(0, length), size, complete };
  } catch {
    // Not a gzip file, or not readable: as above.
    return undefined;
  }
}
