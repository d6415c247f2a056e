// From counted classes and a request to a table of weights: the one entry everything else calls.
// Knows no scheme's rule and gives no advice; it joins the registry, the policy and the scale.
import { totalOf } from '../metrics/counts';
import type { ClassCount } from '../model';
import { normaliseWeights, takePart, type Normalisation, type ZeroCountPolicy } from './normalise';
import { betaOf, effectiveNumberOf, prototypeParameter, prototypesOf } from './numberOfPrototypes';
import { schemes } from './registry';
import { resolveParameter, type WeightScheme } from './scheme';

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
}

/** Something to say about a table, in a whole sentence. */
export interface WeightNote {
  readonly code: 'no-classes' | 'no-samples' | 'empty-classes' | 'no-support';
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

/**
 * The weights of the classes by a scheme. Never infinite or NaN: an empty class gets 0 and a note,
 * or the weight of one sample where the request says so; without classes the table is empty.
 * @throws RangeError for an unknown scheme or parameter, a parameter out of range, a count that is
 * not a whole number in [0, 2^53], or a support that is not positive where the count is.
 */
export function weighClasses(input: WeightInput): WeightTable {
  const scheme = schemeOf(input.scheme);
  const { own, prototypes } = resolve(scheme, input.parameters ?? {});
  const { normalisation = 'sum-to-classes', zeroCount = 'zero' } = input;
  const counts = input.classes.map((entry) => entry.count);
  const total = totalOf(counts);
  const part = takePart(counts, zeroCount);
  const support = supportOf(input, part.indices);
  const raw =
    part.counts.length === 0
      ? new Float64Array()
      : scheme.weigh({ counts: part.counts, support }, own);
  const weights = normaliseWeights(raw, part.counts, normalisation);
  const rows = rowsOf(input.classes, part, weights, prototypes);
  const needsSupport = scheme.usesSupport === true && support === undefined;
  return {
    scheme: scheme.id,
    parameters: own.n === Infinity ? { beta: 1 } : own,
    normalisation,
    zeroCount,
    prototypes: prototypes === Infinity ? null : prototypes,
    beta: betaOf(prototypes),
    total,
    presentClasses: counts.filter((count) => count > 0).length,
    weightedClasses: part.indices.length,
    rows,
    notes: notesOf(rows, zeroCount, needsSupport),
  };
}

function schemeOf(id: string): WeightScheme {
  const scheme = schemes.find((candidate) => candidate.id === id);
  if (scheme !== undefined) return scheme;
  const known = schemes.map((candidate) => candidate.id).join(', ');
  throw new RangeError(`There is no weighting scheme "${id}"; there are ${known}.`);
}

function resolve(
  scheme: WeightScheme,
  given: Readonly<Partial<Record<string, number>>>,
): { readonly own: Readonly<Record<string, number>>; readonly prototypes: number } {
  const { beta, ...named } = given;
  if (beta !== undefined && named.n !== undefined) {
    throw new RangeError('Parameters "n" and "beta" say the same thing; give one of them.');
  }
  const wanted = beta === undefined ? named : { ...named, n: prototypesOf(beta) };
  const known = [prototypeParameter, ...scheme.parameters].map((parameter) => parameter.id);
  const stranger = Object.keys(wanted).find((id) => !known.includes(id));
  if (stranger !== undefined) {
    throw new RangeError(`Scheme "${scheme.id}" has no parameter "${stranger}".`);
  }
  const own = scheme.parameters.map((parameter): [string, number] => [
    parameter.id,
    resolveParameter(parameter, wanted[parameter.id]),
  ]);
  return {
    own: Object.fromEntries(own),
    prototypes: resolveParameter(prototypeParameter, wanted.n),
  };
}

/** The support of the classes that take part; an empty class among them gets the widest one, as the rarest. */
function supportOf(input: WeightInput, indices: readonly number[]): readonly number[] | undefined {
  const all = input.support ?? input.classes.map((entry) => entry.images);
  const widest = all.reduce<number>((most, value) => Math.max(most, value ?? 0), 1);
  const support: number[] = [];
  for (const i of indices) {
    const value = input.classes[i].count === 0 ? widest : all.at(i);
    if (value === undefined) return undefined;
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(
        `The support of class ${String(i)} is ${String(value)}; it must be positive and finite.`,
      );
    }
    support.push(value);
  }
  return support;
}

function rowsOf(
  classes: readonly ClassCount[],
  part: ReturnType<typeof takePart>,
  weights: Float64Array,
  prototypes: number,
): readonly WeightRow[] {
  const rows = classes.map((entry, index) => ({
    ...entry,
    index,
    effectiveNumber: 0,
    weight: 0,
    empty: entry.count === 0,
  }));
  part.indices.forEach((index, i) => {
    rows[index].weight = weights[i];
    rows[index].effectiveNumber = effectiveNumberOf(part.counts[i], prototypes);
  });
  return rows;
}

function notesOf(
  rows: readonly WeightRow[],
  zeroCount: ZeroCountPolicy,
  needsSupport: boolean,
): readonly WeightNote[] {
  const empty = rows.filter((row) => row.empty).length;
  const fate = zeroCount === 'zero' ? 'get weight 0' : 'count as one sample';
  if (rows.length === 0) {
    return [{ code: 'no-classes', severity: 'information', message: 'There are no classes.' }];
  }
  const notes: WeightNote[] = [];
  if (empty === rows.length) {
    const message = `No class has a sample; all ${String(empty)} ${fate}.`;
    notes.push({ code: 'no-samples', severity: 'warning', message });
  } else if (empty > 0) {
    const message = `${String(empty)} of ${String(rows.length)} classes have no sample and ${fate}.`;
    notes.push({ code: 'empty-classes', severity: 'warning', message });
  }
  if (needsSupport && empty < rows.length) {
    const message =
      'The images that hold each class were not counted; every image is taken to hold every class.';
    notes.push({ code: 'no-support', severity: 'information', message });
  }
  return notes;
}
