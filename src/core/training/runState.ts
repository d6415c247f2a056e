// What is known of a run from its events: a pure reducer whose state stays bounded however long the run.
// Must not know where events come from, nor how a state is shown.

import { emptyCurve, withPoint, type Curve } from './curve';
import type { ArmEvent, DataEvent, EndEvent, Metrics, StartEvent, VerdictEvent } from './events';
import type { NumbersEvent, ReadEvent } from './readEvent';

/** `waiting`: nothing has been said yet. */
export type RunStatus = 'waiting' | 'running' | EndEvent['status'];

/** One arm with one seed. */
export interface JobState {
  readonly seed: number;
  readonly state: 'waiting' | ArmEvent['state'];
  /** Why it failed or was dropped. */
  readonly reason?: string;
  readonly epoch: number;
  /** 0 until the first progress. */
  readonly epochs: number;
  /** Samples a second. */
  readonly rate: number | null;
  /** Training loss over epochs. */
  readonly loss: Curve;
  /** Balanced accuracy over epochs, of the validation split where there is one. */
  readonly balancedAccuracy: Curve;
  /** True once validation numbers came: test numbers on the way are no longer drawn. */
  readonly validated: boolean;
  /** What the verdict is taken from; recall by class is kept apart. */
  readonly final?: Omit<Metrics, 'recall'>;
}

export interface ArmState {
  readonly name: string;
  readonly jobs: readonly JobState[];
}

/** Recall by class of one finished arm, mean over the seeds that have it. */
export interface ArmRecall {
  readonly arm: string;
  readonly seeds: number;
  readonly recall: readonly (number | null)[];
}

export interface LogLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly t: string;
}

/** Numbers of the user's own script, by name. */
export interface Series {
  readonly name: string;
  /** `arm` and `seed` of the script, where it named them. */
  readonly label: string;
  readonly curve: Curve;
}

export interface RunState {
  readonly status: RunStatus;
  /** Why it ended as it did. */
  readonly reason?: string;
  readonly start?: Omit<StartEvent, 'type' | 'classes'>;
  readonly classes: StartEvent['classes'];
  readonly data?: Omit<DataEvent, 'type'>;
  readonly arms: readonly ArmState[];
  readonly recalls: readonly ArmRecall[];
  /** Seconds, `null` while unknown. */
  readonly remaining: number | null;
  /** ISO 8601 of the first and of the last event; empty without. */
  readonly began: string;
  readonly heard: string;
  readonly verdict?: Omit<VerdictEvent, 'type'>;
  /** The newest {@link mostLogs}; `lost` counts those before them. */
  readonly logs: readonly LogLine[];
  readonly lostLogs: number;
  readonly series: readonly Series[];
  /** Of the newest numbered event; -1 before. */
  readonly seq: number;
}

export const mostLogs = 200;
/** Arms, seeds and series beyond these are not kept: no request of ours has so many. */
export const mostArms = 200;
export const mostSeeds = 50;
export const mostSeries = 100;

export const initialRunState: RunState = {
  ...{ status: 'waiting', classes: [], arms: [], recalls: [], remaining: null },
  ...{ began: '', heard: '', logs: [], lostLogs: 0, series: [], seq: -1 },
};

/** The state after an event. Events whose number is not beyond the newest are passed over: they were heard before. */
export function reduceRun(state: RunState, event: ReadEvent): RunState {
  const { seq, t = '' } = event;
  if (seq !== undefined && seq <= state.seq) return state;
  const heard = {
    ...state,
    ...(seq !== undefined && { seq }),
    began: state.began === '' ? t : state.began,
    heard: t === '' ? state.heard : t,
  };
  return apply(heard, event, t);
}

function apply(state: RunState, event: ReadEvent, t: string): RunState {
  switch (event.type) {
    case 'start':
      return started(state, event);
    case 'data': {
      const { train, val, test, skipped, examples } = event;
      return { ...state, data: { train, val, test, skipped, examples } };
    }
    case 'progress': {
      const { epoch, epochs, loss, rate, remaining } = event;
      const next = withJob(state, event, (job) => ({
        ...job,
        ...{ state: job.state === 'waiting' ? 'started' : job.state, epoch, epochs, rate },
        loss: loss === null ? job.loss : withPoint(job.loss, epoch, loss),
      }));
      return { ...next, remaining };
    }
    case 'metrics':
      return measured(state, event);
    case 'arm': {
      const { state: reached, reason } = event;
      return withJob(state, event, (job) => ({ ...job, state: reached, reason }));
    }
    case 'log':
      return logged(state, { level: event.level, message: event.message, t });
    case 'verdict': {
      const { ranking, chosen, statement } = event;
      return { ...state, verdict: { ranking, chosen, statement } };
    }
    case 'end': {
      const { status, reason } = event;
      return { ...state, status, reason, remaining: null };
    }
    case 'numbers':
      return plotted(state, event);
  }
}

function started(state: RunState, event: ReadEvent & StartEvent): RunState {
  const { engine, device, reason, environment, arms, seeds, classes, resumed } = event;
  const known = new Map(state.arms.map((arm) => [arm.name, arm]));
  return {
    ...state,
    status: 'running',
    reason: undefined,
    start: { engine, device, reason, environment, arms, seeds, resumed },
    classes,
    arms: arms.slice(0, mostArms).map((name) => known.get(name) ?? armOf(name, seeds)),
  };
}

function armOf(name: string, seeds: readonly number[]): ArmState {
  return { name, jobs: seeds.slice(0, mostSeeds).map(jobOf) };
}

function jobOf(seed: number): JobState {
  return {
    ...{ seed, state: 'waiting', epoch: 0, epochs: 0, rate: null },
    ...{ loss: emptyCurve, balancedAccuracy: emptyCurve, validated: false },
  };
}

/** Changes one job, which is added where the start did not name it, as for arms of halving or post-hoc adjustment. */
function withJob(
  state: RunState,
  { arm, seed }: { readonly arm: string; readonly seed: number },
  change: (job: JobState) => JobState,
): RunState {
  const at = state.arms.findIndex(({ name }) => name === arm);
  if (at === -1 && state.arms.length >= mostArms) return state;
  const found = at === -1 ? { name: arm, jobs: [] } : state.arms[at];
  const job = found.jobs.findIndex((one) => one.seed === seed);
  if (job === -1 && found.jobs.length >= mostSeeds) return state;
  const changed = change(job === -1 ? jobOf(seed) : found.jobs[job]);
  const jobs = job === -1 ? [...found.jobs, changed] : found.jobs.with(job, changed);
  const next = { name: arm, jobs };
  return { ...state, arms: at === -1 ? [...state.arms, next] : state.arms.with(at, next) };
}

function measured(state: RunState, event: ReadEvent & { readonly type: 'metrics' }): RunState {
  const { recall, ...metrics } = event.metrics;
  const validates = event.split === 'val';
  const next = withJob(state, event, (job) => {
    // The first validation numbers drop a curve of test numbers: the two are not one curve.
    const curve = validates && !job.validated ? emptyCurve : job.balancedAccuracy;
    const drawn = validates || !job.validated;
    return {
      ...job,
      validated: job.validated || validates,
      balancedAccuracy: drawn
        ? withPoint(curve, event.epoch, metrics.balancedAccuracy)
        : job.balancedAccuracy,
      ...(event.final && { final: metrics }),
      // Adjusted after training, it is measured without a training of its own.
      ...(event.final && job.state === 'waiting' && { state: 'finished' }),
    };
  });
  if (!event.final) return next;
  return { ...next, recalls: withRecall(next.recalls, event.arm, recall, hadFinal(state, event)) };
}

function hadFinal(
  state: RunState,
  { arm, seed }: { readonly arm: string; readonly seed: number },
): boolean {
  const jobs = state.arms.find(({ name }) => name === arm)?.jobs ?? [];
  return jobs.find((job) => job.seed === seed)?.final !== undefined;
}

/** A seed that is heard of again, after a resume, is not counted twice. */
function withRecall(
  recalls: readonly ArmRecall[],
  arm: string,
  recall: readonly (number | null)[],
  again: boolean,
): readonly ArmRecall[] {
  const at = recalls.findIndex((one) => one.arm === arm);
  if (at === -1) {
    return recalls.length >= mostArms ? recalls : [...recalls, { arm, seeds: 1, recall }];
  }
  const { seeds, recall: mean } = recalls[at];
  if (again || mean.length !== recall.length) return recalls;
  const next = recall.map((value, i) => {
    const before = mean[i];
    if (value === null || before === null) return value ?? before;
    return before + (value - before) / (seeds + 1);
  });
  return recalls.with(at, { arm, seeds: seeds + 1, recall: next });
}

function logged(state: RunState, line: LogLine): RunState {
  const logs = [...state.logs, { ...line, message: line.message.slice(0, 2000) }];
  const lost = Math.max(0, logs.length - mostLogs);
  return { ...state, logs: logs.slice(lost), lostLogs: state.lostLogs + lost };
}

function plotted(state: RunState, event: NumbersEvent): RunState {
  const { at, values } = event;
  const { arm, seed } = event.arm === undefined ? { ...currentJob(state), ...event } : event;
  const label = [arm ?? '', seed === undefined ? '' : `seed ${seed}`].filter(Boolean).join(' · ');
  let series = state.series;
  for (const [name, value] of Object.entries(values)) {
    const found = series.findIndex((one) => one.name === name && one.label === label);
    if (found === -1 && series.length >= mostSeries) continue;
    const curve = found === -1 ? emptyCurve : series[found].curve;
    const x = at ?? (curve.x.at(-1) ?? 0) + 1;
    const next = { name, label, curve: withPoint(curve, x, value) };
    series = found === -1 ? [...series, next] : series.with(found, next);
  }
  const status = state.status === 'waiting' ? 'running' : state.status;
  return { ...state, status, series };
}

/** What a script that names no arm is at: the runner starts one after the other. */
function currentJob({ arms }: RunState): { readonly arm?: string; readonly seed?: number } {
  for (const { name, jobs } of arms) {
    const job = jobs.find((one) => one.state === 'started');
    if (job !== undefined) return { arm: name, seed: job.seed };
  }
  return {};
}
