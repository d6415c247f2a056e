// What a person asks of samples: where a class occurs, and which classes occur together. Both bounded.
// Must not know how samples are read or shown.
import type { ClassSample } from './collectSamples';
import type { Dataset, SplitName } from './model';

/** What is asked: the first `limit` samples of a class by its index, or which of the `most` largest classes occur together. */
export type Study =
  | {
      readonly kind: 'first';
      readonly index: number;
      readonly split: SplitName;
      readonly limit: number;
    }
  | { readonly kind: 'pairs'; readonly split: SplitName; readonly most: number };

/** What a study of the same kind found. */
export type Finding =
  | { readonly kind: 'first'; readonly places: readonly SamplePlace[] }
  | { readonly kind: 'pairs'; readonly pairs: ClassPairs };

/** Where one sample of a class is. */
export interface SamplePlace {
  /** The label file, from the scan's root. */
  readonly file: string;
  readonly line?: number;
  /** The media file: from the root where it was found, else as the label file writes it. */
  readonly media?: string;
  /** True where `media` is a file of the workspace. */
  readonly found: boolean;
  readonly split: SplitName;
}

/** Collects the first samples of a class; `take` answers true once there are enough. */
export class FirstSamples {
  readonly places: SamplePlace[] = [];

  /** @param split one split, or `all`. @param limit how many are kept, >= 1. */
  constructor(
    private readonly index: number,
    private readonly split: SplitName,
    private readonly limit: number,
  ) {}

  take(sample: ClassSample): boolean {
    const { classes, file, line, path, split } = sample;
    if (!classes.includes(this.index)) return false;
    if (this.split !== 'all' && split !== this.split) return false;
    const { media } = sample;
    const shown = media ?? path;
    this.places.push({
      ...{ file, split, found: media !== undefined },
      ...(line !== undefined && { line }),
      ...(shown !== undefined && { media: shown }),
    });
    return this.places.length >= this.limit;
  }

  finding(): Finding {
    return { kind: 'first', places: this.places };
  }
}

/** Samples that carry both of two classes, for the largest classes only. */
export interface ClassPairs {
  /** Class indices, the largest first. */
  readonly classes: readonly number[];
  /**
   * Row by row, `classes.length` squared: samples that carry both; on the diagonal those that carry the class.
   * A class twice on a sample counts once.
   */
  readonly together: readonly number[];
  /** Samples read, labelled or not. */
  readonly samples: number;
}

/** Counts pairs among the `most` largest classes of a dataset. */
export class PairCounter {
  readonly #classes: readonly number[];
  readonly #place: ReadonlyMap<number, number>;
  readonly #together: Float64Array;
  #samples = 0;

  constructor(
    { classes }: Dataset,
    private readonly split: SplitName,
    most: number,
  ) {
    const indices = [...classes.keys()].filter((index) => classes[index].count > 0);
    indices.sort((a, b) => classes[b].count - classes[a].count || a - b);
    this.#classes = indices.slice(0, most);
    this.#place = new Map(this.#classes.map((index, place) => [index, place]));
    this.#together = new Float64Array(this.#classes.length ** 2);
  }

  /** Never has enough. */
  take({ classes, split }: ClassSample): boolean {
    if (this.split !== 'all' && split !== this.split) return false;
    this.#samples += 1;
    const size = this.#classes.length;
    const here = [...new Set(classes)].flatMap((index) => this.#place.get(index) ?? []);
    for (const a of here) for (const b of here) this.#together[a * size + b] += 1;
    return false;
  }

  finding(): Finding {
    return { kind: 'pairs', pairs: this.pairs() };
  }

  pairs(): ClassPairs {
    const together = Array.from(this.#together);
    return { classes: this.#classes, together, samples: this.#samples };
  }
}
