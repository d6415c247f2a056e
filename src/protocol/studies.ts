// What is asked of a dataset's samples and what comes back, between page, host and scan worker.
// Must not know who reads the samples.

import * as v from 'valibot';
import type { ClassPairs, Finding, SamplePlace, Study } from '../core/sampleStudies';

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const studySchema: v.GenericSchema<Study> = v.variant('kind', [
  v.object({ kind: v.literal('first'), index: whole, split: v.string(), limit: whole }),
  v.object({ kind: v.literal('pairs'), split: v.string(), most: whole }),
]);

export const placesSchema: v.GenericSchema<readonly SamplePlace[]> = v.array(
  v.object({
    file: v.string(),
    line: v.optional(v.number()),
    media: v.optional(v.string()),
    found: v.boolean(),
    split: v.string(),
  }),
);

export const pairsSchema: v.GenericSchema<ClassPairs> = v.object({
  classes: v.array(whole),
  together: v.array(v.number()),
  samples: v.number(),
});

export const findingSchema: v.GenericSchema<Finding> = v.variant('kind', [
  v.object({ kind: v.literal('first'), places: placesSchema }),
  v.object({ kind: v.literal('pairs'), pairs: pairsSchema }),
]);
