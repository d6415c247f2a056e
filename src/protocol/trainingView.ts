// What a results panel remembers: restored after a reload, never trusted when read back.
// Must not know how the page draws it.

import * as v from 'valibot';

export const trainingViewSchema = v.object({
  version: v.literal(1),
  /** Absolute path of the run folder. */
  run: v.string(),
  /** Another run to compare with. */
  other: v.optional(v.string()),
  /** The arm whose recall is drawn beside the baseline's; the chosen one where absent. */
  arm: v.optional(v.string()),
});
export type TrainingView = v.InferOutput<typeof trainingViewSchema>;
