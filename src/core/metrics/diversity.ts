// Shannon entropy and what follows from it: evenness and effective numbers of classes.
// Knows counts only; natural logarithms throughout.
import { totalOf } from './counts';

/** Diversity of the classes; all 0 without samples. An empty class adds nothing but to C. */
export interface DiversityMetrics {
  /** H = -Σ p ln p in nats, in [0, ln C]. */
  readonly shannon: number;
  /** Pielou's J' = H / ln C, C the declared classes, in [0, 1]; 1 for a single class. */
  readonly evenness: number;
  /** Hill number of order 1, exp H, in [1, C]. */
  readonly effectiveClasses1: number;
  /** Hill number of order 2, 1 / Σ p², in [1, C]. */
  readonly effectiveClasses2: number;
}

/**
 * @param counts one a class, whole numbers in [0, 2^53]; scaling them changes nothing.
 * @throws RangeError for a count that is not one.
 * Source: scikit-bio `pielou_e` (one class is even), `simpson_e`.
 */
export function diversityMetrics(counts: readonly number[]): DiversityMetrics {
  const total = totalOf(counts);
  if (total === 0) return { shannon: 0, evenness: 0, effectiveClasses1: 0, effectiveClasses2: 0 };
  const shares = counts.filter((count) => count > 0).map((count) => count / total);
  const most = Math.log(counts.length);
  const entropy = shares.reduce((sum, p) => sum - p * Math.log(p), 0);
  const shannon = Math.min(Math.max(0, entropy), most);
  const clash = shares.reduce((sum, p) => sum + p * p, 0);
  return {
    shannon,
    evenness: most === 0 ? 1 : shannon / most,
    effectiveClasses1: Math.min(Math.exp(shannon), counts.length),
    effectiveClasses2: Math.min(Math.max(1, 1 / clash), counts.length),
  };
}
