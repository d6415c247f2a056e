// Runs for tests of the page of training results, made by the engine's own reducer from events.
// Must not know the page. The numbers are of a made-up run; only their shapes matter.
import { build } from 'esbuild';
import { root } from '../../../scripts/lib/paths.mjs';

const { outputFiles } = await build({
  ...{ bundle: true, write: false, format: 'esm', platform: 'neutral', logLevel: 'silent' },
  mainFields: ['module', 'main'],
  stdin: {
    contents: `export { reduceRun, initialRunState } from './src/core/training/runState';
      export { readEvent } from './src/core/training/readEvent';`,
    ...{ resolveDir: root, loader: 'ts' },
  },
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { reduceRun, initialRunState, readEvent } = await import(
  `data:text/javascript;base64,${code}`
);

const animals = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship'];
const classes = [...animals, 'truck'].map((name, at) => ({
  name,
  count: Math.round(5000 * 100 ** (-at / 9)),
}));
export const arms = [
  'softmax',
  'cb-softmax β=0.9999',
  'cb-focal γ=1 β=0.9999',
  'balanced-softmax',
  'cb-softmax β=0.9999 deferred',
  'cb-ldam β=0.9999 deferred',
];

const recallOf = (arm, of) =>
  of.map((_, at) => Math.max(0, Math.min(1, 0.9 - 0.085 * at + arm * 0.012 * (at - 2))));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function metricsOf(arm, of) {
  const recall = recallOf(arm, of);
  const [head, tail] = [mean(recall.slice(0, 3)), mean(recall.slice(-3))];
  return {
    ...{ accuracy: mean(recall), balancedAccuracy: mean(recall), many: head, medium: null },
    ...{ few: tail, head, tail, loss: 1.2, calibrationError: 0.08 + arm * 0.01, recall },
  };
}

function startOf(of, names, seeds) {
  return {
    ...{ type: 'start', engine: 'probe', device: 'cpu, 2 workers', resumed: false, seeds },
    ...{ reason: 'The probe needs nothing but the processor.', arms: names, classes: of },
    environment: { node: '20.20.2', optimiser: 'L-BFGS over all samples' },
  };
}

/** Events of a run; `share` of its trainings are done. */
function eventsOf({ of = classes, names = arms, seeds = [0, 1, 2], share = 1 } = {}) {
  const data = { type: 'data', train: 12406, val: 0, test: 10000, skipped: 2 };
  const examples = [{ path: 'cat/17.jpg', reason: 'it is cut off' }];
  const events = [startOf(of, names, seeds), { ...data, examples }];
  const warning = 'Nothing is set aside for validation: arms are compared on the test data.';
  events.push({ type: 'log', level: 'warning', message: warning });
  const jobs = seeds.flatMap((seed) => names.map((arm, at) => ({ arm, at, seed })));
  for (const { arm, at, seed } of jobs.slice(0, Math.ceil(jobs.length * share))) {
    events.push({ type: 'arm', arm, seed, state: 'started' });
    for (let epoch = 1; epoch <= 30; epoch += 1) {
      const loss = 2.3 * Math.exp(-epoch / (8 + at)) + 0.02 * seed;
      const rest = { rate: 1500, remaining: 42 };
      events.push({ type: 'progress', arm, seed, epoch, epochs: 30, loss, ...rest });
      const grown = metricsOf(at * (epoch / 30), of);
      const metrics = { ...grown, balancedAccuracy: grown.balancedAccuracy * (1 - 1 / epoch) };
      if (epoch % 3 === 0) {
        events.push({ type: 'metrics', arm, seed, epoch, split: 'val', final: false, metrics });
      }
    }
    const metrics = metricsOf(at, of);
    events.push({ type: 'metrics', arm, seed, epoch: 30, split: 'test', final: true, metrics });
    events.push({ type: 'arm', arm, seed, state: 'finished' });
  }
  if (share === 1) events.push(verdictOf(of, names), { type: 'end', status: 'done' });
  return events;
}

function verdictOf(of, names) {
  const base = metricsOf(0, of).balancedAccuracy;
  const ranking = names.map((arm, at) => {
    const metrics = metricsOf(at, of);
    const difference = metrics.balancedAccuracy - base;
    return {
      ...{ arm, seeds: 3, mean: metrics.balancedAccuracy, metrics, difference },
      interval: [metrics.balancedAccuracy - 0.013, metrics.balancedAccuracy + 0.013],
      differenceInterval: at === 0 ? null : [difference - 0.02, difference + 0.02],
      conclusion: at === 0 ? 'baseline' : difference > 0.02 ? 'better' : 'no difference shown',
    };
  });
  const best = ranking.toSorted((a, b) => b.mean - a.mean);
  return {
    ...{ type: 'verdict', ranking: best, chosen: best[0].arm },
    statement: `“${best[0].arm}” beats plain softmax by 2.7 points of balanced accuracy (95 % interval +0.7 to +4.7 over 3 seeds).`,
  };
}

export const stateOf = (events) =>
  events
    .map((event, seq) => JSON.stringify({ v: 1, seq, t: '2026-01-01T00:00:00Z', ...event }))
    .flatMap((line) => readEvent(line) ?? [])
    .reduce(reduceRun, initialRunState);

/** A run as the host shows it, with its recall beside it. */
function shown(name, state, patch = {}) {
  const { recalls, ...live } = state;
  const folder = `/data/.class-balance/runs/${name}`;
  const run = {
    ...{ folder, name, dataset: 'cifar10-lt', model: 'linear', engine: 'probe' },
    ...{ baseline: 'softmax', held: live.status === 'running', state: live },
    ...patch,
  };
  return { run, recalls: { folder, recalls } };
}

const finished = shown('20260101T000000Z-cifar', stateOf(eventsOf()));
const other = shown('20251231T000000Z-cifar', stateOf(eventsOf({ names: arms.slice(0, 4) })), {
  ...{ model: 'mlp' },
});
const running = shown('20260102T000000Z-cifar', stateOf(eventsOf({ share: 0.6 })));
const many = shown(
  '20260103T000000Z-many',
  stateOf(
    eventsOf({
      of: Array.from({ length: 1000 }, (_, at) => ({
        name: at === 3 ? '<img src=x onerror=alert(1)>' : `class ${at.toString()}`,
        count: Math.ceil(1300 * 260 ** (-at / 999)),
      })),
      names: ['softmax', ...Array.from({ length: 39 }, (_, at) => `arm ${at.toString()}`)],
    }),
  ),
);
const own = shown(
  '20260104T000000Z-own',
  stateOf([
    startOf(classes, ['softmax', 'balanced-softmax'], [0]),
    ...Array.from({ length: 50 }, (_, step) => ({
      ...{ step, train_loss: 2 / (step + 1), lr: 0.1 * 0.95 ** step },
    })),
  ]),
);
const failed = shown(
  '20260105T000000Z-failed',
  stateOf([
    startOf(classes, arms, [0]),
    { type: 'arm', arm: arms[1], seed: 0, state: 'failed', reason: 'The loss is no number.' },
    { type: 'log', level: 'error', message: 'CUDA out of memory' },
    { type: 'end', status: 'failed', reason: 'out of memory: tried to allocate 2 GiB' },
  ]),
);
const waiting = shown('20260106T000000Z-new', stateOf([]), { held: true });

/** What `initialise` answers for a run, with another to compare where one is named. */
function initial({ run, recalls }, compared) {
  const listed = [finished, other, running]
    .filter((one) => one.run.folder !== run.folder)
    .map((one) => ({
      ...{ folder: one.run.folder, name: one.run.name },
      statement: one.run.state.verdict?.statement ?? 'running',
    }));
  return {
    results: { run, ...(compared && { other: compared.run }), runs: listed },
    recalls: compared ? [recalls, compared.recalls] : [recalls],
    view: { version: 1, run: run.folder, ...(compared && { other: compared.run.folder }) },
    strings: {},
  };
}

export const runs = {
  finished: initial(finished),
  compared: initial(finished, other),
  running: initial(running),
  many: initial(many),
  own: initial(own),
  failed: initial(failed),
  waiting: initial(waiting),
};
