// The shape of a loss config as a runtime check, held equal to its type by the compiler and to the JSON Schema by test.
// Must not know what the values mean together (meaning.ts) or where the text came from (read.ts).

import * as v from 'valibot';
import { units } from '../model';
import { normalisations, zeroCountPolicies } from '../weights/normalise';
import {
  biasInitialisations,
  lossConfigKind,
  lossConfigVersion,
  reductions,
  type LossConfig,
} from './model';

const finite = v.pipe(v.number(), v.finite());
const notNegative = v.pipe(finite, v.minValue(0));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 53));
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const positive = v.pipe(finite, v.gtValue(0));
/** valibot takes a list for a record. */
const noList = v.check<unknown, string>((value) => !Array.isArray(value), 'a list');
const numbersByName = v.pipe(v.unknown(), noList, v.record(v.string(), finite));
const textsByName = v.pipe(v.unknown(), noList, v.record(v.string(), v.string()));

/** Where counts come from, see `LossDataset`. */
export const lossDatasetSchema = v.strictObject({
  name: v.string(),
  sources: v.array(v.string()),
  unit: v.picklist(units),
  split: v.string(),
  multiLabel: v.boolean(),
  samples: whole,
  fingerprint: v.nullable(v.pipe(v.string(), v.regex(/^fnv1a64:[0-9a-f]{16}$/))),
});

const lossClass = v.strictObject({
  index: whole,
  id: v.string(),
  name: v.string(),
  count: whole,
  effectiveNumber: notNegative,
  weight: notNegative,
});

const common = {
  scheme: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)),
  parameters: numbersByName,
  n: v.nullable(v.pipe(finite, v.minValue(1))),
  beta: share,
  normalisation: v.picklist(normalisations.map((one) => one.id)),
  zeroCount: v.picklist(zeroCountPolicies.map((one) => one.id)),
  biasInitialisation: v.picklist(biasInitialisations),
  reduction: v.picklist(reductions),
};

const loss = v.variant('family', [
  v.strictObject({ family: v.picklist(['softmax', 'sigmoid', 'balanced-softmax']), ...common }),
  v.strictObject({ family: v.literal('focal'), gamma: notNegative, ...common }),
  v.strictObject({ family: v.literal('logit-adjustment'), tau: notNegative, ...common }),
  v.strictObject({ family: v.literal('ldam'), margin: notNegative, scale: positive, ...common }),
]);

/** See `LossSchedule`. */
export const scheduleSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('deferred-reweighting'), start: whole }),
]);

/** See `LossSampler`. */
export const samplerSchema = v.variant('kind', [
  v.strictObject({ kind: v.picklist(['none', 'balanced', 'square-root']) }),
  v.strictObject({
    kind: v.literal('repeat-factor'),
    threshold: v.pipe(positive, v.maxValue(1)),
  }),
]);

const training = v.strictObject({
  arms: v.pipe(
    v.array(v.strictObject({ name: v.string(), metrics: numbersByName })),
    v.minLength(1),
  ),
  chosen: v.string(),
  seeds: v.array(whole),
  environment: textsByName,
});

const provenance = v.strictObject({
  tool: v.string(),
  created: v.pipe(
    v.string(),
    v.regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$/),
  ),
  training: v.exactOptional(training),
});

/** Accepts a value of the current version whose every field is there, known, of its type and in its range. */
export const lossConfigSchema: v.GenericSchema<unknown, LossConfig> = v.strictObject({
  $schema: v.exactOptional(v.string()),
  schema: v.literal(lossConfigKind),
  version: v.literal(lossConfigVersion),
  dataset: lossDatasetSchema,
  classes: v.pipe(v.array(lossClass), v.minLength(1)),
  loss,
  schedule: scheduleSchema,
  sampler: samplerSchema,
  provenance,
});
