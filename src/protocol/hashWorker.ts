// What a search for near-duplicates and its threads say to each other: image files to hashes, hashes to clusters.
// Must not know how a thread is started.

import * as v from 'valibot';
import type { Contract } from './rpc';

const word = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff));
const words = v.instance(Uint32Array);

/** Served by the thread. */
export const hashWorkerContract = {
  methods: {
    /** Absolute paths to one hash each, in their order; those that cannot be decoded come with the reason instead. */
    hash: {
      params: v.object({
        files: v.array(v.string()),
        /** Folder whose `node_modules` hold sharp, for what the program's own decoders cannot read. */
        sharp: v.optional(v.string()),
      }),
      result: v.object({
        hashes: v.array(
          v.union([v.object({ high: word, low: word }), v.object({ reason: v.string() })]),
        ),
      }),
    },
    /** Number of the cluster of each hash; see `clusterHashes`. */
    cluster: {
      params: v.object({ high: words, low: words, distance: v.number() }),
      result: v.object({ clusters: words }),
    },
  },
  events: {},
} satisfies Contract;

/** Served by the search: nothing; the thread only answers. */
export const hashWorkerHostContract = { methods: {}, events: {} } satisfies Contract;
