// Reads one dataset sample by sample, in the order of its label files, with the classes that a scan settles.
// Must not know any one format, nor what the samples are for.

import type { WorkUnit } from './claims';
import { MediaFinder } from './mediaFinder';
import type { Dataset } from './model';
import type { FileSource, UnitCounter } from './ports';
import type { Sample } from './samples';
import { countAll, type ScanOptions } from './scan';
import { type Planned, Survey } from './survey';
import { Tally } from './tally';

/** A sample whose labels are classes of its dataset. Good until the call that brings it returns. */
export interface ClassSample extends Omit<Sample, 'labels'> {
  /** Indexes into `Dataset.classes`, one for each unit counted: a class twice where it has two boxes. */
  readonly classes: readonly number[];
  /** The media file, from the scan's root, where one is found in the workspace. Looked for when it is asked for. */
  readonly media?: string | undefined;
}

export interface SampleOptions extends Omit<ScanOptions, 'now' | 'onDataset'> {
  readonly counter: UnitCounter;
  /** Id of the dataset, as in a scan with the same excludes and rules. */
  readonly dataset: string;
  /**
   * The dataset as it was counted before, where it was; its label files are read once then, else twice: the order of
   * the classes is known only when all are counted.
   */
  readonly counted?: Dataset;
  readonly onSample: (sample: ClassSample) => void;
  /** Look for media files; otherwise `media` is never given. */
  readonly media?: boolean;
}

/** Code of the problem of a dataset whose samples' media files were not all looked for. */
export const mediaNotSearched = 'media-not-searched';

/** Why a dataset gives no samples. */
export class SamplesError extends Error {
  constructor(
    /** `unknown`: there is no such dataset. `none`: its format has no samples of its own. `changed`: while it was read. */
    readonly code: 'unknown' | 'none' | 'changed',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Gives every sample of a dataset, labelled or not, and answers the dataset, with a problem {@link mediaNotSearched}
 * where the search for media files was given up.
 * Memory does not grow with the samples, but for formats whose samples are whole only at the end of their file.
 * Rejects with a {@link SamplesError}, with a `SourceError` where the root or a label file cannot be read, or with the
 * signal's reason when aborted. `onSample` may throw: reading stops and rejects with the same.
 */
export async function collectSamples(files: FileSource, options: SampleOptions): Promise<Dataset> {
  const survey = new Survey(files, options);
  const { root, all } = await survey.planned();
  const planned = all.find((one) => one.id === options.dataset);
  if (planned === undefined) {
    throw new SamplesError('unknown', `There is no dataset “${options.dataset}” any more.`);
  }
  survey.expect([planned], options.counted === undefined ? 2 : 1);
  const counted = options.counted ?? (await countAll([planned], all, survey, options))[0];
  const reader = new SampleReader(counted, options);
  const media = options.media === true ? new MediaFinder(root) : undefined;
  for (const unit of planned.plan.units) await reader.read(unit, survey, media);
  reader.check(planned);
  return media?.gaveUp === true ? withMediaProblem(counted) : counted;
}

function withMediaProblem(dataset: Dataset): Dataset {
  const message =
    'The files of many samples are not where the label file says, so that the whole folder was not searched for the ' +
    'rest: some that are there may be missing. Move the files to where the label file says, or scan the folder that ' +
    'its paths start from.';
  const [file] = dataset.sources;
  const problem = { code: mediaNotSearched, severity: 'warning', file, message } as const;
  return { ...dataset, problems: [...dataset.problems, problem] };
}

class SampleReader {
  readonly #classes: ReadonlyMap<string, number>;
  readonly #counts = new Map<string, { samples: number; given: number }>();
  /** What the taker of samples, or a strange label, has thrown: a format may take it for bad data and go on. */
  #failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly dataset: Dataset,
    private readonly options: SampleOptions,
  ) {
    this.#classes = new Map(dataset.classes.map(({ id }, index) => [id, index]));
  }

  async read(unit: WorkUnit, survey: Survey, media: MediaFinder | undefined): Promise<void> {
    /** Class by index in the unit's label table. */
    const known: number[] = [];
    const tally = new Tally({
      sample: (sample) => {
        if (this.#failure === undefined) this.#take(sample, tally, known, media);
      },
    });
    await this.options.counter.count(unit, tally, this.options.signal, (bytes) => {
      if (this.#failure !== undefined) throw this.#failure.error;
      survey.counted(bytes);
    });
    if (this.#failure !== undefined) throw this.#failure.error;
    for (const [name, split] of tally.splits) this.#entry(name).samples += split.samples;
  }

  #take(sample: Sample, tally: Tally, known: number[], media: MediaFinder | undefined): void {
    try {
      const { labels, ...rest } = sample;
      for (const label of labels) known[label] ??= this.#classOf(tally.labels.text(label));
      this.#entry(sample.split).given += 1;
      const classes = labels.map((label) => known[label]);
      this.options.onSample(
        media === undefined ? { ...rest, classes } : searched(rest, classes, media),
      );
    } catch (error) {
      this.#failure = { error };
    }
  }

  #classOf(id: string): number {
    const index = this.#classes.get(id);
    if (index === undefined) throw changed(this.dataset);
    return index;
  }

  #entry(split: string): { samples: number; given: number } {
    let entry = this.#counts.get(split);
    if (entry === undefined) this.#counts.set(split, (entry = { samples: 0, given: 0 }));
    return entry;
  }

  /** Every sample was given, and they are those that were counted. */
  check({ claim }: Planned): void {
    let given = 0;
    for (const [name, entry] of this.#counts) {
      const split = this.dataset.splits.find((one) => one.name === name);
      if (entry.samples !== (split?.samples ?? 0)) throw changed(this.dataset);
      if (entry.given !== entry.samples) throw withoutSamples(this.dataset, claim.format);
      given += entry.given;
    }
    if (given !== this.dataset.samples) throw changed(this.dataset);
  }
}

/** A search costs more than the sample: it is made for those alone whose file somebody wants. */
function searched(
  sample: Omit<Sample, 'labels'>,
  classes: readonly number[],
  finder: MediaFinder,
): ClassSample {
  return {
    ...sample,
    classes,
    get media() {
      return finder.find(sample);
    },
  };
}

function changed({ name }: Dataset): SamplesError {
  const message = `The label files of “${name}” changed since they were counted. Scan again.`;
  return new SamplesError('changed', message);
}

function withoutSamples({ name }: Dataset, format: string): SamplesError {
  const message = `“${name}” (${format}) is counted as a whole: its files do not tell its samples one by one.`;
  return new SamplesError('none', message);
}
