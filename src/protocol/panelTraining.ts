// What the panel's page is told of training on its dataset: whether it can start, and what the last comparison found.
// Must not know VS Code or the DOM.

import * as v from 'valibot';
import type { TrainedAdvice } from '../core/advice/trained';

const number = v.number();
const reached = v.object({ arm: v.string(), mean: number });

const adviceSchema: v.GenericSchema<TrainedAdvice> = v.object({
  outcome: v.picklist(['better', 'unconfirmed', 'no-difference', 'worse', 'alone']),
  chosen: v.string(),
  baseline: reached,
  loss: v.optional(
    v.object({
      ...{ arm: v.string(), mean: number, difference: number, seeds: number },
      interval: v.nullable(v.tuple([number, number])),
      ...{ head: number, tail: number },
    }),
  ),
  postHoc: v.optional(reached),
  choice: v.optional(
    v.object({
      method: v.string(),
      values: v.record(v.string(), number),
      scheme: v.optional(v.string()),
      n: v.optional(v.nullable(number)),
    }),
  ),
});

export const trainedSchema = v.object({
  datasetId: v.string(),
  /** A run can be started on this dataset, here. */
  canStart: v.boolean(),
  /** Of the newest finished run over the very counts on show. */
  verdict: v.optional(
    v.object({
      /** Names the run among all of the workspace. */
      run: v.string(),
      engine: v.string(),
      /** ISO 8601. */
      created: v.string(),
      advice: adviceSchema,
    }),
  ),
});
export type Trained = v.InferOutput<typeof trainedSchema>;
