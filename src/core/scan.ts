// The pipeline: list -> detect -> plan -> count -> merge.
// Must not know any one format, nor who reads the bytes.

import type { WorkUnit } from './claims';
import { mergeDataset } from './merge';
import type { Dataset, ScanReport } from './model';
import { GroupCounter } from './groups/groupCounter';
import { readGrouping } from './groups/grouping';
import type { FileSource, UnitCounter, UnitRunner, WalkedTree } from './ports';
import type { Problem } from './problems';
import { readingProblems } from './readings';
import { type Planned, Survey, type SurveyOptions } from './survey';
import { Tally, type TallyData } from './tally';

export type { ScanProgress } from './survey';

export interface ScanOptions extends SurveyOptions {
  readonly runner: UnitRunner;
  /** Counts in this process, for datasets whose samples are grouped; groups are not counted where absent. */
  readonly counter?: UnitCounter;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
  /** The report of these files, where it is known already: nothing is read then. */
  readonly known?: (walked: WalkedTree, signal: AbortSignal) => Promise<ScanReport | undefined>;
  /** Called for each dataset once it is counted, before the report is whole. */
  readonly onDataset?: (dataset: Dataset) => void;
}

/**
 * Finds and counts every dataset below the source's root.
 * Rejects only with the signal's reason when aborted, or where the root itself cannot be read (`SourceError`).
 */
export async function scan(files: FileSource, options: ScanOptions): Promise<ScanReport> {
  const started = options.now();
  const survey = new Survey(files, options);
  const seconds = (): number => (options.now() - started) / 1000;
  const known = await options.known?.(await survey.walked(), options.signal);
  if (known !== undefined) {
    for (const dataset of known.datasets) options.onDataset?.(dataset);
    return { ...known, stats: { ...known.stats, seconds: seconds() } };
  }
  const { all } = await survey.planned();
  const datasets = await countAll(all, all, survey, options);
  const { listed, bytes } = survey;
  return {
    schema: 'class-balance/scan@1',
    root: files.root,
    datasets,
    problems: survey.problems,
    stats: { files: listed, bytes, seconds: seconds() },
  };
}

/**
 * Counts some of the planned datasets, in their order; `all` are those among which each is a reading.
 * Rejects with the signal's reason when aborted.
 */
export async function countAll(
  planned: readonly Planned[],
  all: readonly Planned[],
  survey: Survey,
  options: Pick<ScanOptions, 'runner' | 'counter' | 'signal' | 'onDataset'>,
): Promise<Dataset[]> {
  const jobs = planned.map((one): Job => {
    const left = one.plan.units.length;
    return { ...one, tally: new Tally(), groups: counterFor(one), parts: [], left };
  });
  await new Counting(all, survey, options).count(jobs);
  return jobs.flatMap((job) => job.dataset ?? []);
}

interface Job extends Planned {
  readonly tally: Tally;
  /** Where its samples are grouped. */
  readonly groups: GroupCounter | undefined;
  /** What the units counted, in their order: the result must not depend on which ended first. */
  readonly parts: (TallyData | undefined)[];
  left: number;
  dataset?: Dataset;
}

function counterFor({ claim }: Planned): GroupCounter | undefined {
  if (claim.group === undefined) return undefined;
  const grouping = readGrouping(claim.group);
  if (typeof grouping === 'string') return undefined;
  return new GroupCounter(grouping, claim.group, claim.sources.at(0)?.path);
}

/** Why a grouping that the user asked for was not understood. */
function groupingProblems({ claim }: Planned): readonly Problem[] {
  const fault = claim.group === undefined ? undefined : readGrouping(claim.group);
  if (typeof fault !== 'string') return [];
  const message = `“${String(claim.group)}” groups nothing: ${fault}.`;
  return [{ code: 'bad-grouping', severity: 'warning', message }];
}

class Counting {
  #inTurn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly all: readonly Planned[],
    private readonly survey: Survey,
    private readonly options: Pick<ScanOptions, 'runner' | 'counter' | 'signal' | 'onDataset'>,
  ) {}

  async count(jobs: readonly Job[]): Promise<void> {
    const queue = jobs.flatMap((job) => job.plan.units.map((unit, at) => ({ job, unit, at })));
    for (const job of jobs) if (job.left === 0) this.#finish(job);
    const next = async (): Promise<void> => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
        item.job.parts[item.at] = await this.#countUnit(item.job, item.unit);
        item.job.left -= 1;
        if (item.job.left === 0) this.#finish(item.job);
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, this.options.runner.width) }, next));
  }

  async #countUnit(job: Job, unit: WorkUnit): Promise<TallyData> {
    const { runner, counter, signal } = this.options;
    signal.throwIfAborted();
    const onBytes = (bytes: number): void => {
      this.survey.counted(bytes);
    };
    try {
      if (job.groups === undefined || counter === undefined) {
        return await runner.run(unit, signal, onBytes);
      }
      return await this.#countGrouped(job.groups, unit, counter, onBytes);
    } catch (error) {
      const what = unit.paths.at(0) ?? job.claim.name;
      const failed = new Tally();
      failed.problem(this.survey.failure(error, `${what} could not be counted`, job.claim));
      return failed.toData();
    }
  }

  /** Groups do not add up over units, so that one counter must see all samples; one unit at a time, for formats share buffers. */
  #countGrouped(
    groups: GroupCounter,
    unit: WorkUnit,
    counter: UnitCounter,
    onBytes: (bytes: number) => void,
  ): Promise<TallyData> {
    const counting = this.#inTurn.then(async () => {
      const tally: Tally = new Tally({
        sample: (sample) => {
          groups.take(sample, (label) => tally.labels.text(label));
        },
      });
      await counter.count(unit, tally, this.options.signal, onBytes);
      return tally.toData();
    });
    this.#inTurn = counting.catch(() => undefined);
    return counting;
  }

  #finish(job: Job): void {
    for (const part of job.parts) if (part !== undefined) job.tally.merge(part);
    for (const problem of readingProblems(job.claim, this.all)) job.tally.problem(problem);
    for (const problem of groupingProblems(job)) job.tally.problem(problem);
    const { tally } = job;
    job.dataset = mergeDataset(job, {
      tally,
      groups: job.groups?.counts(),
    });
    this.options.onDataset?.(job.dataset);
  }
}
