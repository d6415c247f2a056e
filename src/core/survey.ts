// The first stages of a scan: list -> detect -> plan. What they answer is ready to be counted, or to be read sample by sample.
// Must not know any one format, nor how work units are run.

import type { Claim, Plan, SourceRule } from './claims';
import { resolveClaims, type SettledClaim } from './detect/resolve';
import { faultProblem } from './faults';
import { FolderView } from './folderView';
import type { LabelFormat } from './formats/format';
import { DatasetIds } from './identity';
import { untold } from './detect/untold';
import { accountName, isOwnFile } from './ownFiles';
import { baseName } from './paths';
import { type FileSource, type WalkedTree, type WalkExcludes } from './ports';
import type { Problem } from './problems';
import { RuleBook, unknownFormats } from './rules';
import { WatchedInput } from './unreadNames';

export interface ScanProgress {
  readonly phase: 'list' | 'detect' | 'count';
  /** Files listed so far. */
  readonly files: number;
  /** Bytes counted so far, and expected in all (0 until known). */
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface SurveyOptions {
  readonly formats: readonly LabelFormat[];
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
}

/** A dataset that is planned and not yet counted. */
export interface Planned {
  readonly id: string;
  /** Of the format. */
  readonly title: string;
  readonly claim: SettledClaim;
  readonly plan: Plan;
}

/** Files per claim whose first bytes are looked at for our own mark; a dataset of more files is none of ours. */
const ownFilesChecked = 64;

/** One look at a folder. {@link planned} is asked for once. */
export class Survey {
  /** Files listed. */
  listed = 0;
  /** Bytes counted; whoever counts adds them by {@link counted}. */
  bytes = 0;
  readonly problems: Problem[] = [];
  #totalBytes = 0;
  #walked: WalkedTree | undefined;

  constructor(
    private readonly files: FileSource,
    private readonly options: SurveyOptions,
  ) {}

  /** The files there are. Asked for once, or left to {@link planned}. */
  async walked(): Promise<WalkedTree> {
    const walked = await this.#list();
    this.#walked = walked;
    return walked;
  }

  /** The walked tree, and every dataset in it. */
  async planned(): Promise<{ root: FolderView; all: readonly Planned[] }> {
    const walked = this.#walked ?? (await this.#list());
    this.problems.push(...walked.problems);
    const { rules, signal } = this.options;
    const tree = await walked.sorted(signal);
    const root = FolderView.root(baseName(this.files.root), tree, this.files, rules);
    const claims = await this.#detect(root);
    const settled = resolveClaims(claims, new RuleBook(this.options.rules));
    this.problems.push(...(await untold(root, settled, this.options.signal)));
    this.problems.push(...unknownFormats(this.options));
    return { root, all: await this.#plan(settled, root) };
  }

  /** Only these will be counted, so many times each: what progress is measured by. */
  expect(planned: readonly Planned[], times = 1): void {
    const units = planned.flatMap((one) => one.plan.units);
    this.#totalBytes = times * units.reduce((sum, unit) => sum + unit.bytes, 0);
  }

  /** Says that so many bytes more were counted. */
  counted(bytes: number): void {
    this.bytes += bytes;
    this.#progress('count');
  }

  async #list(): Promise<WalkedTree> {
    const { excludes, rules, signal } = this.options;
    const ignored = rules.filter((rule) => rule.format === 'ignore').map((rule) => rule.path);
    const all = { ...excludes, globs: [...excludes.globs, ...ignored] };
    const walked = await this.files.walk(all, signal, (listed) => {
      this.listed = listed;
      this.#progress('list');
    });
    this.listed = walked.files;
    return walked;
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
        this.problems.push(this.failure(error, `Looking for ${format.title} failed`));
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

  async #plan(claims: readonly SettledClaim[], root: FolderView): Promise<Planned[]> {
    const ids = new DatasetIds();
    const all: Planned[] = [];
    for (const claim of claims) {
      this.options.signal.throwIfAborted();
      const format = this.options.formats.find((one) => one.id === claim.format);
      if (format === undefined) continue;
      try {
        const files = new WatchedInput(this.files);
        const plan = files.told(await format.plan(claim, files, root));
        all.push({ id: ids.of(claim), title: format.title, claim, plan });
      } catch (error) {
        this.problems.push(this.failure(error, `${claim.name} could not be read`, claim));
      }
    }
    this.expect(all);
    return all;
  }

  /** An abort goes on up; anything else becomes a problem, so that one bad file costs one dataset at most. */
  failure(error: unknown, what: string, claim?: Claim): Problem {
    this.options.signal.throwIfAborted();
    return faultProblem(error, what, claim?.sources.at(0)?.path);
  }

  #progress(phase: ScanProgress['phase']): void {
    this.options.signal.throwIfAborted();
    const { bytes, listed } = this;
    this.options.onProgress?.({ phase, files: listed, bytes, totalBytes: this.#totalBytes });
  }
}
