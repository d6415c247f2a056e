// What a method would do to each class, from counts and weights: the numbers of its small picture.
// Knows rules, not pictures; trains nothing.
import type { WeightTable } from '../../weights/scheme';
import { methods, valueOf } from './list';
import type { Method, MethodValues } from './method';

/**
 * Values of the method's effect, aligned with the table's rows; NaN for a class left out (empty). Weights have a sum of
 * the number of classes that take part, so that methods can be compared.
 * Source: Cui et al. (weights); Ren et al., Menon et al. (logits); Cao et al. (margins); Kang et al. (draws).
 */
export function profileOf(method: Method, table: WeightTable, values: MethodValues): Float64Array {
  const counts = table.rows.map(({ count, empty }) =>
    empty && table.zeroCount === 'zero' ? NaN : Math.max(1, count),
  );
  const present = counts.filter((count) => !Number.isNaN(count));
  const most = present.reduce((a, b) => Math.max(a, b), 1);
  const least = present.reduce((a, b) => Math.min(a, b), most);
  switch (method.effect) {
    case 'logit': {
      const tau = method.parameters.find(({ id }) => id === 'tau');
      const factor = tau === undefined ? 1 : valueOf(tau, values);
      return Float64Array.from(counts, (count) => factor * Math.log(most / count));
    }
    case 'margin': {
      const margin = method.parameters.find(({ id }) => id === 'margin');
      const largest = margin === undefined ? 0.5 : valueOf(margin, values);
      return Float64Array.from(counts, (count) => largest * (least / count) ** 0.25);
    }
    case 'draws':
      return draws(counts, method.id === 'square-root-sampling' ? 0.5 : 0);
    case 'weight':
      return method.weighted ? weights(table, counts) : flat(counts);
  }
}

/** Draws a sample against drawing all alike: n^(q − 1), scaled so that as many are drawn. */
function draws(counts: readonly number[], q: number): Float64Array {
  let drawn = 0;
  let total = 0;
  for (const count of counts) {
    if (Number.isNaN(count)) continue;
    drawn += count ** q;
    total += count;
  }
  return Float64Array.from(counts, (count) => (count ** (q - 1) * total) / drawn);
}

function weights(table: WeightTable, counts: readonly number[]): Float64Array {
  const sum = table.rows.reduce((total, { weight }) => total + weight, 0);
  const taking = counts.filter((count) => !Number.isNaN(count)).length;
  return Float64Array.from(counts, (count, i) =>
    Number.isNaN(count) ? NaN : (table.rows[i].weight * taking) / sum,
  );
}

function flat(counts: readonly number[]): Float64Array {
  return Float64Array.from(counts, (count) => (Number.isNaN(count) ? NaN : 1));
}

/** Whether a method can be used where a sample may carry several classes. */
export function fitsLabels(method: Method, several: boolean): boolean {
  return !(several && method.singleLabel);
}

/** Methods in their order, the fitting ones first. */
export function methodsFor(several: boolean): readonly Method[] {
  const fits = (method: Method): boolean => fitsLabels(method, several);
  return [...methods.filter(fits), ...methods.filter((method) => !fits(method))];
}
