// The words of a loss config: which loss, with which weights and parameters, from which counts.
// Must not know how it is written, read or computed; media/schemas/loss-config.schema.json says the same as JSON Schema.

import type { SplitName, Unit } from '../model';
import type { Normalisation, ZeroCountPolicy } from '../weights/normalise';

/** Value of `schema`; it marks the file as ours. */
export const lossConfigKind = 'class-balance/loss-config';
/** The version this program writes, and the newest it reads. */
export const lossConfigVersion = 1;

export const lossFamilies = [
  'softmax',
  'sigmoid',
  'focal',
  'balanced-softmax',
  'logit-adjustment',
  'ldam',
] as const;
export type LossFamily = (typeof lossFamilies)[number];

/**
 * How the losses of a batch become one number; w is the weight of a sample.
 * `mean` Σ w l / number of labels (the paper's; the batch size where every sample has one label),
 * `weighted-mean` Σ w l / Σ w (PyTorch's `weight=` with `reduction="mean"`; the scale of the weights
 * cancels), `sum` Σ w l. A batch whose divisor is 0 has loss 0.
 */
export const reductions = ['mean', 'weighted-mean', 'sum'] as const;
export type Reduction = (typeof reductions)[number];

/**
 * The bias of the last layer before training. `none`: leave it to the framework. `uniform-prior`:
 * −ln(C − 1) in every class and no weight decay on it, so that each of C one-vs-all outputs starts at 1 / C.
 * Source: Cui et al., section 5.2.
 */
export const biasInitialisations = ['none', 'uniform-prior'] as const;
export type BiasInitialisation = (typeof biasInitialisations)[number];

/** Where the counts come from. */
export interface LossDataset {
  readonly name: string;
  /** Relative to the workspace folder. */
  readonly sources: readonly string[];
  readonly unit: Unit;
  readonly split: SplitName;
  readonly multiLabel: boolean;
  /** Samples of the split, labelled or not. */
  readonly samples: number;
  /** Of the ids and counts in their order (`fingerprintOf`); `null` where they were edited on purpose. */
  readonly fingerprint: string | null;
}

/** One output of the model. */
export interface LossClass {
  /** Position in the trainer's order, from 0; equals the position in the list. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  /** Whole number in [0, 2^53]. */
  readonly count: number;
  /** E_n, 0 for an empty class left out. */
  readonly effectiveNumber: number;
  /** Finite and >= 0. */
  readonly weight: number;
}

interface LossCommon {
  /** Id of the weighting scheme, or `none` where every weight is 1. For people: the weights are in the classes. */
  readonly scheme: string;
  /** The scheme's own parameters beside N, such as the exponent `q` of a power. */
  readonly parameters: Readonly<Record<string, number>>;
  /** N of the effective numbers, >= 1; `null` where it is infinite. */
  readonly n: number | null;
  /** (N − 1) / N, in [0, 1]. */
  readonly beta: number;
  readonly normalisation: Normalisation;
  /** Also what an empty class gets in a prior or a margin. */
  readonly zeroCount: ZeroCountPolicy;
  readonly biasInitialisation: BiasInitialisation;
  readonly reduction: Reduction;
}

/** A family with the parameters that it alone has. */
export type FamilyParameters =
  | { readonly family: 'softmax' | 'sigmoid' | 'balanced-softmax' }
  /** γ >= 0; 0 is the sigmoid loss. */
  | { readonly family: 'focal'; readonly gamma: number }
  /** τ >= 0; 0 is softmax, 1 is balanced softmax. */
  | { readonly family: 'logit-adjustment'; readonly tau: number }
  /** Largest margin >= 0 (0.5 in the paper) and the factor > 0 on the logits (30), which must be cosines. */
  | { readonly family: 'ldam'; readonly margin: number; readonly scale: number };

export type LossSpec = LossCommon & FamilyParameters;

/** `deferred-reweighting`: every weight is 1 in the epochs 0 to `start` − 1. Source: Cao et al., NeurIPS 2019. */
export type LossSchedule =
  { readonly kind: 'none' } | { readonly kind: 'deferred-reweighting'; readonly start: number };

/** How samples are drawn. `threshold` t in (0, 1]: a class in a share f < t of the samples is repeated √(t / f) times. */
export type LossSampler =
  | { readonly kind: 'none' | 'balanced' | 'square-root' }
  | { readonly kind: 'repeat-factor'; readonly threshold: number };

/** What the user chooses beside the weights. */
export interface LossChoices {
  readonly family: LossFamily;
  /** Focal: γ >= 0, default 1, as in the paper's code. */
  readonly gamma?: number;
  /** Logit adjustment: τ >= 0, default 1. */
  readonly tau?: number;
  /** LDAM: largest margin >= 0, default 0.5. */
  readonly margin?: number;
  /** LDAM: factor > 0 on the logits, default 30. */
  readonly scale?: number;
  /**
   * Whether the table's weights are used; otherwise every weight is 1. Default: yes, but no for balanced
   * softmax and logit adjustment, which correct for the counts already.
   */
  readonly weighted?: boolean;
  /** Default `mean`; `weighted-mean` for LDAM, as in its authors' code. */
  readonly reduction?: Reduction;
  /** Default `uniform-prior` for sigmoid and focal, else `none`. */
  readonly biasInitialisation?: BiasInitialisation;
  /** Default `none`. */
  readonly schedule?: LossSchedule;
  /** Default `none`. */
  readonly sampler?: LossSampler;
}

/** The comparison that chose this loss. */
export interface TrainingRecord {
  /** Every candidate with its metrics, by name. */
  readonly arms: readonly {
    readonly name: string;
    readonly metrics: Readonly<Record<string, number>>;
  }[];
  /** Name of the arm that this config is. */
  readonly chosen: string;
  readonly seeds: readonly number[];
  /** Versions, device and the like. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface LossProvenance {
  /** Name and version of the program. */
  readonly tool: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly training?: TrainingRecord;
}

/** The document. Plain JSON; a reader needs nothing else to compute the loss. */
export interface LossConfig {
  /** For editors; readers ignore it. */
  readonly $schema?: string;
  readonly schema: typeof lossConfigKind;
  readonly version: typeof lossConfigVersion;
  readonly dataset: LossDataset;
  readonly classes: readonly LossClass[];
  readonly loss: LossSpec;
  readonly schedule: LossSchedule;
  readonly sampler: LossSampler;
  readonly provenance: LossProvenance;
}
