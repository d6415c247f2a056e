// What the host and the panel's page say to each other.
// Must not know VS Code or the DOM.

import * as v from 'valibot';
import { countedKinds } from '../core/selection';
import { trainedSchema } from './panelTraining';
import type { Contract } from './rpc';
import { duplicatesReportSchema } from './duplicates';
import { datasetSchema } from './schemas';
import { pairsSchema, placesSchema } from './studies';
import { viewStateSchema } from './viewState';

export const protocolVersion = 1;

const shown = v.object({
  /** The dataset on show; absent while it is being counted or after it disappeared. */
  dataset: v.optional(datasetSchema),
  /** The datasets that the view compares it with, those that are there. */
  others: v.optional(v.array(datasetSchema)),
  /** What its near-duplicates tell, where that was asked for; `dataset` names it as here. */
  duplicates: v.optional(duplicatesReportSchema),
  /** Why there is none, or why it may be out of date; empty where all is well. */
  notice: v.string(),
  scanning: v.boolean(),
  /** What is being scanned right now, ready for people. */
  progress: v.optional(v.string()),
  /** Every dataset of the workspace, for the picker. */
  datasets: v.array(
    v.object({ id: v.string(), name: v.string(), status: v.picklist(['asserted', 'offered']) }),
  ),
});
export type Shown = v.InferOutput<typeof shown>;

/** Weights as the page shows them, for export and copy. */
const selection = v.object({
  datasetId: v.string(),
  split: v.string(),
  counted: v.picklist(countedKinds),
  scheme: v.string(),
  parameters: v.record(v.string(), v.number()),
  normalisation: v.string(),
  zeroCount: v.picklist(['zero', 'pseudo-count']),
  /** Classes that near-duplicates tell an N of take that. */
  ownPrototypes: v.optional(v.boolean()),
  /** Asks for a loss config of this method instead of weights. */
  method: v.optional(v.object({ id: v.string(), values: v.record(v.string(), v.number()) })),
});
export type WeightSelection = v.InferOutput<typeof selection>;

/** A picture or a report that the page has made; PNG as a data URL. */
const savedFile = v.object({
  kind: v.picklist(['png', 'svg', 'html', 'markdown']),
  content: v.pipe(v.string(), v.maxLength(64 * 1024 * 1024)),
});
export type SavedFile = v.InferOutput<typeof savedFile>;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The first samples of a class. */
const samples = v.object({
  datasetId: v.string(),
  index: whole,
  /** So many are looked for. */
  limit: whole,
  places: placesSchema,
});
export type Samples = v.InferOutput<typeof samples>;

/** Samples that carry two classes, among the largest; see `ClassPairs`. */
const pairs = v.intersect([v.object({ datasetId: v.string(), split: v.string() }), pairsSchema]);
export type Pairs = v.InferOutput<typeof pairs>;

/** Where the user wants to look: a view, and in it a split and a class. */
const wanted = v.object({
  view: v.picklist(['distribution', 'methods', 'splits', 'pairs']),
  split: v.optional(v.string()),
  classIndex: v.optional(whole),
});
export type Wanted = v.InferOutput<typeof wanted>;

const done = v.object({});

/** Served by the host, called by the page. */
export const panelHostContract = {
  methods: {
    initialise: {
      params: v.object({ version: v.literal(protocolVersion) }),
      result: v.object({
        shown,
        view: v.optional(viewStateSchema),
        wanted: v.optional(wanted),
        strings: v.record(v.string(), v.string()),
      }),
    },
    showDataset: { params: v.object({ id: v.string() }), result: done },
    exportWeights: { params: selection, result: done },
    copyCode: { params: selection, result: done },
    save: { params: savedFile, result: done },
    copyText: {
      params: v.object({ text: v.pipe(v.string(), v.maxLength(64 * 1024 * 1024)) }),
      result: done,
    },
    /** Answered by the event `samples`, however long it takes. */
    showSamples: {
      params: v.object({ datasetId: v.string(), index: whole, split: v.string() }),
      result: done,
    },
    /** Answered by the event `pairs`. */
    countPairs: { params: v.object({ datasetId: v.string(), split: v.string() }), result: done },
    /** Answered by `shown`. */
    estimateDuplicates: {
      params: v.object({ datasetId: v.string(), split: v.string() }),
      result: done,
    },
    rescan: { params: v.object({}), result: done },
    openSource: {
      params: v.object({
        path: v.string(),
        line: v.optional(v.number()),
        column: v.optional(v.number()),
      }),
      result: done,
    },
    showLog: { params: v.object({}), result: done },
    /** Of the dataset on show; answered at once, the questions come afterwards. */
    startTraining: { params: v.object({}), result: done },
    /** Of the run that `trained` told of. */
    openTrainingResults: { params: v.object({}), result: done },
  },
  events: {
    shown,
    samples,
    pairs,
    trained: trainedSchema,
    /** Asks an open page to turn there, as after Compare Splits. */
    turn: wanted,
  },
} satisfies Contract;

/** Told by the page to the host. */
export const panelPageContract = {
  methods: {},
  events: {
    viewChanged: viewStateSchema,
    /** A chart has reached the screen. */
    drawn: v.object({ classes: v.number(), milliseconds: v.number() }),
    failed: v.object({ message: v.string(), stack: v.optional(v.string()) }),
  },
} satisfies Contract;
