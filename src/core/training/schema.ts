// The shape of run.json as a runtime check, held equal to its type by the compiler and to the JSON Schema by test.
// Must not know what the values mean together or where the text came from (read.ts).

import * as v from 'valibot';
import { lossDatasetSchema, samplerSchema, scheduleSchema } from '../lossConfig/schema';
import { engineIds, runKind, runVersion, type RunRequest } from './request';

const finite = v.pipe(v.number(), v.finite());
const notNegative = v.pipe(finite, v.minValue(0));
const positive = v.pipe(finite, v.gtValue(0));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 53));
const from = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const text = v.pipe(v.string(), v.minLength(1));
/** Of samples set aside; 0 sets none aside. */
const share = v.pipe(finite, v.minValue(0), v.ltValue(1));

const runClass = v.strictObject({ id: v.string(), name: v.string(), count: whole });

const excludes = v.strictObject({ globs: v.array(v.string()), gitignore: v.boolean() });

const rule = v.strictObject({
  path: text,
  format: v.exactOptional(text),
  reading: v.exactOptional(text),
  split: v.exactOptional(text),
  group: v.exactOptional(text),
});

const data = v.variant('kind', [
  v.strictObject({
    kind: v.literal('packed'),
    folder: text,
    layout: v.picklist(['images', 'features']),
  }),
  v.strictObject({ kind: v.literal('files'), root: text, samples: text, size: from(1, 4096) }),
  v.strictObject({
    kind: v.literal('workspace'),
    root: text,
    dataset: text,
    size: v.exactOptional(from(1, 4096)),
    columns: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1))),
    excludes: v.exactOptional(excludes),
    rules: v.exactOptional(v.array(rule)),
    valShare: share,
    testShare: share,
    longTail: v.exactOptional(v.pipe(finite, v.minValue(1))),
  }),
]);

const weighing = {
  scheme: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)),
  n: v.exactOptional(v.nullable(v.pipe(finite, v.minValue(1)))),
};

const loss = v.variant('family', [
  v.strictObject({ family: v.picklist(['softmax', 'sigmoid', 'balanced-softmax']), ...weighing }),
  v.strictObject({ family: v.literal('focal'), gamma: notNegative, ...weighing }),
  v.strictObject({ family: v.literal('logit-adjustment'), tau: notNegative, ...weighing }),
  v.strictObject({ family: v.literal('ldam'), margin: notNegative, scale: positive, ...weighing }),
]);

const arm = v.strictObject({ name: text, loss, schedule: scheduleSchema, sampler: samplerSchema });

const engine = v.strictObject({
  id: v.picklist(engineIds),
  device: text,
  workers: v.exactOptional(from(1, 1024)),
  processes: v.exactOptional(from(1, 1024)),
  nodes: v.exactOptional(from(1, 1024)),
  rendezvous: v.exactOptional(text),
  ray: v.exactOptional(v.boolean()),
  deterministic: v.boolean(),
  command: v.exactOptional(v.pipe(v.array(v.string()), v.minLength(1))),
});

const optimiser = v.strictObject({
  kind: v.picklist(['sgd', 'adamw', 'lbfgs']),
  learningRate: v.nullable(positive),
  momentum: share,
  weightDecay: notNegative,
  batchSize: from(1, 1_048_576),
  warmupEpochs: notNegative,
  decay: v.picklist(['steps', 'cosine', 'none']),
});

const budget = v.strictObject({
  epochs: from(1, 1_000_000),
  seconds: v.exactOptional(positive),
  halving: v.boolean(),
});

/** Accepts a value of the current version whose every field is there, known, of its type and in its range. */
export const runRequestSchema: v.GenericSchema<unknown, RunRequest> = v.strictObject({
  $schema: v.exactOptional(v.string()),
  schema: v.literal(runKind),
  version: v.literal(runVersion),
  name: text,
  created: v.pipe(
    v.string(),
    v.regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$/),
  ),
  tool: text,
  dataset: lossDatasetSchema,
  classes: v.pipe(v.array(runClass), v.maxLength(1_048_576)),
  data,
  model: v.strictObject({ name: text, hidden: v.exactOptional(from(1, 65_536)) }),
  engine,
  arms: v.pipe(v.array(arm), v.minLength(1), v.maxLength(1000)),
  seeds: v.pipe(v.array(whole), v.minLength(1), v.maxLength(1000)),
  optimiser,
  budget,
  weightScale: v.picklist(['sample-mean', 'class-sum']),
  savedModel: v.exactOptional(v.literal('tfjs')),
});
