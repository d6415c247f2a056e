// Runtime checks for what a search for near-duplicates answers, held equal to core's types by the compiler.
// Must not know who sends it.

import * as v from 'valibot';
import { duplicatesSchema, type DuplicatesReport } from '../core/duplicates/report';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** N or an end of its interval; JSON says infinity as null. */
const size = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Infinity),
  v.number(),
  v.minValue(1),
);
const estimate = v.object({ n: size, low: size, high: size });

export const duplicatesReportSchema: v.GenericSchema<unknown, DuplicatesReport> = v.object({
  schema: v.literal(duplicatesSchema),
  dataset: v.string(),
  name: v.string(),
  split: v.string(),
  distance: whole,
  decoder: v.string(),
  pictures: whole,
  withoutPicture: whole,
  unsearched: v.optional(v.string()),
  skipped: v.object({
    count: whole,
    examples: v.array(v.object({ path: v.string(), reason: v.string() })),
  }),
  classes: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      counts: v.object({
        samples: whole,
        clusters: whole,
        singles: whole,
        doubles: whole,
        pairs: v.number(),
        triples: v.number(),
      }),
      finding: v.picklist([
        'supported',
        'no-samples',
        'few-collisions',
        'estimators-disagree',
        'wide-interval',
      ]),
      prototypes: v.optional(estimate),
      estimates: v.optional(
        v.object({ occupancy: estimate, collision: estimate, chao1: estimate }),
      ),
      atLeast: v.optional(size),
      sentence: v.string(),
    }),
  ),
  supported: whole,
});
