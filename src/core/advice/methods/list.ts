// The methods side by side, the ones the literature speaks best of first; plain cross-entropy last, to compare with.
// Knows no counts and draws nothing.
import { findings } from './findings';
import type { Finding, Method, MethodParameter, MethodValues } from './method';

const gamma: MethodParameter = {
  ...{ id: 'gamma', title: 'Focusing γ', minimum: 0, maximum: 10, defaultValue: 1, whole: false },
};
const tau: MethodParameter = {
  ...{ id: 'tau', title: 'Strength τ', minimum: 0, maximum: 10, defaultValue: 1, whole: false },
};
const margin: MethodParameter = {
  ...{ id: 'margin', title: 'Largest margin', minimum: 0, maximum: 2, defaultValue: 0.5 },
  whole: false,
};
/** 160 of 200 epochs, before the learning rate drops. Source: Cao et al., NeurIPS 2019, and their code. */
const start: MethodParameter = {
  ...{ id: 'start', title: 'Weights from epoch', minimum: 0, maximum: 100_000, defaultValue: 160 },
  whole: true,
};

export const methods: readonly Method[] = [
  define('balanced-softmax', {
    title: 'Balanced softmax',
    formula: 'cross-entropy on z + ln n',
    effect: 'logit',
    helps:
      'Long tails of any kind: better than weights nearly everywhere they were compared, most of all for few-shot classes, with nothing to tune.',
    hurts:
      'Takes from many-shot classes, 65.1 to 62.2 % on ImageNet-LT: it aims at balanced accuracy.',
    singleLabel: true,
    choices: () => ({ family: 'balanced-softmax' }),
  }),
  define('ldam-deferred', {
    title: 'LDAM with deferred re-weighting',
    formula: 'Δ ∝ n^(−1/4), then the weights on show',
    effect: 'margin',
    helps: 'The best of the losses in its authors’ comparison on CIFAR, at imbalance 10 and 100.',
    hurts: 'Needs a normalised last layer (cosine logits); without it the loss can become NaN.',
    parameters: [margin, start],
    singleLabel: true,
    weighted: true,
    choices: (values) => ({
      ...{ family: 'ldam', margin: valueOf(margin, values) },
      schedule: deferred(values),
    }),
  }),
  define('logit-adjustment', {
    title: 'Logit adjustment',
    formula: 'cross-entropy on z + τ ln p',
    effect: 'logit',
    helps: 'As balanced softmax, which is τ = 1; other τ trade head against tail.',
    hurts: 'τ is one more number to choose by a comparison on your data.',
    parameters: [tau],
    singleLabel: true,
    choices: (values) => ({ family: 'logit-adjustment', tau: valueOf(tau, values) }),
  }),
  define('deferred-reweighting', {
    title: 'Deferred re-weighting',
    formula: 'w = 1 first, then the weights on show',
    effect: 'weight',
    helps:
      'Keeps what weights give and avoids what they cost early: the features are learned unweighted.',
    hurts: 'Needs a schedule: the epoch where the learning rate drops is the place to start.',
    parameters: [start],
    weighted: true,
    choices: (values, several) => ({ ...usualFamily(several), schedule: deferred(values) }),
  }),
  define('weighted-loss', {
    title: 'Weighted cross-entropy',
    formula: '−w ln softmax(z)',
    effect: 'weight',
    helps: 'Few classes with many samples each, as CIFAR-10.',
    hurts:
      'Many classes with few samples each: from the first epoch, large weights raise the error.',
    weighted: true,
    choices: (_, several) => usualFamily(several),
  }),
  define('weighted-focal', {
    title: 'Weighted focal loss',
    formula: '−w Σ (1 − p)^γ ln p, sigmoid for each class',
    effect: 'weight',
    helps: 'The paper’s choice for iNaturalist; takes several labels a sample.',
    hurts: 'As weighted cross-entropy where classes have few samples, and there is γ to tune.',
    parameters: [gamma],
    weighted: true,
    choices: (values) => ({ family: 'focal', gamma: valueOf(gamma, values) }),
  }),
  define('focal', {
    title: 'Focal loss without weights',
    formula: '−Σ (1 − p)^γ ln p, sigmoid for each class',
    effect: 'weight',
    helps: 'Hard examples among easy background, as in dense detection.',
    hurts: 'Does nothing for rare classes by itself.',
    parameters: [gamma],
    choices: (values) => ({ family: 'focal', gamma: valueOf(gamma, values), weighted: false }),
  }),
  define('ldam', {
    title: 'LDAM margins',
    formula: 'cross-entropy on s (z − Δ), Δ ∝ n^(−1/4)',
    effect: 'margin',
    helps: 'Larger margins for small classes, without weights.',
    hurts: 'Gains little without deferred re-weighting; needs a normalised last layer.',
    parameters: [margin],
    singleLabel: true,
    choices: (values) => ({ family: 'ldam', margin: valueOf(margin, values), weighted: false }),
  }),
  define('square-root-sampling', {
    title: 'Square-root sampling',
    formula: 'P(class) ∝ √n',
    effect: 'draws',
    helps:
      'Between drawing all alike and drawing classes alike; better than the latter on ImageNet-LT.',
    hurts: 'Repeats the few samples of small classes, which invites learning them by heart.',
    choices: (_, several) => ({
      ...{ ...usualFamily(several), weighted: false, sampler: { kind: 'square-root' } },
    }),
  }),
  define('balanced-sampling', {
    title: 'Class-balanced sampling',
    formula: 'P(class) = 1 / C',
    effect: 'draws',
    helps: 'Good for training a last layer anew on features that are learned already.',
    hurts: 'As the only measure it raised the error on CIFAR-100-LT by 5 points.',
    choices: (_, several) => ({
      ...{ ...usualFamily(several), weighted: false, sampler: { kind: 'balanced' } },
    }),
  }),
  define('plain', {
    title: 'Plain cross-entropy',
    formula: 'w = 1',
    effect: 'weight',
    helps: 'Balanced data, or where accuracy on the same skewed data is what counts.',
    hurts: 'Leaves the tail behind: 6.6 % accuracy for few-shot classes of ImageNet-LT.',
    choices: (_, several) => ({ ...usualFamily(several), weighted: false }),
  }),
];

/** The method of an id; undefined for one that is not there (any more). */
export function methodOf(id: string | undefined): Method | undefined {
  return methods.find((method) => method.id === id);
}

/** Results of the weighted loss by scheme; what is not here has none that is known to us. */
const findingsByScheme: Readonly<Record<string, string>> = {
  'effective-number': 'weighted-loss',
  inverse: 'inverse-frequency',
  balanced: 'inverse-frequency',
  'inverse-square-root': 'inverse-square-root',
};

/** What was measured of a method with the weights of a scheme; empty where nothing known to us was. */
export function findingsOf(method: Method, scheme: string): readonly Finding[] {
  if (!method.weighted || scheme === 'effective-number') return method.findings;
  const isPlainWeighting = method.id === 'weighted-loss' && Object.hasOwn(findingsByScheme, scheme);
  return isPlainWeighting ? findings[findingsByScheme[scheme]] : [];
}

/** What a parameter is set to: the given value where it is legal, else the default. */
export function valueOf(parameter: MethodParameter, values: MethodValues): number {
  const given = Object.hasOwn(values, parameter.id) ? values[parameter.id] : NaN;
  const fits = given >= parameter.minimum && given <= parameter.maximum;
  return fits && (!parameter.whole || Number.isInteger(given)) ? given : parameter.defaultValue;
}

function define(
  id: string,
  given: Omit<Method, 'id' | 'findings' | 'parameters' | 'singleLabel' | 'weighted'> &
    Partial<Pick<Method, 'parameters' | 'singleLabel' | 'weighted'>>,
): Method {
  const own = Object.hasOwn(findings, id) ? findings[id] : [];
  return { id, findings: own, parameters: [], singleLabel: false, weighted: false, ...given };
}

function usualFamily(several: boolean): { readonly family: 'sigmoid' | 'softmax' } {
  return { family: several ? 'sigmoid' : 'softmax' };
}

function deferred(values: MethodValues): { kind: 'deferred-reweighting'; start: number } {
  return { kind: 'deferred-reweighting', start: valueOf(start, values) };
}
