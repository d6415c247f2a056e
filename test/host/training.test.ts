// Training in the real VS Code: the task runs the real trainer on a small table, stops, resumes, and tells its verdict.

import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Dataset } from '../../src/core/model';
import type { EngineId } from '../../src/core/training/request';
import { runSteps } from '../../src/host/base/steps';
import type { EngineOption } from '../../src/host/training/engineOptions';
import { questions, type Answers, type Last } from '../../src/host/training/questions';
import { datasetFingerprint, listedArms, runRequest } from '../../src/host/training/runRequest';
import { Runs } from '../../src/host/training/runs';
import { trainingStrings } from '../../src/host/training/strings';
import { createRunFolder, summariseRun, type RunEnd } from '../../src/node/runFolders';
import { englishTrainingStrings } from '../../src/protocol/trainingStrings';
import {
  api,
  datasetFrom,
  eventLoopDuring,
  remove,
  root,
  scanAnew,
  until,
  writeText,
} from './support';

const table = 'training/flowers.csv';
const settings = { command: [], processes: 1, nodes: 1, rendezvous: '', ray: false };

/** Three classes that overlap a little, the same numbers every time. */
function rows(): string {
  const lines = ['sepal,petal,species'];
  let state = 7;
  const next = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  for (const [at, count] of [120, 40, 20].entries()) {
    for (let i = 0; i < count; i += 1) {
      lines.push(`${(at * 2 + next() * 3).toFixed(3)},${(at + next() * 2).toFixed(3)},s${at}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

async function dataset(): Promise<Dataset> {
  const found = await datasetFrom(table);
  ok(found, 'the table is a dataset');
  return found;
}

/** The answers where every question is accepted as it comes; without the last, which is a dialog. */
async function accepted(of: Dataset, last: Last): Promise<Answers> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const state = { folder, status: 'done' as const, stale: false, datasets: [of], problems: [] };
  const engine: EngineOption = {
    ...{ id: 'probe', title: 'Probe', device: 'auto', deviceName: 'cpu', reason: 'It is there.' },
    ...{ available: true, models: ['linear', 'mlp'], anyModel: false },
  };
  const initial: Answers = {
    ...{ datasets: [], last, found: { key: 'flowers', state, dataset: of } },
    engines: () => Promise.resolve([engine]),
    commandOf: () => '',
    mend: () => Promise.resolve(),
  };
  const asking = runSteps(initial, questions.slice(0, -1));
  const answer = async (): Promise<Answers | undefined> => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return await Promise.race([asking, sleep(100).then(() => undefined)]);
  };
  return await until('all is answered', answer);
}

async function newRun(list: 'default' | 'full', seeds: number, saveModel = false): Promise<string> {
  const of = await dataset();
  const engine: EngineId = 'probe';
  const request = runRequest({
    ...{
      dataset: of,
      root: root().fsPath,
      engine,
      device: 'auto',
      model: 'linear',
      seeds,
      saveModel,
    },
    ...{ arms: listedArms(list, of, engine), settings, tool: 'test', now: new Date(), scan: {} },
  });
  return await createRunFolder(root().fsPath, {
    ...request,
    budget: { epochs: 60, halving: false },
  });
}

async function reaches(folder: string, status: RunEnd, seconds = 60): Promise<void> {
  const look = async (): Promise<boolean> => (await summariseRun(folder))?.status === status;
  await until(`the run is ${status}`, look, seconds);
}

async function taskFor(folder: string): Promise<vscode.Task> {
  return await until('a task for the run', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'classBalance' });
    return tasks.find(({ definition }) => String(definition.config).includes(folder));
  });
}

describe('training', function () {
  this.timeout(120_000);
  before(async () => {
    await writeText(table, rows());
    await scanAnew();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await remove('.class-balance');
    await remove('.vscode/tasks.json');
    await remove('training');
    await scanAnew();
  });

  it('is a task that runs the trainer without a shell and leaves a verdict', async () => {
    const folder = await newRun('default', 2);
    const task = await taskFor(folder);
    ok(task.execution instanceof vscode.ProcessExecution, 'a process, no shell');
    deepEqual(task.execution.args.slice(1), ['--config', join(folder, 'run.json')]);
    await vscode.tasks.executeTask(task);
    await reaches(folder, 'done');
    ok(existsSync(join(folder, 'loss-config.json')));
    const runs = new Runs();
    const verdict = await runs.newestVerdict(datasetFingerprint(await dataset()));
    equal(verdict?.folder, folder);
    equal(verdict.verdict.ranking.length, 7);
    equal(await runs.newestVerdict('fnv1a64:0000000000000000'), undefined);
    runs.dispose();
  });

  it('resolves a task that tasks.json names by a relative path', async () => {
    const folder = await newRun('default', 1);
    const config = `.class-balance/runs/${folder.split(/[\\/]/).at(-1) ?? ''}/run.json`;
    const tasks = [{ type: 'classBalance', config, label: 'ours', problemMatcher: [] }];
    await writeText('.vscode/tasks.json', JSON.stringify({ version: '2.0.0', tasks }));
    const task = await until('the configured task', async () =>
      (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'ours'),
    );
    await vscode.tasks.executeTask(task);
    await reaches(folder, 'done');
  });

  it('asks what to keep, begins with the last answer, and keeps the model that won', async () => {
    const last = { minutes: 10, seeds: 5, saveModel: true };
    const answers = await accepted(await dataset(), last);
    equal(answers.minutes, 10);
    equal(answers.saveModel, true);
    const folder = await newRun('default', 1, answers.saveModel);
    await vscode.tasks.executeTask(await taskFor(folder));
    await reaches(folder, 'done');
    const model = readFileSync(join(folder, 'model', 'model.json'), 'utf8');
    ok(model.includes('graph-model'));
  });

  it('stops by the command and goes on to the same end', async () => {
    const folder = await newRun('full', 10);
    await vscode.tasks.executeTask(await taskFor(folder));
    await until('some trainings are over', () => {
      const events = join(folder, 'events.jsonl');
      return existsSync(events) && readFileSync(events, 'utf8').includes('"finished"');
    });
    await vscode.commands.executeCommand('classBalance.stopTraining', folder);
    await reaches(folder, 'stopped');
    await until('its task has ended', () => vscode.tasks.taskExecutions.length === 0);
    await vscode.commands.executeCommand('classBalance.resumeTraining', folder);
    await reaches(folder, 'done', 90);
    const starts = readFileSync(join(folder, 'events.jsonl'), 'utf8').match(/"type":"start"/g);
    equal(starts?.length, 2);
  });

  it('goes on serving the extension host while a run is trained, followed and shown', async () => {
    const folder = await newRun('full', 5);
    const uri = vscode.Uri.joinPath(root(), table);
    const task = await taskFor(folder);
    const turns = await eventLoopDuring('a run', async () => {
      await vscode.commands.executeCommand('classBalance.showDistribution', uri, [uri]);
      await vscode.tasks.executeTask(task);
      await vscode.commands.executeCommand('classBalance.openTrainingResults', folder);
      await reaches(folder, 'done', 90);
    });
    ok(turns > 5, `timers fired ${turns} times`);
  });

  it('shows the results of a run, once a run', async () => {
    const [{ folder }] = await listed();
    for (let times = 0; times < 2; times += 1) {
      await vscode.commands.executeCommand('classBalance.openTrainingResults', { folder });
    }
    const tabs = (): readonly vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview)
        .filter(({ label }) => folder.endsWith(label));
    await until('a tab', () => tabs().length === 1);
  });

  it('has its texts in the language of the editor, arguments open', () => {
    if (vscode.env.language !== 'en') return;
    deepEqual(trainingStrings(), englishTrainingStrings);
  });

  it('refuses a folder that holds no run', async () => {
    await api();
    await vscode.commands.executeCommand('classBalance.openTrainingResults', root().fsPath);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    ok(tab?.label !== root().fsPath.split('/').at(-1));
  });
});

async function listed() {
  const runs = new Runs();
  const all = await runs.list();
  runs.dispose();
  return all;
}
