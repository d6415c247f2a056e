// What the host and the scan worker say to each other.
// Must not know how either is started.

import * as v from 'valibot';
import type { Contract } from './rpc';
import { datasetSchema, scanReportSchema, sourceRuleSchema } from './schemas';
import { findingSchema, studySchema } from './studies';

export const scanProgressSchema = v.object({
  phase: v.picklist(['list', 'detect', 'count']),
  files: v.number(),
  bytes: v.number(),
  totalBytes: v.number(),
});

/** Where and what to read. Each run has a number, so that its events can be told apart. */
const folder = {
  run: v.number(),
  root: v.string(),
  excludes: v.object({ globs: v.array(v.string()), gitignore: v.boolean() }),
  rules: v.array(sourceRuleSchema),
};

/** Served by the worker. */
export const workerContract = {
  methods: {
    scan: {
      params: v.object({
        ...folder,
        /** Folder of what earlier scans counted. */
        cache: v.optional(v.string()),
      }),
      result: scanReportSchema,
    },
    study: {
      params: v.object({ ...folder, dataset: datasetSchema, study: studySchema }),
      result: findingSchema,
    },
  },
  events: {
    progress: v.object({ run: v.number(), progress: scanProgressSchema }),
    dataset: v.object({ run: v.number(), dataset: datasetSchema }),
  },
} satisfies Contract;

/** Served by the host: nothing; the worker only answers. */
export const workerHostContract = { methods: {}, events: {} } satisfies Contract;
