// Runtime checks for the engine's words when they cross a wire, held equal to core's types by the compiler.
// Must not know who sends them.

import * as v from 'valibot';
import type { Dataset, ScanReport } from '../core/model';
import { units } from '../core/model';
import type { Problem } from '../core/problems';
import type { Json, SourceRule, WorkUnit } from '../core/claims';
import type { TallyData } from '../core/tally';

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const counts = v.pipe(v.array(count), v.readonly());

export const problemSchema: v.GenericSchema<Problem> = v.object({
  code: v.string(),
  severity: v.picklist(['error', 'warning', 'information']),
  file: v.optional(v.string()),
  line: v.optional(v.number()),
  column: v.optional(v.number()),
  message: v.string(),
});

export const datasetSchema: v.GenericSchema<Dataset> = v.object({
  id: v.string(),
  name: v.string(),
  format: v.string(),
  readAs: v.string(),
  unit: v.picklist(units),
  status: v.picklist(['asserted', 'offered']),
  sources: v.array(v.string()),
  reading: v.optional(v.string()),
  evidence: v.array(v.string()),
  multiLabel: v.boolean(),
  imagesEqual: v.optional(v.literal(true)),
  grouping: v.optional(v.string()),
  samples: count,
  unlabelled: count,
  classes: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      count,
      images: v.optional(count),
      groups: v.optional(count),
    }),
  ),
  splits: v.array(
    v.object({
      name: v.string(),
      samples: count,
      unlabelled: count,
      counts,
      images: v.optional(counts),
      groups: v.optional(counts),
    }),
  ),
  problems: v.array(problemSchema),
});

export const scanReportSchema: v.GenericSchema<ScanReport> = v.object({
  schema: v.literal('class-balance/scan@1'),
  root: v.string(),
  datasets: v.array(datasetSchema),
  problems: v.array(problemSchema),
  stats: v.object({ files: count, bytes: count, seconds: count }),
});

export const sourceRuleSchema: v.GenericSchema<SourceRule> = v.object({
  path: v.string(),
  format: v.optional(v.string()),
  reading: v.optional(v.string()),
  split: v.optional(v.string()),
  group: v.optional(v.string()),
});

/** Only ever made by our own code; that it is JSON is what structured cloning leaves of it. */
const json = v.custom<Json | undefined>(() => true);

export const workUnitSchema: v.GenericSchema<WorkUnit> = v.object({
  format: v.string(),
  split: v.string(),
  paths: v.array(v.string()),
  bytes: count,
  options: v.record(v.string(), json),
  range: v.exactOptional(v.object({ start: count, end: count, exact: v.boolean() })),
});

export const tallyDataSchema: v.GenericSchema<TallyData> = v.object({
  labels: v.array(v.string()),
  declared: v.array(v.object({ id: v.string(), name: v.string() })),
  splits: v.array(
    v.object({
      name: v.string(),
      samples: count,
      unlabelled: count,
      counts,
      images: counts,
    }),
  ),
  problems: v.object({
    kept: v.array(problemSchema),
    seen: v.array(v.tuple([v.string(), v.number()])),
  }),
  traits: v.array(v.string()),
  range: v.exactOptional(v.object({ from: count, to: count })),
});
