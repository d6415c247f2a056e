// The user's own training script as an engine: once for each loss and seed, with a loss config, a weights file and a place
// for its test predictions, from which the verdict is taken. Must not know the script.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm, RunRequest } from '../../core/training/request';
import { lossConfigText } from '../../core/lossConfig/write';
import { writeFileAtomic } from '../../node/atomicWrite';
import { armConfig } from '../armConfig';
import { metricsOf } from '../metrics';
import { type EventFile, readEvents } from '../run/eventFile';
import { restoredOutcomes } from '../run/history';
import { writeOutputs } from '../run/outputs';
import { RunError, type RunStatus } from '../run/runError';
import { type Outcome, verdictOf } from '../verdict';
import { eventsOf, newEvents, type OutsideRun } from './runEvents';
import { readPredictions } from './predictions';
import { outerEnvironment, runProgram } from './program';
import { filled } from './template';

const environment = { program: 'your own script' };

export async function runScript(run: OutsideRun): Promise<RunStatus> {
  const { folder, request, resume, signal } = run;
  const { command } = request.engine;
  if (command === undefined || command.length === 0) {
    throw new RunError('“engine.command” is empty; the engine “command” runs it.');
  }
  const outcomes = [...restoredOutcomes(readEvents(eventsOf(folder)), false)];
  const events = newEvents(folder);
  let hasRun = outcomes.length > 0;
  try {
    announce(events, request, resume);
    for (const [at, arm] of request.arms.entries()) {
      for (const seed of request.seeds) {
        if (signal.aborted) throw new Error('It was stopped.');
        if (outcomes.some((one) => one.arm === arm.name && one.seed === seed)) continue;
        const outcome = await trainOne(run, events, command, { arm, at, seed });
        hasRun ||= outcome !== 'failed';
        if (typeof outcome === 'object') outcomes.push(outcome);
      }
    }
    if (!hasRun) throw new Error('The script failed for every loss and seed.');
    await conclude(run, events, outcomes);
    events.write({ type: 'end', status: 'done' });
    return 'done';
  } finally {
    events.close();
  }
}

function announce(events: EventFile, request: RunRequest, resumed: boolean): void {
  const { engine, arms, seeds, classes } = request;
  events.write({
    ...{ type: 'start', engine: 'command', device: engine.device, environment, seeds, resumed },
    reason: 'It is your own script: where it computes is its own affair.',
    arms: arms.map(({ name }) => name),
    classes: classes.map(({ name, count }) => ({ name, count })),
  });
}

interface One {
  readonly arm: Arm;
  readonly at: number;
  readonly seed: number;
}

/** `undefined` where the script left no predictions. */
async function trainOne(
  { folder, request, packageFolder, signal, write }: OutsideRun,
  events: EventFile,
  command: readonly string[],
  { arm, at, seed }: One,
): Promise<Outcome | undefined | 'failed'> {
  const own = join(folder, 'arms', `arm-${at}-seed-${seed}`);
  mkdirSync(own, { recursive: true });
  const config = armConfig(arm, request.classes, request);
  const [lossConfig, weightsFile] = [join(own, 'loss-config.json'), join(own, 'weights.json')];
  await writeFileAtomic(lossConfig, lossConfigText(config), { overwrite: true });
  const weights = config.classes.map(({ weight }) => weight);
  await writeFileAtomic(weightsFile, `${JSON.stringify(weights)}\n`, { overwrite: true });
  const values = { lossConfig, weightsFile, runFolder: folder, seed: String(seed) };
  const [program, ...args] = command.map((argument) => filled(argument, values));
  events.write({ type: 'arm', arm: arm.name, seed, state: 'started' });
  const env = {
    ...outerEnvironment(packageFolder, 'last'),
    ...{ CLASS_BALANCE_EVENTS: eventsOf(folder), CLASS_BALANCE_ARM: arm.name },
    ...{ CLASS_BALANCE_SEED: String(seed), CLASS_BALANCE_OUT: own },
  };
  const cwd = request.data.kind === 'workspace' ? request.data.root : folder;
  const { code, lastWords } = await runProgram({ program, args, cwd, env }, signal, write);
  if (signal.aborted) throw new Error('It was stopped.');
  if (code !== 0) {
    const reason = `The script ended with code ${code ?? '–'}. ${lastWords.slice(-600)}`.trim();
    events.write({ type: 'arm', arm: arm.name, seed, state: 'failed', reason });
    return 'failed';
  }
  const outcome = measured(own, request, events, { arm, at, seed });
  events.write({ type: 'arm', arm: arm.name, seed, state: 'finished' });
  return outcome;
}

/** The final numbers, from the test logits that the script left. */
function measured(
  own: string,
  { classes }: RunRequest,
  events: EventFile,
  { arm, seed }: One,
): Outcome | undefined {
  if (!existsSync(join(own, 'test-logits.npy'))) return undefined;
  const { logits, labels } = readPredictions(own, classes.length);
  const isPerClass = arm.loss.family === 'sigmoid' || arm.loss.family === 'focal';
  const kind = isPerClass ? 'sigmoid' : 'softmax';
  const counts = classes.map(({ count }) => count);
  const test = metricsOf({ logits, labels, counts, kind });
  events.write({
    ...{ type: 'metrics', arm: arm.name, seed, epoch: 0, split: 'test', final: true },
    metrics: test,
  });
  return { arm: arm.name, seed, test };
}

async function conclude(
  { folder, request }: OutsideRun,
  events: EventFile,
  outcomes: readonly Outcome[],
): Promise<void> {
  const arms = request.arms.map(({ name }) => name);
  if (!outcomes.some(({ arm }) => arm === arms[0])) {
    const message =
      'There is no verdict: the script left no test-logits.npy and test-labels.npy of the plain baseline in CLASS_BALANCE_OUT.';
    events.write({ type: 'log', level: 'warning', message });
    return;
  }
  const verdict = verdictOf({ outcomes, baseline: arms[0], arms });
  events.write({ type: 'verdict', ...verdict });
  await writeOutputs({ folder, request, verdict, environment });
}
