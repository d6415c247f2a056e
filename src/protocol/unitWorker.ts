// What a scan and the threads that count its work units, or look at files for it, say to each other.
// Must not know how a thread is started.

import * as v from 'valibot';
import type { Contract } from './rpc';
import { tallyDataSchema, workUnitSchema } from './schemas';

/** Served by the thread. `job` names each request, so that its events can be told apart. */
export const unitWorkerContract = {
  methods: {
    count: {
      params: v.object({ job: v.number(), root: v.string(), unit: workUnitSchema }),
      result: v.object({
        tally: tallyDataSchema,
        /** Files and folders that the unit has looked at besides its own. */
        strayed: v.array(v.string()),
        /** What stopped the unit, where a file could not be read at all. */
        failure: v.optional(
          v.object({
            code: v.picklist(['not-found', 'unreadable', 'too-large', 'outside-root']),
            path: v.string(),
            message: v.string(),
          }),
        ),
      }),
    },
    /** What the system says of files below a root; null where one cannot be seen or has changed since `latest`. */
    stamp: {
      params: v.object({
        root: v.string(),
        /** Milliseconds since 1970. */
        latest: v.number(),
        /** With \0 between them, for a list of as many texts takes far longer to cross. */
        paths: v.string(),
      }),
      result: v.nullable(v.string()),
    },
  },
  events: { bytes: v.object({ job: v.number(), bytes: v.number() }) },
} satisfies Contract;

/** Served by the scan: nothing; the thread only answers. */
export const unitWorkerHostContract = { methods: {}, events: {} } satisfies Contract;
