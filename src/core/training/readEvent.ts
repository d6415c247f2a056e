// From one line of `events.jsonl` to an event: ours, checked, or the numbers that a script of the user's own wrote.
// Must not know where the line came from, nor what follows from an event.

import * as v from 'valibot';
import type { RunEvent } from './events';

/** Numbers by name that a user's script appended: any line that is a JSON object and no event of ours. */
export interface NumbersEvent {
  readonly type: 'numbers';
  /** The script's `arm` and `seed` where it names them. */
  readonly arm?: string;
  readonly seed?: number;
  /** Its `epoch` or `step`; absent where it names neither. */
  readonly at?: number;
  readonly values: Readonly<Record<string, number>>;
}

/** An event as it was read: `seq` and `t` where the line has them. */
export type ReadEvent = (RunEvent | NumbersEvent) & {
  readonly seq?: number;
  readonly t?: string;
};

/** Names of a script's numbers beyond these are left out of one line. */
const mostValues = 64;

const number = v.pipe(v.number(), v.finite());
const maybe = v.nullable(number);
const text = v.string();

export const metricsSchema = v.object({
  accuracy: number,
  balancedAccuracy: number,
  many: maybe,
  medium: maybe,
  few: maybe,
  head: number,
  tail: number,
  loss: number,
  calibrationError: number,
  recall: v.array(maybe),
});

const interval = v.nullable(v.tuple([number, number]));
const stamp = { seq: v.optional(number), t: v.optional(text) };

export const rankedSchema = v.object({
  arm: text,
  seeds: number,
  mean: number,
  interval,
  difference: number,
  differenceInterval: interval,
  conclusion: v.picklist(['baseline', 'better', 'worse', 'no difference shown']),
  metrics: metricsSchema,
});

const job = { arm: text, seed: number };
const eventSchema = v.variant('type', [
  v.object({
    ...stamp,
    type: v.literal('start'),
    engine: text,
    device: text,
    reason: text,
    environment: v.record(text, text),
    arms: v.array(text),
    seeds: v.array(number),
    classes: v.array(v.object({ name: text, count: number })),
    resumed: v.boolean(),
  }),
  v.object({
    ...stamp,
    type: v.literal('data'),
    train: number,
    val: number,
    test: number,
    skipped: number,
    examples: v.array(v.object({ path: text, reason: text })),
  }),
  v.object({
    ...{ ...stamp, ...job, type: v.literal('progress') },
    ...{ epoch: number, epochs: number, loss: maybe, rate: maybe, remaining: maybe },
  }),
  v.object({
    ...{ ...stamp, ...job, type: v.literal('metrics'), epoch: number },
    split: v.picklist(['val', 'test']),
    final: v.boolean(),
    metrics: metricsSchema,
  }),
  v.object({
    ...{ ...stamp, ...job, type: v.literal('arm') },
    state: v.picklist(['started', 'finished', 'failed', 'dropped']),
    reason: v.exactOptional(text),
    checkpoint: v.exactOptional(text),
  }),
  v.object({
    ...{ ...stamp, type: v.literal('log'), message: text },
    level: v.picklist(['info', 'warning', 'error']),
  }),
  v.object({
    ...{ ...stamp, type: v.literal('verdict'), ranking: v.array(rankedSchema) },
    ...{ chosen: text, statement: text },
  }),
  v.object({
    ...{ ...stamp, type: v.literal('end'), reason: v.exactOptional(text) },
    status: v.picklist(['done', 'stopped', 'failed']),
  }),
]);

/** The event of a line; `undefined` where the line is no JSON object, or holds nothing that can be shown. Does not throw. */
export function readEvent(line: string): ReadEvent | undefined {
  const value = parsed(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const ours = v.safeParse(eventSchema, value);
  return ours.success ? withoutAbsent(ours.output) : numbersOf(value);
}

/** `undefined` for text that is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** An optional `seq` that is `undefined` is no `seq`. */
function withoutAbsent(event: v.InferOutput<typeof eventSchema>): ReadEvent {
  const { seq, t, ...rest } = event;
  return { ...rest, ...(seq !== undefined && { seq }), ...(t !== undefined && { t }) };
}

const notValues = new Set(['v', 'seq', 't', 'seed', 'epoch', 'step', 'time', 'timestamp']);

function numbersOf(value: object): NumbersEvent | undefined {
  const fields = Object.entries(value) as readonly (readonly [string, unknown])[];
  const finite = fields.filter((field): field is readonly [string, number] =>
    Number.isFinite(field[1]),
  );
  const values = finite.filter(([name]) => !notValues.has(name)).slice(0, mostValues);
  if (values.length === 0) return undefined;
  const numberAt = (name: string): number | undefined =>
    finite.find(([field]) => field === name)?.[1];
  const arm = fields.find(([name]) => name === 'arm')?.[1];
  const [seed, at] = [numberAt('seed'), numberAt('epoch') ?? numberAt('step')];
  return {
    type: 'numbers',
    ...(typeof arm === 'string' && { arm }),
    ...(seed !== undefined && { seed }),
    ...(at !== undefined && { at }),
    values: Object.fromEntries(values),
  };
}
