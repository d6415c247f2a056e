// The pipeline: list -> detect -> plan -> count -> merge.
// Must not know any one format, nor who reads the bytes.

import type { Claim, Plan, SourceRule, WorkUnit } from './claims';
import { resolveClaims, type SettledClaim } from './detect/resolve';
import { FolderView } from './folderView';
import type { LabelFormat } from './formats/format';
import { DatasetIds } from './identity';
import { mergeDataset } from './merge';
import type { Dataset, ScanReport } from './model';
import { accountName, isOwnFile } from './ownFiles';
import { baseName } from './paths';
import { type FileSource, SourceError, type UnitRunner, type WalkExcludes } from './ports';
import type { Problem } from './problems';
import { readingProblems } from './readings';
import { RuleBook } from './rules';
import { Tally, type TallyData } from './tally';

export interface ScanProgress {
  readonly phase: 'list' | 'detect' | 'count';
  /** Files listed so far. */
  readonly files: number;
  /** Bytes counted so far, and expected in all (0 until known). */
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface ScanOptions {
  readonly formats: readonly LabelFormat[];
  readonly runner: UnitRunner;
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  readonly signal: AbortSignal;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** Called for each dataset once it is counted, before the report is whole. */
  readonly onDataset?: (dataset: Dataset) => void;
}

/** Files per claim whose first bytes are looked at for our own mark; a dataset of more files is none of ours. */
const ownFilesChecked = 64;

/**
 * Finds and counts every dataset below the source's root.
 * Rejects only with the signal's reason when aborted, or where the root itself cannot be read (`SourceError`).
 */
export async function scan(files: FileSource, options: ScanOptions): Promise<ScanReport> {
  const started = options.now();
  const run = new ScanRun(files, options);
  const datasets = await run.datasets();
  const seconds = (options.now() - started) / 1000;
  const { listed, bytes } = run;
  return {
    schema: 'class-balance/scan@1',
    root: files.root,
    datasets,
    problems: run.problems,
    stats: { files: listed, bytes, seconds },
  };
}

interface Job {
  readonly id: string;
  readonly claim: SettledClaim;
  readonly plan: Plan;
  readonly tally: Tally;
  /** What the units counted, in their order: the result must not depend on which ended first. */
  readonly parts: (TallyData | undefined)[];
  left: number;
  dataset?: Dataset;
}

class ScanRun {
  listed = 0;
  bytes = 0;
  readonly problems: Problem[] = [];
  #totalBytes = 0;

  constructor(
    private readonly files: FileSource,
    private readonly options: ScanOptions,
  ) {}

  async datasets(): Promise<Dataset[]> {
    const root = await this.#list();
    const claims = await this.#detect(root);
    const settled = resolveClaims(claims, new RuleBook(this.options.rules));
    const jobs = await this.#plan(settled, root);
    await this.#count(jobs);
    return jobs.flatMap((job) => job.dataset ?? []);
  }

  async #list(): Promise<FolderView> {
    const { excludes, rules, signal } = this.options;
    const ignored = rules.filter((rule) => rule.format === 'ignore').map((rule) => rule.path);
    const all = { ...excludes, globs: [...excludes.globs, ...ignored] };
    const walked = await this.files.walk(all, signal, (listed) => {
      this.listed = listed;
      this.#progress('list');
    });
    this.listed = walked.files;
    this.problems.push(...walked.problems);
    return FolderView.root(baseName(this.files.root), walked.tree, this.files, rules);
  }

  async #detect(root: FolderView): Promise<Claim[]> {
    const claims: Claim[] = [];
    for (const format of this.options.formats) {
      this.#progress('detect');
      try {
        for await (const claim of format.detect(root, this.options.signal)) {
          if (!(await this.#isOurs(claim, root))) claims.push(claim);
        }
      } catch (error) {
        this.problems.push(this.#failure(error, `Looking for ${format.title} failed`));
      }
    }
    return claims;
  }

  async #isOurs(claim: Claim, root: FolderView): Promise<boolean> {
    if (claim.sources.length > ownFilesChecked) return false;
    for (const source of claim.sources) {
      if (source.kind !== 'file') continue;
      if (await this.#carriesMark(source.path, root)) return true;
      const beside = accountName(source.path);
      if (root.has(beside) && (await this.#carriesMark(beside, root))) return true;
    }
    return false;
  }

  async #carriesMark(path: string, root: FolderView): Promise<boolean> {
    const head = await root.headAt(path);
    return head !== undefined && isOwnFile(head.bytes);
  }

  async #plan(claims: readonly SettledClaim[], root: FolderView): Promise<Job[]> {
    const ids = new DatasetIds();
    const jobs: Job[] = [];
    for (const claim of claims) {
      this.options.signal.throwIfAborted();
      const format = this.options.formats.find((one) => one.id === claim.format);
      if (format === undefined) continue;
      try {
        const plan = await format.plan(claim, this.files, root);
        jobs.push({
          ...{ id: ids.of(claim), claim, plan },
          ...{ tally: new Tally(), parts: [], left: plan.units.length },
        });
        for (const unit of plan.units) this.#totalBytes += unit.bytes;
      } catch (error) {
        this.problems.push(this.#failure(error, `${claim.name} could not be read`, claim));
      }
    }
    return jobs;
  }

  async #count(jobs: readonly Job[]): Promise<void> {
    const queue = jobs.flatMap((job) => job.plan.units.map((unit, at) => ({ job, unit, at })));
    for (const job of jobs) if (job.left === 0) this.#finish(job, jobs);
    const next = async (): Promise<void> => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        item.job.parts[item.at] = await this.#countUnit(item.job, item.unit);
        item.job.left -= 1;
        if (item.job.left === 0) this.#finish(item.job, jobs);
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, this.options.runner.width) }, next));
  }

  async #countUnit(job: Job, unit: WorkUnit): Promise<TallyData> {
    const { runner, signal } = this.options;
    signal.throwIfAborted();
    try {
      return await runner.run(unit, signal, (bytes) => {
        this.bytes += bytes;
        this.#progress('count');
      });
    } catch (error) {
      const what = unit.paths.at(0) ?? job.claim.name;
      const failed = new Tally();
      failed.problem(this.#failure(error, `${what} could not be counted`, job.claim));
      return failed.toData();
    }
  }

  #finish(job: Job, jobs: readonly Job[]): void {
    for (const part of job.parts) if (part !== undefined) job.tally.merge(part);
    for (const problem of readingProblems(job.claim, jobs)) job.tally.problem(problem);
    job.dataset = mergeDataset(job.id, job.claim, job.plan, job.tally);
    this.options.onDataset?.(job.dataset);
  }

  /** An abort goes on up; anything else becomes a problem, so that one bad file costs one dataset at most. */
  #failure(error: unknown, what: string, claim?: Claim): Problem {
    this.options.signal.throwIfAborted();
    const code = error instanceof SourceError ? error.code : 'internal-error';
    const reason = error instanceof Error ? error.message : String(error);
    const file = error instanceof SourceError ? error.path : claim?.sources.at(0)?.path;
    return { code, severity: 'error', file, message: `${what}: ${reason}` };
  }

  #progress(phase: ScanProgress['phase']): void {
    this.options.signal.throwIfAborted();
    const { bytes, listed } = this;
    this.options.onProgress?.({ phase, files: listed, bytes, totalBytes: this.#totalBytes });
  }
}
