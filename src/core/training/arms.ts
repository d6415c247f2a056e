// The losses worth comparing for given counts: a short list, and the whole grid of the paper with its neighbours.
// Must not know what trains them or how they fare.

import { advisePrototypes } from '../advice/prototypes';
import type { LossSampler, LossSchedule } from '../lossConfig/model';
import { imbalanceMetrics } from '../metrics/metrics';
import { betaOf } from '../weights/numberOfPrototypes';
import type { Arm, RunClass } from './request';

/** The lists of arms to choose from, in display order. */
export const armLists = ['default', 'full'] as const;
export type ArmList = (typeof armLists)[number];

type Loss = Arm['loss'];

const always: LossSchedule = { kind: 'none' };
const asDrawn: LossSampler = { kind: 'none' };
/** Of the epochs, unweighted, before deferred re-weighting starts: 160 of 200 in Cao et al., NeurIPS 2019. */
const deferredShare = 0.8;
const defaultPrototypes = 10_000;
/** N of β = 0.9, 0.99, 0.999 and 0.9999, the grid of Cui et al., section 5.2; γ likewise. */
const gridPrototypes = [10, 100, 1000, 10_000];
const gridGammas = [0.5, 1, 2];

/**
 * The plain baseline first, then what re-weights, adjusts or keeps margins.
 * @param classes with training counts; they settle β.
 * @param epochs of the training, for deferred re-weighting; whole, >= 1.
 */
export function armsOf(list: ArmList, classes: readonly RunClass[], epochs: number): Arm[] {
  return list === 'full' ? fullGrid(classes, epochs) : shortList(classes, epochs);
}

/**
 * N that suits the counts, as the panel suggests it; 10,000 (β = 0.9999) where nothing is to be re-weighted.
 * @param classes whole counts, not all 0.
 */
export function suggestedPrototypes(classes: readonly RunClass[]): number {
  const suggestion = advisePrototypes(imbalanceMetrics(classes.map(({ count }) => count)));
  return suggestion === undefined || suggestion.n <= 1 ? defaultPrototypes : suggestion.n;
}

function shortList(classes: readonly RunClass[], epochs: number): Arm[] {
  const n = suggestedPrototypes(classes);
  return [
    plain({ family: 'softmax' }),
    classBalanced({ family: 'softmax' }, n),
    classBalanced({ family: 'focal', gamma: 1 }, n),
    plain({ family: 'balanced-softmax' }),
    classBalanced({ family: 'softmax' }, n, deferred(epochs)),
    classBalanced({ family: 'ldam', margin: 0.5, scale: 30 }, n, deferred(epochs)),
  ];
}

function fullGrid(classes: readonly RunClass[], epochs: number): Arm[] {
  const n = suggestedPrototypes(classes);
  const families: Family[] = [
    { family: 'softmax' },
    { family: 'sigmoid' },
    ...gridGammas.map((gamma) => ({ family: 'focal' as const, gamma })),
  ];
  const grid = [...new Set([...gridPrototypes, n])].sort((a, b) => a - b);
  return [
    ...families.map(plain),
    ...families.flatMap((family) => grid.map((prototypes) => classBalanced(family, prototypes))),
    plain({ family: 'balanced-softmax' }),
    ...[0.5, 1.5].map((tau) => plain({ family: 'logit-adjustment', tau })),
    classBalanced({ family: 'softmax' }, n, deferred(epochs)),
    plain({ family: 'ldam', margin: 0.5, scale: 30 }),
    classBalanced({ family: 'ldam', margin: 0.5, scale: 30 }, n, deferred(epochs)),
  ];
}

type Family = Loss extends infer L
  ? L extends { readonly family: string }
    ? Omit<L, 'scheme' | 'n'>
    : never
  : never;

function plain(family: Family): Arm {
  const loss = { ...family, scheme: 'none' };
  return { name: armName(loss, always), loss, schedule: always, sampler: asDrawn };
}

function classBalanced(family: Family, n: number, schedule: LossSchedule = always): Arm {
  const loss = { ...family, scheme: 'effective-number', n };
  return { name: armName(loss, schedule), loss, schedule, sampler: asDrawn };
}

function deferred(epochs: number): LossSchedule {
  return { kind: 'deferred-reweighting', start: Math.floor(deferredShare * epochs) };
}

/** The name of an arm for people, unique among arms that differ in loss, weights or schedule. */
export function armName(loss: Loss, schedule: LossSchedule): string {
  const weighted = loss.scheme !== 'none';
  const classBalance = loss.scheme === 'effective-number';
  const parts = [`${classBalance ? 'cb-' : ''}${loss.family}`];
  if (loss.family === 'focal') parts.push(`γ=${loss.gamma}`);
  if (loss.family === 'logit-adjustment') parts.push(`τ=${loss.tau}`);
  if (classBalance) parts.push(`β=${betaText(loss.n)}`);
  else if (weighted) parts.push(loss.scheme);
  if (schedule.kind === 'deferred-reweighting') parts.push('deferred');
  return parts.join(' ');
}

function betaText(n: number | null | undefined): string {
  const beta = betaOf(n === null ? Infinity : (n ?? defaultPrototypes));
  return String(Number(beta.toPrecision(7)));
}
