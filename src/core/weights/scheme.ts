// What a weighting scheme is: counts in, raw weights out, with the parameters it understands.
// Knows nothing of any particular scheme, of normalisation, or of where counts come from.

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
export interface SchemeInput {
  /** Samples per class, each a whole number >= 1. */
  readonly counts: readonly number[];
  /**
   * Aligned with `counts`, each finite and > 0: how much there is of the images (samples) that hold
   * the class, all in one unit: pixels, or simply images. Only median frequency uses it, and only
   * up to a common factor; absent where the data does not say.
   */
  readonly support?: readonly number[];
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

/**
 * The value of one parameter: what was given, or the default.
 * @throws RangeError naming the parameter, the value and the range when it is outside the range.
 */
export function resolveParameter(parameter: WeightParameter, given: number | undefined): number {
  if (given === undefined) return parameter.defaultValue;
  const infinite = parameter.allowsInfinity === true && given === Infinity;
  if (infinite || (given >= parameter.minimum && given <= parameter.maximum)) return given;
  const range = `${String(parameter.minimum)} to ${String(parameter.maximum)}`;
  const tail = parameter.allowsInfinity === true ? ', or infinite' : '';
  throw new RangeError(
    `Parameter "${parameter.id}" is ${String(given)}; it must lie within ${range}${tail}.`,
  );
}
