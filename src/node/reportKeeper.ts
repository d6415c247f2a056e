// Keeps the report of a scan with what it rests on: the names of all files, and what the system says of those that were
// read. Where both are as they were, so is the report, and nothing is read. Must not know formats.

import * as v from 'valibot';
import type { SourceRule, WorkUnit } from '../core/claims';
import type { ScanReport } from '../core/model';
import type { FileSource, UnitCounter, UnitRunner, WalkedTree } from '../core/ports';
import type { Tally, TallyData } from '../core/tally';
import { scanReportSchema } from '../protocol/schemas';
import { digest } from './digest';
import type { FileFacts } from './fileFacts';
import { LoggedSource } from './loggedSource';
import { type CacheLimits, SealedFiles } from './sealedFiles';
import { CountedFiles, inParts } from './countedFiles';
import { StampCheck } from './stampCheck';
import { TreeNumbers } from './treeNumbers';
import type { WorkerLane } from './workerLane';

const suffix = '.report.json';
const limits: CacheLimits = { file: 32 * 1024 ** 2, all: 256 * 1024 ** 2 };

/** Parts of files from which on a thread is worth its start: a tenth of a second of asking. */
const partsForTwo = 12;

/** Raised when what stands in a file, or what a report means, changes. */
const formatVersion = 1;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const contentSchema = v.object({
  version: v.literal(formatVersion),
  program: v.string(),
  root: v.string(),
  /** What the walk found, and what the user asked for. */
  given: v.string(),
  /** The files that were counted: the first of the tree's numbers in each run of them, and how many they are. */
  runs: v.array(v.tuple([index, index])),
  /** One for each part of them; see {@link inParts}. */
  stamps: v.array(v.string()),
  /** Files that were looked at besides, there or not. */
  others: v.array(v.string()),
  otherStamp: v.string(),
  report: scanReportSchema,
});
type Content = v.InferOutput<typeof contentSchema>;

export interface KeeperOptions {
  /** Absolute. */
  readonly root: string;
  /** Changes whenever the code that scans does. */
  readonly program: string;
  readonly rules: readonly SourceRule[];
  readonly facts: FileFacts;
  /** Where reports are kept. */
  readonly folder: string;
  /** Another thread, for folders of many files; all is looked at in this one where absent. */
  readonly startLane?: (() => WorkerLane) | undefined;
}

/** One scan: what it reads goes through {@link source}, {@link runner} and {@link counter}. */
export class ReportKeeper {
  /** The report was kept, and nothing has been read. */
  isKnown = false;
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
  async known(
    { listed, problems }: WalkedTree,
    signal: AbortSignal,
  ): Promise<ScanReport | undefined> {
    const numbers = new TreeNumbers(listed);
    const given = digest(
      await numbers.digest(signal),
      JSON.stringify([this.options.rules, problems]),
    );
    this.#walked = { numbers, given };
    const content = this.#load();
    if (content?.given !== given) return undefined;
    const isSame = await this.#isSame(content, numbers, signal);
    if (!isSame) return undefined;
    this.isKnown = true;
    return content.report;
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

  async #isSame(content: Content, numbers: TreeNumbers, signal: AbortSignal): Promise<boolean> {
    const { facts, startLane } = this.options;
    if (facts.stampOfAny(content.others) !== content.otherStamp) return false;
    const parts = inParts(content.runs, content.stamps, numbers);
    const lane = content.stamps.length < partsForTwo ? undefined : startLane?.();
    try {
      return await new StampCheck(parts, facts, lane).areSame(signal);
    } finally {
      await lane?.dispose();
    }
  }

  #content(report: ScanReport): Content | undefined {
    if (this.#walked === undefined) return undefined;
    const { numbers, given } = this.#walked;
    const { root, program, facts } = this.options;
    const counted = new CountedFiles(numbers);
    for (const paths of this.#units) {
      const known = facts.of(paths);
      if (known === undefined) return undefined;
      for (const path of counted.add(paths, known)) this.#others.add(path);
    }
    // The walk tells what is in a folder.
    const others = [...this.#others].filter((path) => !numbers.hasFolder(path));
    const otherStamp = facts.stampOfAny(others);
    if (otherStamp === undefined) return undefined;
    const version = formatVersion;
    return { version, program, root, given, ...counted.stamped(), others, otherStamp, report };
  }
}

function hasErrors({ datasets, problems }: ScanReport): boolean {
  return [...problems, ...datasets.flatMap((one) => one.problems)].some(
    ({ severity }) => severity === 'error',
  );
}
