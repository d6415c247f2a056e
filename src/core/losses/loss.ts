// The words of a loss function over a batch: targets, value, gradient.
// Must not know any family of losses or where weights come from.

/** A target that leaves its sample out of sum and mean; PyTorch's default `ignore_index`. */
export const ignoredTarget = -100;

/**
 * What a batch should have been. Either one class index in [0, C) a sample, or {@link ignoredTarget}; or, for sigmoid
 * and focal only, a row-major matrix (batch x classes) of 0 and 1, where a sample may have any number of
 * labels: it weighs the sum of their weights, so that a sample without labels weighs 0.
 */
export type Targets = ArrayLike<number> | { readonly multiHot: ArrayLike<number> };

/** A loss over batches. Logits are row-major (batch x classes) and finite. */
export interface Loss {
  /** C: the number of columns. */
  readonly classes: number;
  /** In effect: the config's weights, or all 1 before deferred re-weighting starts. */
  readonly weights: Float64Array;
  /**
   * One finite number; 0 for an empty batch.
   * @throws RangeError when logits and targets do not fit each other, a logit is not finite, or a target is no class.
   */
  value(logits: ArrayLike<number>, targets: Targets): number;
  /** Derivative of `value` by each logit, in the layout of the logits; finite. Throws as `value` does. */
  gradient(logits: ArrayLike<number>, targets: Targets): Float64Array;
}

/** The loss of one sample before its weight, as a function of its logits. */
export interface SampleLoss {
  /** True where `labels` may hold any number of ones instead of exactly one. */
  readonly multiLabel: boolean;
  /** @param labels one 0 or 1 a class. */
  value(logits: Float64Array, labels: Uint8Array): number;
  /** Writes the derivative by each logit, times `factor`, into `gradient`. */
  gradient(logits: Float64Array, labels: Uint8Array, factor: number, gradient: Float64Array): void;
}
