// The words of the comparison: a method, what is known of it, and what it would do to each class.
// Knows no method; computes nothing.

import type { LossChoices } from '../../lossConfig/model';

/**
 * A published result against plain cross-entropy with the same network and training; percent. Fewer are better for
 * `error`, more for `accuracy`.
 */
export interface Finding {
  /** Data set and imbalance: `CIFAR-10-LT, 100×`. */
  readonly data: string;
  readonly measure: 'error' | 'accuracy';
  readonly plain: number;
  readonly method: number;
  /** Author, venue, table. */
  readonly source: string;
}

/** What a profile's values are, each >= 0. */
export type Effect =
  /** Factor on the loss of a sample of the class. */
  | 'weight'
  /** Head start of the class over the largest one while training, in logits. */
  | 'logit'
  /** Distance demanded between the class and the rest, in cosines. */
  | 'margin'
  /** How often a sample is drawn, against drawing all alike. */
  | 'draws';

/** A number that a method takes beside the weights. */
export interface MethodParameter {
  readonly id: 'gamma' | 'tau' | 'margin' | 'start';
  readonly title: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly defaultValue: number;
  readonly whole: boolean;
}

/** Values by parameter id; the default where one is missing. */
export type MethodValues = Readonly<Record<string, number>>;

/** A way to train on imbalanced classes that a loss config can say. */
export interface Method {
  /** Kebab-case, stable: it is kept in a panel's state. */
  readonly id: string;
  readonly title: string;
  /** The rule in plain text: n the class's count, p its share, w its weight, z a logit. */
  readonly formula: string;
  readonly effect: Effect;
  /** When it helps. */
  readonly helps: string;
  /** When it hurts, or what it asks for. */
  readonly hurts: string;
  readonly findings: readonly Finding[];
  readonly parameters: readonly MethodParameter[];
  /** True where it needs exactly one class a sample. */
  readonly singleLabel: boolean;
  /** True where it uses the weights on show. */
  readonly weighted: boolean;
  /** What to write into the loss config. @param several whether a sample can carry several classes. */
  choices(values: MethodValues, several: boolean): LossChoices;
}
