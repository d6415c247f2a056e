// Start Training…: through the questions to a run folder and a task.
// Must not know how tasks run or results are shown.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { isTrainable } from '../../core/training/trainable';
import { newRunFolder } from '../../node/runFolder';
import { createRunFolder, requestName } from '../../node/runFolders';
import { UserError } from '../base/errors';
import { runSteps } from '../base/steps';
import type { Services } from '../features';
import type { Target } from '../folderState';
import { detectAll, type PythonFinder } from './detectEngines';
import { engineOptions, type EngineOption } from './engineOptions';
import { questions, type Answers, type Last } from './questions';
import { layoutOf, runRequest } from './runRequest';
import type { Tasks } from './room';
import { runName } from './runs';

const lastKey = 'classBalance.training';

export interface FlowContext {
  readonly services: Services;
  readonly tasks: Tasks;
  readonly python: PythonFinder;
  readonly trainer: string;
  readonly memory: vscode.Memento;
  /** Name and version of this program. */
  readonly tool: string;
  /** What makes an engine available; resolves when the user has been helped or left alone. */
  readonly mend: (engine: EngineOption) => Promise<void>;
}

/** The started run's folder; `undefined` where only its request was written. */
export async function startFlow(
  context: FlowContext,
  target?: Target,
): Promise<string | undefined> {
  const answers = await decide(context, target);
  const { found, engine } = answers;
  if (found === undefined || engine === undefined) throw new vscode.CancellationError();
  const folder = await createRunFolder(
    found.state.folder.uri.fsPath,
    requestOf(context, answers, new Date()),
  );
  await context.memory.update(lastKey, lastOf(answers));
  const python = engine.python === undefined ? {} : { python: engine.python };
  if (answers.action === 'copy') {
    const config = join(folder, requestName);
    await vscode.env.clipboard.writeText(context.tasks.shown({ config, resume: false, ...python }));
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The command line is on the clipboard; the request is {0}.', config),
    );
    return undefined;
  }
  await context.tasks.start({ folder, name: runName(folder), resume: false, ...python });
  return folder;
}

async function decide(context: FlowContext, target?: Target): Promise<Answers> {
  const { store, log } = context.services;
  const datasets = store.all.filter(({ dataset }) => isTrainable(dataset));
  const found = target === undefined ? undefined : datasets.find(({ key }) => key === target.key);
  if (datasets.length === 0 || (target !== undefined && found === undefined)) {
    throw new UserError(
      vscode.l10n.t(
        'Training takes images or table rows of features, with one label each and at least two classes. No dataset here has them: texts, boxes, pixels and several labels a sample cannot be trained on.',
      ),
      // Who trains elsewhere needs the weights all the same.
      store.all.length === 0
        ? { title: vscode.l10n.t('Choose What to Count…'), command: 'classBalance.chooseSources' }
        : { title: vscode.l10n.t('Export Class Weights…'), command: 'classBalance.exportWeights' },
    );
  }
  return await runSteps<Answers>(
    {
      datasets,
      ...(found !== undefined && { found }),
      engines: async ({ dataset, state }) => {
        const { uri } = state.folder;
        const { engines, python } = await looking(() => detectAll(uri, { ...context, log }));
        const { command } = context.services.config.launching(uri);
        const layout = layoutOf(dataset);
        return engineOptions({ layout, detected: engines, python, command });
      },
      last: context.memory.get<Last>(lastKey, {}),
      commandOf: (state) => shownCommand(context, state),
      mend: context.mend,
    },
    questions,
  );
}

/** Importing PyTorch may take seconds. */
async function looking<T>(work: () => Promise<T>): Promise<T> {
  const title = vscode.l10n.t('Looking for engines and devices…');
  const location = vscode.ProgressLocation.Notification;
  return await vscode.window.withProgress({ location, title }, work);
}

function requestOf(context: FlowContext, answers: Answers, now: Date) {
  const { found, engine, model, arms, minutes, seeds, saveModel = false } = answers;
  if (found === undefined || engine === undefined || model === undefined || arms === undefined) {
    throw new vscode.CancellationError();
  }
  const { uri } = found.state.folder;
  const { config } = context.services;
  return runRequest({
    ...{ dataset: found.dataset, root: uri.fsPath, engine: engine.id, device: engine.device },
    ...{ model, arms, seeds: seeds ?? 1, saveModel, tool: context.tool, now },
    ...(typeof minutes === 'number' && { minutes }),
    settings: config.launching(uri),
    scan: { excludes: config.excludes(uri), rules: config.rules(uri) },
  });
}

/** As it will run if it starts now. */
function shownCommand(context: FlowContext, state: Answers): string {
  const request = requestOf(context, state, new Date());
  const root = state.found?.state.folder.uri.fsPath ?? '';
  const config = join(newRunFolder(root, request), requestName);
  const python = state.engine?.python;
  return context.tasks.shown({ config, resume: false, ...(python !== undefined && { python }) });
}

function lastOf(answers: Answers): Last {
  const { engine, model, armChoice, arms, minutes, seeds, saveModel } = answers;
  return {
    ...(engine !== undefined && { engine: engine.id, device: engine.device }),
    ...(model !== undefined && { model }),
    ...(armChoice !== undefined && { arms: armChoice }),
    ...(armChoice === 'chosen' && { names: arms?.map(({ name }) => name) }),
    ...(typeof minutes === 'number' && { minutes }),
    ...(seeds !== undefined && { seeds }),
    ...(saveModel !== undefined && { saveModel }),
  };
}
