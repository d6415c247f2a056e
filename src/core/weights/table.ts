// From counted classes and a request to a table of weights: the one entry everything else calls.
// Knows no scheme's rule and gives no advice; it joins the registry, the policy and the scale.
import { totalOf } from '../metrics/counts';
import type { ClassCount } from '../model';
import { normaliseWeights, takePart, type ZeroCountPolicy } from './normalise';
import { ownPrototypes, ownPrototypesNote } from './own/classPrototypes';
import { betaOf, effectiveNumbersOf, prototypeParameter, prototypesOf } from './numberOfPrototypes';
import { schemes } from './registry';
import type {
  WeightColumns,
  WeightInput,
  WeightNote,
  WeightParameter,
  WeightRow,
  WeightScheme,
  WeightTable,
} from './scheme';

/** What no scheme and no parameter changes of the classes; whoever weighs them again and again keeps it. */
export interface PreparedClasses {
  readonly zeroCount: ZeroCountPolicy;
  /** Sum of the counts. */
  readonly total: number;
  /** Classes with a count > 0. */
  readonly present: number;
  /** The classes that take part. */
  readonly part: ReturnType<typeof takePart>;
  /** Aligned with those; undefined where the data do not say. */
  readonly support: readonly number[] | undefined;
}

/** @throws RangeError as {@link weighClasses} does for counts and support. */
export function prepareClasses(
  input: Pick<WeightInput, 'classes' | 'support' | 'zeroCount'>,
): PreparedClasses {
  const counts = input.classes.map((entry) => entry.count);
  const total = totalOf(counts);
  const { zeroCount = 'zero' } = input;
  const part = takePart(counts, zeroCount);
  const present = counts.filter((count) => count > 0).length;
  return { zeroCount, total, present, part, support: supportOf(input, part.indices) };
}

/**
 * The weights of the classes by a scheme. Never infinite or NaN: an empty class gets 0 and a note,
 * or the weight of one sample where the request says so; without classes the table is empty.
 * @throws RangeError for an unknown scheme or parameter, a parameter out of range, a count that is
 * not a whole number in [0, 2^53], a support that is not positive where the count is, or N of a class below 1.
 */
export function weighClasses(input: WeightInput): WeightTable {
  return weigh(input, prepareClasses(input)).table;
}

/** Weights as columns, one row at a time, and as a table whose rows are made when they are first asked for. */
export interface Weighing extends WeightColumns {
  readonly rowAt: (index: number) => WeightRow;
  readonly table: WeightTable;
}

/**
 * The same, with the weights as columns too.
 * @param prepared of the same classes, with their support and zero-count policy; those of the input are not read again.
 */
export function weigh(
  input: Omit<WeightInput, 'support' | 'zeroCount'>,
  prepared: PreparedClasses,
): Weighing {
  const scheme = schemeOf(input.scheme);
  const { own, prototypes } = resolve(scheme, input.parameters ?? {});
  const { normalisation = 'sum-to-classes' } = input;
  const { zeroCount, total, present, part, support } = prepared;
  const { classes } = input;
  const ownN = ownPrototypes(input.classPrototypes, classes.length);
  const taking = ownN && part.indices.map((index) => ownN[index] ?? prototypes);
  const effective = effectiveNumbersOf(part.counts, taking ?? prototypes);
  const raw =
    part.counts.length === 0
      ? new Float64Array()
      : scheme.weigh({ counts: part.counts, support, effectiveNumbers: effective }, own);
  const columns = {
    weights: placed(normaliseWeights(raw, part.counts, normalisation), part, classes.length),
    effectiveNumbers: placed(effective, part, classes.length),
  };
  let rows: readonly WeightRow[] | undefined;
  const rowAt = (index: number): WeightRow => rowOf(classes[index], columns, index, ownN);
  const rowsNow = (): readonly WeightRow[] => (rows ??= classes.map((_, index) => rowAt(index)));
  const needsSupport = scheme.usesSupport === true && support === undefined;
  const table = {
    scheme: scheme.id,
    parameters: own.n === Infinity ? { beta: 1 } : own,
    normalisation,
    zeroCount,
    prototypes: prototypes === Infinity ? null : prototypes,
    beta: betaOf(prototypes),
    total,
    presentClasses: present,
    weightedClasses: part.indices.length,
    get rows() {
      return rowsNow();
    },
    notes: [
      ...notesOf(classes.length, classes.length - present, zeroCount, needsSupport),
      ...(ownN === undefined ? [] : ownPrototypesNote(rowsNow())),
    ],
  };
  return { ...columns, rowAt, table };
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
function supportOf(
  input: Pick<WeightInput, 'classes' | 'support'>,
  indices: readonly number[],
): readonly number[] | undefined {
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

/** Values of the classes that take part, at the places of all; 0 elsewhere. */
function placed(values: Float64Array, { indices }: PreparedClasses['part'], classes: number) {
  if (indices.length === classes) return values;
  const all = new Float64Array(classes);
  for (let at = 0; at < indices.length; at++) all[indices[at]] = values[at];
  return all;
}

function rowOf(
  { id, name, count, images }: ClassCount,
  { weights, effectiveNumbers }: WeightColumns,
  index: number,
  ownN: readonly (number | null)[] | undefined,
): WeightRow {
  const n = ownN?.[index] ?? null;
  return {
    ...{ id, name, count },
    ...(images !== undefined && { images }),
    ...{ index, effectiveNumber: effectiveNumbers[index], weight: weights[index] },
    empty: count === 0,
    ...(n !== null && { prototypes: n }),
  };
}

function notesOf(
  classes: number,
  empty: number,
  zeroCount: ZeroCountPolicy,
  needsSupport: boolean,
): readonly WeightNote[] {
  const fate = zeroCount === 'zero' ? 'get weight 0' : 'count as one sample';
  if (classes === 0) {
    return [{ code: 'no-classes', severity: 'information', message: 'There are no classes.' }];
  }
  const notes: WeightNote[] = [];
  if (empty === classes) {
    const message = `No class has a sample; all ${String(empty)} ${fate}.`;
    notes.push({ code: 'no-samples', severity: 'warning', message });
  } else if (empty > 0) {
    const message = `${String(empty)} of ${String(classes)} classes have no sample and ${fate}.`;
    notes.push({ code: 'empty-classes', severity: 'warning', message });
  }
  if (needsSupport && empty < classes) {
    const message =
      'The images that hold each class were not counted; every image is taken to hold every class.';
    notes.push({ code: 'no-support', severity: 'information', message });
  }
  return notes;
}

/**
 * The value of one parameter: what was given, or the default.
 * @throws RangeError naming the parameter, the value and the range when it is outside the range.
 */
function resolveParameter(parameter: WeightParameter, given: number | undefined): number {
  if (given === undefined) return parameter.defaultValue;
  const infinite = parameter.allowsInfinity === true && given === Infinity;
  if (infinite || (given >= parameter.minimum && given <= parameter.maximum)) return given;
  const range = `${String(parameter.minimum)} to ${String(parameter.maximum)}`;
  const tail = parameter.allowsInfinity === true ? ', or infinite' : '';
  throw new RangeError(
    `Parameter "${parameter.id}" is ${String(given)}; it must lie within ${range}${tail}.`,
  );
}
