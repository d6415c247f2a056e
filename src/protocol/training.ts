// What the host and the page of training results say to each other.
// Must not know VS Code or the DOM.

import * as v from 'valibot';
import { metricsSchema, rankedSchema } from '../core/training/readEvent';
import type { ArmRecall, RunState } from '../core/training/runState';
import type { Contract } from './rpc';
import { trainingViewSchema } from './trainingView';

export const trainingProtocolVersion = 1;

const number = v.number();
const curve = v.object({ x: v.array(number), y: v.array(number) });

const job = v.object({
  seed: number,
  state: v.picklist(['waiting', 'started', 'finished', 'failed', 'dropped']),
  reason: v.optional(v.string()),
  epoch: number,
  epochs: number,
  rate: v.nullable(number),
  loss: curve,
  balancedAccuracy: curve,
  validated: v.boolean(),
  final: v.optional(v.omit(metricsSchema, ['recall'])),
});

const recallSchema: v.GenericSchema<ArmRecall> = v.object({
  arm: v.string(),
  seeds: number,
  recall: v.array(v.nullable(number)),
});

/** A run's state without what only changes with a finished job: recall by class travels by itself. */
export type LiveState = Omit<RunState, 'recalls'>;

const liveSchema: v.GenericSchema<LiveState> = v.object({
  status: v.picklist(['waiting', 'running', 'done', 'stopped', 'failed']),
  reason: v.optional(v.string()),
  start: v.optional(
    v.object({
      engine: v.string(),
      device: v.string(),
      reason: v.string(),
      environment: v.record(v.string(), v.string()),
      arms: v.array(v.string()),
      seeds: v.array(number),
      resumed: v.boolean(),
    }),
  ),
  classes: v.array(v.object({ name: v.string(), count: number })),
  data: v.optional(
    v.object({
      ...{ train: number, val: number, test: number, skipped: number },
      examples: v.array(v.object({ path: v.string(), reason: v.string() })),
    }),
  ),
  arms: v.array(v.object({ name: v.string(), jobs: v.array(job) })),
  remaining: v.nullable(number),
  began: v.string(),
  heard: v.string(),
  verdict: v.optional(
    v.object({ ranking: v.array(rankedSchema), chosen: v.string(), statement: v.string() }),
  ),
  logs: v.array(
    v.object({
      level: v.picklist(['info', 'warning', 'error']),
      ...{ message: v.string(), t: v.string() },
    }),
  ),
  lostLogs: number,
  series: v.array(v.object({ name: v.string(), label: v.string(), curve })),
  seq: number,
});

const shownRun = v.object({
  /** Absolute run folder, and its name. */
  folder: v.string(),
  name: v.string(),
  dataset: v.string(),
  model: v.string(),
  /** As the request asked; what trains says the state. */
  engine: v.string(),
  /** The plain baseline's name. */
  baseline: v.string(),
  /** A living process trains it. */
  held: v.boolean(),
  state: liveSchema,
});
export type ShownRun = v.InferOutput<typeof shownRun>;

const recalls = v.object({ folder: v.string(), recalls: v.array(recallSchema) });

const listed = v.object({ folder: v.string(), name: v.string(), statement: v.string() });

const results = v.object({
  run: shownRun,
  other: v.optional(shownRun),
  /** Every run of the workspace, for comparing. */
  runs: v.array(listed),
});
export type Results = v.InferOutput<typeof results>;

const done = v.object({});
const nothing = v.object({});

/** Served by the host, called by the page. */
export const trainingHostContract = {
  methods: {
    initialise: {
      params: v.object({ version: v.literal(trainingProtocolVersion) }),
      result: v.object({
        results,
        recalls: v.array(recalls),
        view: trainingViewSchema,
        strings: v.record(v.string(), v.string()),
      }),
    },
    stop: { params: nothing, result: done },
    resume: { params: nothing, result: done },
    openLossConfig: { params: nothing, result: done },
    openReport: { params: nothing, result: done },
    openFolder: { params: nothing, result: done },
    showTerminal: { params: nothing, result: done },
    showLog: { params: nothing, result: done },
    /** Empty: compares with none. */
    compare: { params: v.object({ folder: v.string() }), result: done },
  },
  events: { results, recalls },
} satisfies Contract;

/** Told by the page to the host. */
export const trainingPageContract = {
  methods: {},
  events: {
    viewChanged: trainingViewSchema,
    /** Results have reached the screen. */
    drawn: v.object({ arms: v.number(), milliseconds: v.number() }),
    failed: v.object({ message: v.string(), stack: v.optional(v.string()) }),
  },
} satisfies Contract;
