// Keeps the report of a scan with what it rests on: the names of all files, and what the system says of those that were
// read. Where both are as they were, so is the report, and nothing is read. Must not know formats.

import * as v from 'valibot';
import type { SourceRule, WorkUnit } from '../core/claims';
import type { ScanReport } from '../core/model';
import type { FileSource, UnitCounter, UnitRunner, WalkedTree } from '../core/ports';
import type { Tally, TallyData } from '../core/tally';
import { scanReportSchema } from '../protocol/schemas';
import { digest } from './digest';
import type { FileStamps } from './fileStamps';
import { LoggedSource } from './loggedSource';
import { Pace } from './pace';
import { type CacheLimits, SealedFiles } from './sealedFiles';
import { TreeNumbers } from './treeNumbers';

const suffix = '.report.json';
const limits: CacheLimits = { file: 32 * 1024 ** 2, all: 256 * 1024 ** 2 };

/** Raised when what stands in a file, or what a report means, changes. */
const formatVersion = 1;

/** Files in ranges of the tree's numbers, or by their paths where the walk did not meet them. */
const filesSchema = v.union([v.array(v.number()), v.array(v.string())]);
const contentSchema = v.object({
  version: v.literal(formatVersion),
  program: v.string(),
  root: v.string(),
  /** What the walk found, and what the user asked for. */
  given: v.string(),
  /** Files that were counted together, and their stamp. */
  units: v.array(v.tuple([filesSchema, v.string()])),
  /** Files that were looked at besides, there or not, and their stamp. */
  others: v.tuple([v.array(v.string()), v.string()]),
  report: scanReportSchema,
});
type Content = v.InferOutput<typeof contentSchema>;

export interface KeeperOptions {
  /** Absolute. */
  readonly root: string;
  /** Changes whenever the code that scans does. */
  readonly program: string;
  readonly rules: readonly SourceRule[];
  readonly stamps: FileStamps;
  /** Where reports are kept. */
  readonly folder: string;
}

/** One scan: what it reads goes through {@link source}, {@link runner} and {@link counter}. */
export class ReportKeeper {
  /** The very lists of the units. */
  readonly #units = new Set<readonly string[]>();
  readonly #others = new Set<string>();
  /** Something failed that may not fail another time. */
  #hasFailed = false;
  readonly #files: SealedFiles;
  #walked: { readonly numbers: TreeNumbers; readonly given: string } | undefined;

  constructor(private readonly options: KeeperOptions) {
    this.#files = new SealedFiles(options.folder, suffix, limits);
  }

  source(inner: FileSource): FileSource {
    const onFailure = (): void => {
      this.#hasFailed = true;
    };
    return new LoggedSource(inner, { onPath: this.#stray, onFailure });
  }

  runner(inner: UnitRunner): UnitRunner {
    return {
      width: inner.width,
      run: (unit, signal, onBytes, onStray): Promise<TallyData> => {
        this.#begins(unit);
        return inner.run(unit, signal, onBytes, (path) => {
          this.#stray(path);
          onStray?.(path);
        });
      },
    };
  }

  counter(inner: UnitCounter): UnitCounter {
    return {
      count: (unit, tally: Tally, signal, onBytes): Promise<void> => {
        this.#begins(unit);
        return inner.count(unit, tally, signal, onBytes, this.#stray);
      },
    };
  }

  /** The report that was kept, where it would come out the same. Rejects with the signal's reason once aborted. */
  async known({ tree, problems }: WalkedTree, signal: AbortSignal): Promise<ScanReport | undefined> {
    const numbers = new TreeNumbers(tree);
    const given = digest(numbers.digest(), JSON.stringify([this.options.rules, problems]));
    this.#walked = { numbers, given };
    const content = this.#load();
    if (content?.given !== given) return undefined;
    const pace = new Pace();
    for (const [files, stamp] of content.units) {
      if (pace.due()) await pace.turn(signal);
      const paths = areNumbers(files) ? numbers.pathsOf(files) : files;
      if (paths === undefined || this.options.stamps.of(paths) !== stamp) return undefined;
    }
    const [others, stamp] = content.others;
    return this.options.stamps.ofAny(others) === stamp ? content.report : undefined;
  }

  /** Writes a report that was made anew, where it is sure what it rests on. Throws a `WriteError` or a system error. */
  async keep(report: ScanReport): Promise<void> {
    const content = this.#hasFailed || hasErrors(report) ? undefined : this.#content(report);
    if (content !== undefined) await this.#files.write(this.#name, JSON.stringify(content));
  }

  readonly #stray = (path: string): void => {
    this.#others.add(path);
  };

  #begins({ bytes, paths }: WorkUnit): void {
    // Of the others nothing but names is looked at; what is read all the same is told as a stray.
    if (bytes > 0) this.#units.add(paths);
  }

  get #name(): string {
    return digest(this.options.root);
  }

  #load(): Content | undefined {
    const text = this.#files.read(this.#name);
    if (text === undefined) return undefined;
    const content = v.safeParse(contentSchema, JSON.parse(text));
    if (!content.success) return undefined;
    const { root, program } = content.output;
    const isOurs = root === this.options.root && program === this.options.program;
    return isOurs ? content.output : undefined;
  }

  #content(report: ScanReport): Content | undefined {
    if (this.#walked === undefined) return undefined;
    const { numbers, given } = this.#walked;
    const { root, program, stamps } = this.options;
    const units = new Map<string, [number[] | string[], string]>();
    for (const paths of this.#units) {
      const stamp = stamps.of(paths);
      if (stamp === undefined) return undefined;
      const files = numbers.rangesOf(paths) ?? [...paths];
      // Readings of the same files have units alike.
      units.set(JSON.stringify(files), [files, stamp]);
    }
    // The walk tells what is in a folder.
    const others = [...this.#others].filter((path) => !numbers.hasFolder(path));
    const stamp = stamps.ofAny(others);
    if (stamp === undefined) return undefined;
    const version = formatVersion;
    return { version, program, root, given, units: [...units.values()], others: [others, stamp], report };
  }
}

function areNumbers(files: readonly (number | string)[]): files is readonly number[] {
  return typeof files.at(0) === 'number';
}

function hasErrors({ datasets, problems }: ScanReport): boolean {
  return [...problems, ...datasets.flatMap((one) => one.problems)].some(
    ({ severity }) => severity === 'error',
  );
}
