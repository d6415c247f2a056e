// `class-balance train`: compares losses on the user's own data, in a process of its own.
// Must not know how anything is trained: it writes the request, starts the trainer and hands on its exit code.

import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { armLists } from '../../core/training/arms';
import { newRunRequest, type RunChoices } from '../../core/training/newRequest';
import {
  engineIds,
  type RunRequest,
  savesModels,
  type WorkspaceData,
} from '../../core/training/request';
import { WriteError, writeFileAtomic } from '../../node/atomicWrite';
import { newRunFolder } from '../../node/runFolder';
import type { Command, Given } from '../flags';
import { CommandError, type Io, UsageError } from '../io';
import { folderGiven, scanFlags, scanGiven } from '../scanning';
import { select } from '../select';
import { startTrainer } from '../trainer';

export const train: Command = {
  name: 'train',
  operands: '<folder>',
  summary: 'Compare losses on your own data and write the loss config that won',
  flags: {
    ...scanFlags,
    config: { value: 'FILE', help: 'a run.json, in place of a folder and the flags below' },
    resume: { value: 'DIR', help: 'go on with the run of this folder' },
    dataset: { value: 'ID', help: 'which dataset, where several are found' },
    engine: { value: 'ID', help: `what trains: ${engineIds.join(', ')}; default probe` },
    python: {
      value: 'FILE',
      help: 'interpreter of the engine pytorch; default the first on the PATH',
    },
    device: { value: 'NAME', help: 'auto, cpu, cuda, …; default auto' },
    model: {
      value: 'NAME',
      help: 'linear, mlp, small-cnn, …; default what suits engine and samples',
    },
    workers: { value: 'NUMBER', help: 'worker threads; default one a processor' },
    arms: { value: 'LIST', help: `losses to compare: ${armLists.join(' or ')}; default the first` },
    seeds: { value: 'NUMBER', help: 'how often each loss is trained; default 3' },
    epochs: { value: 'NUMBER', help: 'passes over the samples; iterations for the probe' },
    minutes: { value: 'NUMBER', help: 'time for all of it; no limit by default' },
    'long-tail': { value: 'FACTOR', help: 'cut the training samples to this imbalance factor' },
    'val-share': { value: 'SHARE', help: 'set aside to choose by, where no split is; default 0.1' },
    'test-share': { value: 'SHARE', help: 'set aside to test, where no split is; default 0.2' },
    size: { value: 'PIXELS', help: 'resize images to squares of this side' },
    column: {
      value: 'NAME',
      isMultiple: true,
      help: 'a feature column of a table; may be repeated',
    },
    'class-sum': { help: 'weights sum to the number of classes, as in the paper' },
    'save-model': { help: 'the model that won too, in the format of TensorFlow.js' },
    out: { value: 'DIR', help: 'the run folder; default a new one in .class-balance/runs' },
  },
  async run(given, io) {
    const { folder, isResumed } = await runFolderOf(given, io);
    const args = ['--config', join(folder, 'run.json'), ...(isResumed ? ['--resume'] : [])];
    const python = given.text('python');
    return startTrainer([...args, ...(python === undefined ? [] : ['--python', python])], io);
  },
};

/** A folder with a run.json in it. */
async function runFolderOf(given: Given, io: Io): Promise<{ folder: string; isResumed: boolean }> {
  const [resumed, config] = [given.text('resume'), given.text('config')];
  if (resumed !== undefined) return { folder: resolve(io.folder, resumed), isResumed: true };
  if (config !== undefined) {
    const file = resolve(io.folder, config);
    if (!file.endsWith('run.json')) {
      throw new UsageError(`--config is “${config}”; the file must be called run.json.`);
    }
    return { folder: dirname(file), isResumed: false };
  }
  const request = await requestOf(given, io);
  const root = request.data.kind === 'workspace' ? request.data.root : io.folder;
  const out = given.text('out');
  const folder = out === undefined ? newRunFolder(root, request) : resolve(io.folder, out);
  try {
    mkdirSync(folder, { recursive: true });
    const text = `${JSON.stringify(request, undefined, 2)}\n`;
    await writeFileAtomic(join(folder, 'run.json'), text);
  } catch (error) {
    if (error instanceof WriteError) throw new CommandError(error.message);
    throw error;
  }
  return { folder, isResumed: false };
}

async function requestOf(given: Given, io: Io): Promise<RunRequest> {
  const engine = given.word('engine', engineIds);
  if (engine === 'command') {
    throw new UsageError(
      'The engine “command” runs a command that stands in a run.json ("engine": { "command": […] }); name it by --config.',
    );
  }
  if (given.isOn('save-model') && engine !== undefined && !savesModels(engine)) {
    throw new UsageError(
      `--save-model is not for “${engine}”, which keeps checkpoints of its own.`,
    );
  }
  const numbers = numbersOf(given);
  const list = given.word('arms', armLists);
  const report = await scanGiven(given, io);
  const { dataset } = select(given, report);
  const choices: RunChoices = {
    ...{ root: report.root, dataset, created: io.now().toISOString() },
    tool: `class-balance ${io.version}`,
    ...defined({
      ...{ engine, arms: list, ...numbers.run },
      ...{ model: given.text('model'), device: given.text('device') },
      weightScale: given.isOn('class-sum') ? ('class-sum' as const) : undefined,
      savedModel: given.isOn('save-model') ? ('tfjs' as const) : undefined,
    }),
    data: defined({ ...numbers.data, ...columnsOf(given), ...scanned(given, io) }),
  };
  try {
    return newRunRequest(choices);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message);
    throw error;
  }
}

function numbersOf(given: Given) {
  const run = {
    seeds: whole(given, 'seeds'),
    epochs: whole(given, 'epochs'),
    workers: whole(given, 'workers'),
    minutes: within(given, 'minutes', (value) => value > 0 && value < Infinity, 'above 0'),
  };
  const share = (flag: string): number | undefined =>
    within(given, flag, (value) => value >= 0 && value < 1, 'at least 0 and below 1');
  const data = {
    size: whole(given, 'size'),
    longTail: within(given, 'long-tail', (value) => value >= 1 && value < Infinity, 'at least 1'),
    valShare: share('val-share'),
    testShare: share('test-share'),
  };
  if ((data.valShare ?? 0) + (data.testShare ?? 0) >= 1) {
    throw new UsageError('--val-share and --test-share leave no samples to train on.');
  }
  return { run, data };
}

function whole(given: Given, flag: string): number | undefined {
  return within(
    given,
    flag,
    (value) => Number.isSafeInteger(value) && value >= 1,
    'a whole number, at least 1',
  );
}

function within(
  given: Given,
  flag: string,
  holds: (value: number) => boolean,
  range: string,
): number | undefined {
  const value = given.number(flag);
  if (value === undefined || holds(value)) return value;
  throw new UsageError(`--${flag} is ${value}; it must be ${range}.`);
}

/** How the trainer scans the folder to find the same dataset; nothing where it would anyway. */
function scanned(given: Given, io: Io): Pick<WorkspaceData, 'excludes' | 'rules'> {
  const { excludes, rules } = folderGiven(given, io);
  const isPlain = excludes.globs.length === 0 && excludes.gitignore;
  return { ...(!isPlain && { excludes }), ...(rules.length > 0 && { rules }) };
}

function columnsOf(given: Given): { readonly columns?: readonly string[] } {
  const columns = given.texts('column');
  return columns.length === 0 ? {} : { columns };
}

/** Without the fields that nobody gave. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
