// A training run from its request to its verdict, in a folder that alone tells all of it.
// Must not know how data are prepared, how engines compute or who watches.

import { join } from 'node:path';
import type { DataEvent, RunEvent, StampedEvent } from '../../core/training/events';
import type { RunClass, RunRequest } from '../../core/training/request';
import { writeFileAtomic } from '../../node/atomicWrite';
import type { PreparedData } from '../data/prepare';
import type { PrepareOptions } from '../data/sampleCache';
import { chooseEngine } from '../engines/choose';
import type { Engine, TrainingData } from '../engines/engine';
import { writeModel } from '../savedModel/writeModel';
import { verdictOf } from '../verdict';
import { Checkpoints } from './checkpoints';
import { compareArms } from './compare';
import { coverageWarnings } from './coverage';
import { EventFile, readEvents } from './eventFile';
import { restoredOutcomes, spentSeconds } from './history';
import { Jobs } from './jobs';
import { writeOutputs } from './outputs';
import { requestText } from './requestFile';
import { RunError, type RunStatus } from './runError';
import { lockRun } from './runLock';
import { TimeBudget } from './timeBudget';

export interface RunOptions {
  /** Absolute run folder; it exists. */
  readonly folder: string;
  readonly request: RunRequest;
  /** Go on with what the folder holds. */
  readonly resume: boolean;
  readonly engines: readonly Engine[];
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Opens the data of the request; see data/prepare. */
  readonly prepare: (
    request: RunRequest,
    folder: string,
    options: PrepareOptions,
  ) => Promise<PreparedData>;
  readonly onEvent: (event: StampedEvent) => void;
}

/**
 * Trains. What goes wrong is the last event and the status, not an exception.
 * @throws RunError before anything is written: where the folder is taken, or holds a run and none is to be resumed.
 */
export async function runTraining(options: RunOptions): Promise<RunStatus> {
  const { folder, resume } = options;
  const unlock = lockRun(folder);
  try {
    const eventsFile = join(folder, 'events.jsonl');
    const past = readEvents(eventsFile);
    if (past.length > 0 && !resume) {
      throw new RunError(`“${folder}” holds a run already; --resume goes on with it.`);
    }
    const first = past.reduce((most, { seq }) => Math.max(most, seq + 1), 0);
    const events = new EventFile(eventsFile, first, options.now);
    try {
      return await new Run(options, past, events).status();
    } finally {
      events.close();
    }
  } finally {
    unlock();
  }
}

class Run {
  readonly #say: (event: RunEvent) => void;

  constructor(
    private readonly options: RunOptions,
    private readonly past: readonly StampedEvent[],
    events: EventFile,
  ) {
    this.#say = (event) => {
      options.onEvent(events.write(event));
    };
  }

  async status(): Promise<RunStatus> {
    try {
      await this.#train();
      this.#say({ type: 'end', status: 'done' });
      return 'done';
    } catch (error) {
      const status = this.options.signal.aborted ? 'stopped' : 'failed';
      const reason = status === 'stopped' ? 'It was stopped.' : reasonOf(error);
      try {
        this.#say({ type: 'end', status, reason });
      } catch (unsaid) {
        // Where not even that can be written, the first failure is the one to know of.
        throw new RunError(reason, { cause: unsaid });
      }
      return status;
    }
  }

  async #train(): Promise<void> {
    const { options } = this;
    const { folder, signal } = options;
    const { seconds } = options.request.budget;
    // A resumed run has what is left, not all of it anew.
    const budgetSeconds = seconds === undefined ? undefined : seconds - spentSeconds(this.past);
    const started = performance.now();
    const { workers } = options.request.engine;
    const prepared = await options.prepare(options.request, folder, {
      ...{ signal, ...(workers === undefined ? {} : { workers }) },
      say: (message, level = 'info') => {
        this.#say({ type: 'log', level, message });
      },
    });
    const { data, classes } = prepared;
    checkData(data, classes);
    const request = { ...options.request, classes };
    await writeFileAtomic(join(folder, 'run.json'), requestText(request), { overwrite: true });
    const { engine, model, engines } = { ...request, engines: options.engines };
    const chosen = await chooseEngine(engine, model, data, engines);
    const { session, detection } = chosen;
    try {
      const used = { engine: chosen.engine.id, device: detection.device, model: chosen.model.name };
      const environment = { ...used, ...detection.environment, ...prepared.environment };
      this.#announce(request, chosen, environment, prepared);
      const checkpoints = new Checkpoints(folder);
      const jobs = new Jobs({
        ...{ request, classes, data, session, signal, say: this.#say },
        checkpoints,
        budget: new TimeBudget(budgetSeconds, session.width, () => performance.now(), started),
        restored: restoredOutcomes(this.past, data.val.count > 0),
      });
      await compareArms(request, jobs, this.#say);
      const baseline = request.arms[0].name;
      if (!jobs.outcomes.some(({ arm }) => arm === baseline)) {
        throw new RunError(`The plain baseline “${baseline}” could not be trained.`);
      }
      const arms = request.arms.map(({ name }) => name);
      const verdict = verdictOf({ outcomes: jobs.outcomes, baseline, arms });
      this.#say({ type: 'verdict', ...verdict });
      await writeOutputs({ folder, request, verdict, environment });
      if (request.savedModel !== undefined) {
        const { outcomes } = jobs;
        const { chosen: name } = verdict;
        const saved = { folder, request, classes, data, session, checkpoints, environment };
        const message = await writeModel({ ...saved, outcomes, chosen: name });
        this.#say({ type: 'log', level: 'info', message });
      }
    } finally {
      await session.close();
    }
  }

  #announce(
    request: RunRequest,
    { engine, detection, model, passed }: Awaited<ReturnType<typeof chooseEngine>>,
    environment: Readonly<Record<string, string>>,
    prepared: PreparedData,
  ): void {
    for (const message of passed) this.#say({ type: 'log', level: 'warning', message });
    const instead = passed.length === 0 ? '' : ` It stands in for “${request.engine.id}”.`;
    this.#say({
      type: 'start',
      ...{ engine: engine.id, device: detection.device, environment },
      reason: `${detection.reason}${instead} Model: ${model.name}.`,
      arms: request.arms.map(({ name }) => name),
      seeds: request.seeds,
      classes: request.classes.map(({ name, count }) => ({ name, count })),
      resumed: this.past.length > 0,
    });
    this.#say(dataEvent(prepared));
    const { val, test } = prepared.data;
    const unmeasured = coverageWarnings(request.classes, val.labels, test.labels);
    for (const message of unmeasured) this.#say({ type: 'log', level: 'warning', message });
    if (val.count > 0) return;
    const message =
      'Nothing is set aside for validation: arms are compared and chosen on the test data, so that the ' +
      'winner’s numbers are a little too good.';
    this.#say({ type: 'log', level: 'warning', message });
  }
}

function dataEvent({ data, skipped, examples }: PreparedData): DataEvent {
  const [train, val, test] = [data.train.count, data.val.count, data.test.count];
  return { type: 'data', train, val, test, skipped, examples };
}

/** @throws RunError where there is nothing to compare. */
function checkData(data: TrainingData, classes: readonly RunClass[]): void {
  const present = classes.filter(({ count }) => count > 0);
  if (data.train.count === 0) throw new RunError('There is no sample to train on.');
  if (data.test.count === 0) throw new RunError('There is no sample to test on.');
  if (present.length < 2) {
    const all = `All ${data.train.count} training samples are of the class “${present[0].name}”`;
    throw new RunError(`${all}; there is nothing to tell apart.`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
