// From counted classes and a request to a table of weights: the one entry everything else calls.
// Knows no scheme's rule and gives no advice; it joins the registry, the policy and the scale.
import { totalOf } from '../metrics/counts';
import type { ClassCount } from '../model';
import { normaliseWeights, takePart, type ZeroCountPolicy } from './normalise';
import { ownPrototypes, ownPrototypesNote } from './own/classPrototypes';
import { betaOf, effectiveNumberOf, prototypeParameter, prototypesOf } from './numberOfPrototypes';
import { schemes } from './registry';
import type {
  WeightInput,
  WeightNote,
  WeightParameter,
  WeightRow,
  WeightScheme,
  WeightTable,
} from './scheme';

/**
 * The weights of the classes by a scheme. Never infinite or NaN: an empty class gets 0 and a note,
 * or the weight of one sample where the request says so; without classes the table is empty.
 * @throws RangeError for an unknown scheme or parameter, a parameter out of range, a count that is
 * not a whole number in [0, 2^53], a support that is not positive where the count is, or N of a class below 1.
 */
export function weighClasses(input: WeightInput): WeightTable {
  const scheme = schemeOf(input.scheme);
  const { own, prototypes } = resolve(scheme, input.parameters ?? {});
  const { normalisation = 'sum-to-classes', zeroCount = 'zero' } = input;
  const counts = input.classes.map((entry) => entry.count);
  const total = totalOf(counts);
  const part = takePart(counts, zeroCount);
  const support = supportOf(input, part.indices);
  const ownN = ownPrototypes(input.classPrototypes, input.classes.length);
  const taking = ownN && part.indices.map((index) => ownN[index] ?? prototypes);
  const raw =
    part.counts.length === 0
      ? new Float64Array()
      : scheme.weigh({ counts: part.counts, support, prototypes: taking }, own);
  const weights = normaliseWeights(raw, part.counts, normalisation);
  const rows = rowsOf(input.classes, part, weights, taking ?? prototypes, ownN);
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
    notes: [...notesOf(rows, zeroCount, needsSupport), ...ownPrototypesNote(rows)],
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
  prototypes: number | readonly number[],
  ownN: readonly (number | null)[] | undefined,
): readonly WeightRow[] {
  const weightOf = new Float64Array(classes.length);
  const effective = new Float64Array(classes.length);
  part.indices.forEach((index, i) => {
    weightOf[index] = weights[i];
    const n = typeof prototypes === 'number' ? prototypes : prototypes[i];
    effective[index] = effectiveNumberOf(part.counts[i], n);
  });
  // Written out: a spread here costs ten times as much, and a panel asks at every move of its slider.
  const rows = classes.map(({ id, name, count, images }, index) => {
    const [effectiveNumber, weight, empty] = [effective[index], weightOf[index], count === 0];
    return images === undefined
      ? { id, name, count, index, effectiveNumber, weight, empty }
      : { id, name, count, images, index, effectiveNumber, weight, empty };
  });
  if (ownN === undefined) return rows;
  return rows.map((row, index) => {
    const n = ownN[index];
    return n === null ? row : { ...row, prototypes: n };
  });
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
