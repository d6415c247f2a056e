// The words of weighting as types: a scheme, its parameters, a request for weights and their table.
// Knows no particular scheme and computes nothing.
import type { ClassCount } from '../model';
import type { Normalisation, ZeroCountPolicy } from './normalise';

/** One number a user may set on a scheme. */
export interface WeightParameter {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Smallest accepted value, inclusive. */
  readonly minimum: number;
  /** Largest accepted finite value, inclusive. */
  readonly maximum: number;
  readonly defaultValue: number;
  /** How a slider should travel between minimum and maximum. */
  readonly scale: 'linear' | 'logarithmic';
  /** True where `Infinity` is meaningful too, although it lies beyond `maximum`. */
  readonly allowsInfinity?: boolean;
}

/** What a scheme sees: the classes that take part, in order. */
interface SchemeInput {
  /** Samples per class, each a whole number >= 1. */
  readonly counts: readonly number[];
  /**
   * Aligned with `counts`, each finite and > 0: how much there is of the images (samples) that hold
   * the class, all in one unit: pixels, or simply images. Only median frequency uses it, and only
   * up to a common factor; absent where the data does not say.
   */
  readonly support?: readonly number[];
  /** Aligned with `counts`: E_n of each class, in [1, min(n, N)]. */
  readonly effectiveNumbers: Float64Array;
}

/** A rule from counts to weights. One file a scheme; the registry lists them. */
export interface WeightScheme {
  /** Kebab-case, stable: it is written into exported files. */
  readonly id: string;
  readonly title: string;
  /** Display order, ascending. */
  readonly rank: number;
  /** The rule in plain text, `n` the class's count. */
  readonly formula: string;
  readonly description: string;
  /** Where the rule was published. */
  readonly source: string;
  readonly parameters: readonly WeightParameter[];
  /** True where the rule reads `support`, so that its absence is worth a note. */
  readonly usesSupport?: boolean;
  /**
   * Raw weights, aligned with `input.counts`, each finite and > 0, before any normalisation.
   * Only called with at least one class, counts >= 1 and every parameter resolved and in range.
   */
  weigh(input: SchemeInput, parameters: Readonly<Record<string, number>>): Float64Array;
}

/** Which weights are wanted. */
export interface WeightRequest {
  /** Id of a scheme, such as `effective-number`. */
  readonly scheme: string;
  /**
   * The scheme's own parameters by id, and with every scheme `n` (N, `Infinity` allowed) or, in its
   * place, `beta` in [0, 1]: they set the effective numbers. Defaults: the scheme's, N = 10000.
   */
  readonly parameters?: Readonly<Partial<Record<string, number>>>;
  /** Default `sum-to-classes`. */
  readonly normalisation?: Normalisation;
  /** Default `zero`. */
  readonly zeroCount?: ZeroCountPolicy;
  /**
   * Aligned with the classes: N of a class of its own, in [1, Infinity], or `null` for the common one. The paper's theory
   * has one for each class (section 4); only the effective number weighs by it.
   */
  readonly classPrototypes?: readonly (number | null)[];
}

/** A request with what it is about. */
export interface WeightInput extends WeightRequest {
  /** In the trainer's order; `count` of the split to weigh for, a whole number in [0, 2^53]. */
  readonly classes: readonly ClassCount[];
  /**
   * For median frequency, aligned with `classes`: extent (pixels, say) of the images that hold the
   * class. Default: the classes' `images`, where every class has them.
   */
  readonly support?: readonly number[];
}

/** One class of the table. */
export interface WeightRow extends ClassCount {
  /** Position in the trainer's order, from 0. */
  readonly index: number;
  /** E_n of the count it was weighed with: in [1, min(n, N)], 0 for an empty class left out. */
  readonly effectiveNumber: number;
  /** Finite and >= 0; 0 only for an empty class left out. */
  readonly weight: number;
  /** True where the count is 0, whatever the policy. */
  readonly empty: boolean;
  /** N of this class, where it has one of its own; in [1, Infinity). */
  readonly prototypes?: number;
}

/** Weights as numbers alone, aligned with the classes; the table has the same in rows. */
export interface WeightColumns {
  /** Finite and >= 0; 0 only for an empty class left out. */
  readonly weights: Float64Array;
  /** E_n of the count it was weighed with: in [1, min(n, N)], 0 for an empty class left out. */
  readonly effectiveNumbers: Float64Array;
}

/** Something to say about a table, in a whole sentence. */
export interface WeightNote {
  readonly code: 'no-classes' | 'no-samples' | 'empty-classes' | 'no-support' | 'own-prototypes';
  readonly severity: 'information' | 'warning';
  readonly message: string;
}

/** Weights for every class, with all that is needed to derive them again. Plain JSON. */
export interface WeightTable {
  readonly scheme: string;
  /** The scheme's own parameters, resolved, fit for a request; infinite N stands as `beta: 1`. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly normalisation: Normalisation;
  readonly zeroCount: ZeroCountPolicy;
  /** N of the effective numbers, >= 1; `null` where it is infinite. */
  readonly prototypes: number | null;
  /** (N - 1) / N, in [0, 1]. */
  readonly beta: number;
  /** Sum of the counts. */
  readonly total: number;
  /** Classes with a count > 0. */
  readonly presentClasses: number;
  /** C of the normalisation: the present classes, or all of them with pseudo-counts. */
  readonly weightedClasses: number;
  /** One a class, in the input's order. */
  readonly rows: readonly WeightRow[];
  readonly notes: readonly WeightNote[];
}
