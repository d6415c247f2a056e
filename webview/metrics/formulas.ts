// The rule behind each metric in the field's own symbols: n counts, p shares, C classes, N the total.
// Must not know values or words.

/** By the metric's id; those without a rule worth writing have none. */
export const formulas: Readonly<Record<string, string>> = {
  total: 'N = Σ n',
  imbalanceRatio: 'max n ÷ min n, n > 0',
  effectiveClasses: 'exp(−Σ p ln p)',
  effectiveClasses2: '1 ÷ Σ p²',
  evenness: 'J′ = −Σ p ln p ÷ ln C',
  gini: 'Σ (2i − C − 1) n₍ᵢ₎ ÷ (C N), n₍₁₎ ≤ … ≤ n₍C₎',
  kl: 'Σ p ln(C p)',
  js: '½ KL(p‖m) + ½ KL(u‖m), m = (p + u) ÷ 2, u = 1 ÷ C',
  lrid: '2 Σ n ln(C p) ÷ (2 N ln C) = 1 − J′',
  degree: 'd(p, u) ÷ d(worst, u) + m − 1',
  headShare: 'Σ n of the largest ⌈0.2 C⌉ ÷ N',
  tailShare: 'Σ n of the smallest ⌈0.2 C⌉ ÷ N',
};
