// How far the classes are from uniform: Kullback-Leibler, Jensen-Shannon and LRID.
// Knows counts only; natural logarithms throughout.
import { totalOf } from './counts';

/** Divergence from uniform over the declared classes, empty ones included; all 0 without samples. */
export interface DivergenceMetrics {
  /** KL(p || uniform) = Σ p ln(C p) in nats, in [0, ln C]. */
  readonly klFromUniform: number;
  /** Jensen-Shannon divergence from uniform in nats, in [0, ln 2). */
  readonly jsFromUniform: number;
  /** Likelihood-ratio imbalance degree, 2 N KL, in [0, 2 N ln C]: grows with the data. */
  readonly lrid: number;
  /** LRID over its maximum, KL / ln C = 1 - J', in [0, 1]; 0 for a single class. */
  readonly lridNormalised: number;
}

/**
 * @param counts one a class, whole numbers in [0, 2^53]; scaling them scales `lrid` alone.
 * @throws RangeError for a count that is not one.
 * Source: LRID, Zhu et al., Pattern Recognition Letters 2018, doi 10.1016/j.patrec.2018.09.012.
 */
export function divergenceMetrics(counts: readonly number[]): DivergenceMetrics {
  const total = totalOf(counts);
  if (total === 0) return { klFromUniform: 0, jsFromUniform: 0, lrid: 0, lridNormalised: 0 };
  const uniform = 1 / counts.length;
  const most = Math.log(counts.length);
  let kl = 0;
  let js = 0;
  for (const count of counts) {
    const p = count / total;
    const middle = (p + uniform) / 2;
    kl += term(p, uniform);
    js += (term(p, middle) + term(uniform, middle)) / 2;
  }
  const klFromUniform = Math.min(Math.max(0, kl), most);
  return {
    klFromUniform,
    jsFromUniform: Math.min(Math.max(0, js), Math.LN2),
    lrid: 2 * total * klFromUniform,
    lridNormalised: most === 0 ? 0 : klFromUniform / most,
  };
}

/** p ln(p / q), which is 0 at p = 0. */
function term(p: number, q: number): number {
  return p === 0 ? 0 : p * Math.log(p / q);
}
