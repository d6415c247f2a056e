// Counts per class per split of one dataset. Tallies add: associative, commutative, so that units may run anywhere.
// Must not know names, order or formats; labels are interned as bytes, no string a row.

import { LabelTable } from './bytes/labelTable';
import type { ClassEntry, SplitName } from './model';
import type { ReadRange } from './ranges';
import { type Problem, ProblemList, type ProblemListData } from './problems';
import { SampleRecorder } from './sampleRecorder';
import type { SampleObserver } from './samples';

/** Counts of one split; classes are indexes of the tally's label table. */
export class SplitTally {
  /** Samples seen, labelled or not. */
  samples = 0;
  /** Samples without any label. */
  unlabelled = 0;
  counts = new Float64Array(64);
  /** Images holding each class; stays empty where the format does not count images. */
  images = new Float64Array(0);
  #stamps = new Float64Array(0);
  #image = 0;

  /** `recorder`: told what is added; a format ends its samples with it. Absent where nobody asks for samples. */
  constructor(readonly recorder?: SampleRecorder) {}

  add(label: number, times = 1): void {
    if (label >= this.counts.length) this.counts = grown(this.counts, label);
    this.counts[label] += times;
    this.recorder?.hold(label, times);
  }

  /** Adds to a class's count of images holding it, where the format knows it by itself. */
  addImages(label: number, times = 1): void {
    if (label >= this.images.length) this.images = grown(this.images, label);
    this.images[label] += times;
  }

  /** The next {@link addInImage} belongs to a new image. */
  beginImage(): void {
    this.#image += 1;
  }

  /** Counts a box (or the like) and, once per image, the image. */
  addInImage(label: number, times = 1): void {
    this.add(label, times);
    if (label >= this.#stamps.length) this.#stamps = grown(this.#stamps, label);
    if (this.#stamps[label] === this.#image) return;
    this.#stamps[label] = this.#image;
    this.addImages(label);
  }
}

function grown(array: Float64Array<ArrayBuffer>, index: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(64, index + 1, array.length * 2));
  larger.set(array);
  return larger;
}

/**
 * What holds for the whole dataset once any unit saw it: samples with several classes; images per class counted;
 * images per class given up, so that what other units counted would be a part only.
 */
const traits = ['multi-label', 'images', 'no-images'] as const;
type Trait = (typeof traits)[number];

/** A tally as plain JSON. `counts` and `images` are aligned with `labels`. */
export interface TallyData {
  readonly labels: readonly string[];
  readonly declared: readonly ClassEntry[];
  readonly splits: readonly {
    readonly name: SplitName;
    readonly samples: number;
    readonly unlabelled: number;
    readonly counts: readonly number[];
    readonly images: readonly number[];
  }[];
  readonly problems: ProblemListData;
  readonly traits: readonly string[];
  /** Of a unit's part: the bytes whose records it counted. */
  readonly range?: ReadRange;
}

export class Tally {
  /** Label bytes (UTF-8) to class index. */
  readonly labels = new LabelTable();
  readonly problems = new ProblemList();
  readonly traits = new Set<Trait>();
  range: ReadRange | undefined;
  readonly #splits = new Map<SplitName, SplitTally>();
  readonly #declared = new Map<string, ClassEntry>();

  /** `observer`: told of every sample while it is counted, by formats that report samples. */
  constructor(readonly observer?: SampleObserver) {}

  split(name: SplitName): SplitTally {
    let split = this.#splits.get(name);
    if (split === undefined) this.#splits.set(name, (split = new SplitTally(this.#recorder(name))));
    return split;
  }

  #recorder(name: SplitName): SampleRecorder | undefined {
    return this.observer === undefined ? undefined : new SampleRecorder(name, this.observer);
  }

  get splits(): ReadonlyMap<SplitName, SplitTally> {
    return this.#splits;
  }

  /** A class that the data itself declares (a COCO category, an ARFF value); keeps its place with count 0. */
  declare(entry: ClassEntry): void {
    if (!this.#declared.has(entry.id)) this.#declared.set(entry.id, entry);
  }

  get declared(): readonly ClassEntry[] {
    return [...this.#declared.values()];
  }

  problem(problem: Problem): void {
    this.problems.add(problem);
  }

  toData(): TallyData {
    const labels = Array.from({ length: this.labels.size }, (_, index) => this.labels.text(index));
    const cut = (numbers: Float64Array): number[] => Array.from(numbers.subarray(0, labels.length));
    const splits = [...this.#splits].map(([name, split]) => ({
      name,
      samples: split.samples,
      unlabelled: split.unlabelled,
      counts: cut(split.counts),
      images: cut(split.images),
    }));
    const problems = this.problems.toData();
    const range = this.range === undefined ? {} : { range: this.range };
    const traitsSeen = [...this.traits];
    return { labels, declared: this.declared, splits, problems, traits: traitsSeen, ...range };
  }

  /** Adds what another tally, perhaps from another process, has counted. */
  merge(data: TallyData): void {
    const indexes = data.labels.map((text) => this.labels.indexOfText(text));
    for (const entry of data.declared) this.declare(entry);
    for (const trait of data.traits) if (isTrait(trait)) this.traits.add(trait);
    for (const from of data.splits) {
      const to = this.split(from.name);
      to.samples += from.samples;
      to.unlabelled += from.unlabelled;
      indexes.forEach((label, at) => {
        to.add(label, from.counts.at(at) ?? 0);
        const images = from.images.at(at) ?? 0;
        if (images > 0) to.addImages(label, images);
      });
    }
    this.problems.merge(data.problems);
  }
}

function isTrait(text: string): text is Trait {
  return (traits as readonly string[]).includes(text);
}
