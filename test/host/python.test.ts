// Python in the real VS Code: which interpreter is found where, and what a PyTorch run hands to it.
// The extensions asked are stand-ins with the exports of the real ones; the trainer and the task are real.

import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findPython, type PythonSearch } from '../../src/host/python/environment';
import { readLaunching } from '../../src/host/settings';
import { listedArms, runRequest } from '../../src/host/training/runRequest';
import { createRunFolder, summariseRun } from '../../src/node/runFolders';
import { api, datasetFrom, remove, root, scanAnew, setting, until, writeText } from './support';

/** Of test/fakes/extensions/python-environments. */
interface EnvironmentsFake {
  chosen: (scope: vscode.Uri) => unknown;
  resolved: (environment: unknown) => unknown;
  asked: unknown[];
}

/** Of test/fakes/extensions/python. */
interface PythonFake {
  readonly environments: {
    chosen: string | undefined;
    readonly interpreters: Map<string, vscode.Uri | undefined>;
    asked: unknown[];
  };
}

async function exportsOf<T>(id: string): Promise<T> {
  const found = vscode.extensions.getExtension<T>(id);
  ok(found, `${id} is loaded`);
  return await found.activate();
}

const nothing = (): undefined => undefined;
const runnable = (executable: string) => ({ name: 'one', execInfo: { run: { executable } } });

const search = async (): Promise<PythonSearch> => {
  const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
  return await findPython(root(), { ...silent, show: nothing, dispose: nothing });
};

describe('python', function () {
  this.timeout(60_000);
  let environments: EnvironmentsFake;
  let python: PythonFake['environments'];

  before(async () => {
    await api();
    environments = await exportsOf('ms-python.vscode-python-envs');
    python = (await exportsOf<PythonFake>('ms-python.python')).environments;
  });
  beforeEach(async () => {
    [environments.chosen, environments.resolved, environments.asked] = [nothing, nothing, []];
    [python.chosen, python.asked] = [undefined, []];
    python.interpreters.clear();
    await setting('python.path', undefined);
  });
  after(async () => {
    [environments.chosen, environments.resolved, python.chosen] = [nothing, nothing, undefined];
    for (const key of ['path', 'processes', 'nodes', 'rendezvous']) {
      await setting(key === 'path' ? 'python.path' : `training.${key}`, undefined);
    }
    await remove('interpreter');
    await remove('learning');
    await remove('.class-balance');
    await scanAnew();
  });

  it('is what the Python Environments extension has chosen for the folder, before all others', async () => {
    environments.chosen = () => runnable('/chosen/python');
    python.chosen = '/other/python';
    python.interpreters.set('/other/python', vscode.Uri.file('/other/python'));
    await setting('python.path', '/set/python');
    deepEqual(await search(), {
      found: { program: '/chosen/python', source: 'environments' },
      tried: ['Python Environments extension: /chosen/python'],
    });
    deepEqual(environments.asked.map(String), [root().toString()]);
    deepEqual(python.asked, []);
  });

  it('is resolved where the chosen environment does not say how it is run', async () => {
    const bare = { name: 'bare', envId: { id: 'bare', managerId: 'm' } };
    environments.chosen = () => bare;
    environments.resolved = (one) => (one === bare ? runnable('/bare/bin/python') : undefined);
    deepEqual((await search()).found, { program: '/bare/bin/python', source: 'environments' });
  });

  it('is resolved by the Python extension, as the chosen path may be a folder', async () => {
    python.chosen = '/envs/a';
    python.interpreters.set('/envs/a', vscode.Uri.file('/envs/a/bin/python'));
    const { found, tried } = await search();
    deepEqual(found, { program: '/envs/a/bin/python', source: 'python' });
    equal(tried[0], 'Python Environments extension: no interpreter chosen');
    deepEqual(python.asked.map(String), [root().toString()]);
  });

  it('is the one of the setting where extensions fail, are empty or answer otherwise', async () => {
    await setting('python.path', ' /set/python ');
    environments.chosen = () => {
      throw new Error('no manager');
    };
    python.chosen = '/envs/empty';
    python.interpreters.set('/envs/empty', undefined);
    deepEqual(await search(), {
      found: { program: '/set/python', source: 'setting' },
      tried: [
        'Python Environments extension: no manager',
        'Python extension: “/envs/empty” is none',
        'classBalance.python.path: /set/python',
      ],
    });
    environments.chosen = () => ({ execInfo: { run: { executable: 7 } } });
    const { found, tried } = await search();
    equal(found?.source, 'setting');
    equal(tried[0], 'Python Environments extension: its answer could not be read');
  });

  it('is looked for on PATH at last, and every place tried is told', async () => {
    const { found, tried } = await search();
    deepEqual(
      tried.slice(0, 3).map((line) => line.split(': ')[1]),
      ['no interpreter chosen', 'no interpreter chosen', 'empty'],
    );
    match(tried[3], /^PATH: /);
    equal(found === undefined ? 'path' : found.source, 'path');
  });

  it('gets processes, hosts and rendezvous of the settings with a run, by the interpreter that is chosen', async function () {
    // The stand-in for an interpreter is a shell script.
    if (process.platform === 'win32') this.skip();
    const record = await interpreterThatRecords();
    environments.chosen = () => runnable(record.program);
    await setting('training.processes', 2);
    await setting('training.nodes', 3);
    await setting('training.rendezvous', 'head:29400');
    const folder = await newRun();
    const task = await until('a task for the run', async () => {
      const tasks = await vscode.tasks.fetchTasks({ type: 'classBalance' });
      return tasks.find(({ definition }) => String(definition.config).includes(folder));
    });
    ok(task.execution instanceof vscode.ProcessExecution);
    const config = join(folder, 'run.json');
    deepEqual(task.execution.args.slice(1), ['--config', config, '--python', record.program]);
    await vscode.tasks.executeTask(task);
    await until('the run has ended', async () => (await summariseRun(folder))?.status === 'failed');
    const { args, engine } = record.read();
    deepEqual(args, ['-m', 'class_balance.train', '--config', join(folder, 'prepared.json')]);
    const several = { processes: 2, nodes: 3, rendezvous: 'head:29400' };
    deepEqual(engine, { id: 'pytorch', device: 'auto', deterministic: true, ...several });
  });
});

/** A program in the place of Python: it writes down what it was started with, and fails. */
async function interpreterThatRecords() {
  const place = join(root().fsPath, 'interpreter');
  const [program, said] = [join(place, 'python'), join(place, 'said.json')];
  const script = [
    "const { readFileSync, writeFileSync } = require('node:fs');",
    'const args = process.argv.slice(2);',
    "const { engine } = JSON.parse(readFileSync(args[args.indexOf('--config') + 1], 'utf8'));",
    `writeFileSync(${JSON.stringify(said)}, JSON.stringify({ args, engine }));`,
    'process.exit(3);',
  ];
  await writeText('interpreter/record.cjs', script.join('\n'));
  const start = `ELECTRON_RUN_AS_NODE=1 exec '${process.execPath}' '${join(place, 'record.cjs')}' "$@"`;
  await writeText('interpreter/python', `#!/bin/sh\n${start}\n`);
  await chmod(program, 0o755);
  const read = () =>
    JSON.parse(readFileSync(said, 'utf8')) as { readonly args: unknown; readonly engine: unknown };
  return { program, read };
}

/** A PyTorch run on a small table, launched as the settings of the folder say. */
async function newRun(): Promise<string> {
  const rows = Array.from({ length: 60 }, (_, at) => `${at % 7},${at % 5},${at % 3 ? 'a' : 'b'}`);
  await writeText('learning/rows.csv', `x,y,label\n${rows.join('\n')}\n`);
  await scanAnew();
  const dataset = await datasetFrom('learning/rows.csv');
  ok(dataset, 'the table is a dataset');
  const settings = readLaunching((key) =>
    vscode.workspace.getConfiguration('classBalance', root()).get(key),
  );
  const arms = listedArms('default', dataset, 'pytorch');
  return await createRunFolder(
    root().fsPath,
    runRequest({
      ...{ dataset, root: root().fsPath, engine: 'pytorch', device: 'auto', model: 'linear' },
      ...{ arms, seeds: 1, settings, tool: 'test', now: new Date(), scan: {} },
    }),
  );
}
