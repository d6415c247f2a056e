// Tasks of the type `classBalance`: the bundled trainer as a process of its own, from a definition or from a command.
// Must not know what a run asks for, nor how its results are shown.

import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { readRunRequest } from '../../core/training/read';
import { listRuns, requestName } from '../../node/runFolders';
import { Owner } from '../base/dispose';
import { UserError } from '../base/errors';
import type { TrainingStart, TrainingTaskEnd } from '../features';
import { shownCommand, trainerCommand, type CommandLine } from '../base/commandLine';

export const taskType = 'classBalance';

/** As in tasks.json; checked, for anything may stand there. */
interface Definition extends vscode.TaskDefinition {
  readonly config: string;
  readonly resume?: boolean;
}

export interface TaskServices {
  /** The bundled trainer. */
  readonly trainer: string;
  /** The interpreter for a folder, `undefined` where there is none. */
  readonly python: (folder: vscode.Uri) => Promise<string | undefined>;
}

export class TrainingTasks extends Owner implements vscode.TaskProvider {
  readonly #ended = this.own(new vscode.EventEmitter<TrainingTaskEnd>());
  /** A task of ours has ended, whoever started it. */
  readonly onDidEnd = this.#ended.event;

  constructor(private readonly services: TaskServices) {
    super();
    this.own(
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        const { task } = execution;
        if (task.definition.type !== taskType) return;
        const config = configFile(task);
        if (config !== undefined) this.#ended.fire({ config, exitCode, name: task.name });
      }),
    );
  }

  /** What can be gone on with, one task a run. */
  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const tasks: vscode.Task[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      if (folder.uri.scheme !== 'file') continue;
      const open = ['interrupted', 'stopped', 'failed', 'new'];
      const runs = (await listRuns(folder.uri.fsPath)).filter(({ status }) =>
        open.includes(status),
      );
      for (const run of runs.slice(0, 20)) {
        const start = { folder: run.folder, name: run.request.name, resume: run.status !== 'new' };
        const python = await this.#pythonFor(run.request.engine.id, folder.uri);
        tasks.push(this.#task({ ...start, python }, folder));
      }
    }
    return tasks;
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const definition = definitionOf(task.definition);
    if (definition === undefined) return undefined;
    const folder = folderOf(task);
    const config = absolute(definition.config, folder);
    const engine = config === undefined ? undefined : await engineOf(config);
    const python = folder && (await this.#pythonFor(engine, folder.uri));
    const { config: written, resume = false } = definition;
    // The definition must stay the very same object, else VS Code does not take the task for the one it asked about.
    return taskOf(definition, task.name, task.scope ?? vscode.TaskScope.Workspace, {
      ...this.command({ config: written, resume, python }),
      cwd: folder?.uri.fsPath,
    });
  }

  /** The command line of a run, as {@link start} would run it. */
  command(start: {
    readonly config: string;
    readonly resume: boolean;
    readonly python?: string;
  }): CommandLine {
    return trainerCommand({ ...start, node: process.execPath, trainer: this.services.trainer });
  }

  shown(start: Parameters<TrainingTasks['command']>[0]): string {
    return shownCommand(this.command(start));
  }

  /** @throws UserError where the workspace is not trusted. */
  async start(start: TrainingStart): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      const text = vscode.l10n.t('Training runs programs, so the workspace must be trusted first.');
      throw new UserError(text);
    }
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(start.folder));
    await vscode.tasks.executeTask(this.#task(start, folder));
  }

  /** Shows the terminal of the task that trains in a folder, where it is still there. */
  showTerminal(folder: string): boolean {
    const name = vscode.tasks.taskExecutions.find(
      ({ task }) => configFile(task) === join(folder, requestName),
    )?.task.name;
    const terminal = vscode.window.terminals.find((one) => name !== undefined && one.name === name);
    terminal?.show();
    return terminal !== undefined;
  }

  async #pythonFor(engine: string | undefined, folder: vscode.Uri): Promise<string | undefined> {
    return engine === 'pytorch' ? await this.services.python(folder) : undefined;
  }

  #task(start: TrainingStart, folder: vscode.WorkspaceFolder | undefined): vscode.Task {
    const config = join(start.folder, requestName);
    const { resume, python, name } = start;
    const definition: Definition = { type: taskType, config, ...(resume && { resume }) };
    return taskOf(definition, name, folder ?? vscode.TaskScope.Workspace, {
      ...this.command({ config, resume, python }),
      cwd: folder?.uri.fsPath,
    });
  }
}

function taskOf(
  definition: vscode.TaskDefinition,
  name: string,
  scope: vscode.WorkspaceFolder | vscode.TaskScope,
  { program, args, env, cwd }: CommandLine & { readonly cwd?: string },
): vscode.Task {
  const options = { env: { ...env }, ...(cwd !== undefined && { cwd }) };
  const execution = new vscode.ProcessExecution(program, [...args], options);
  const matchers = ['$classBalance'];
  const task = new vscode.Task(definition, scope, name, 'class-balance', execution, matchers);
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    ...{ focus: false, clear: true, showReuseMessage: false },
  };
  return task;
}

function definitionOf(definition: vscode.TaskDefinition): Definition | undefined {
  const config: unknown = definition.config;
  return typeof config === 'string' && config !== '' ? (definition as Definition) : undefined;
}

function folderOf({ scope }: vscode.Task): vscode.WorkspaceFolder | undefined {
  return typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.at(0);
}

/** Absolute path of the request of a task of ours. */
function configFile(task: vscode.Task): string | undefined {
  const definition = definitionOf(task.definition);
  return definition && absolute(definition.config, folderOf(task));
}

function absolute(config: string, folder: vscode.WorkspaceFolder | undefined): string | undefined {
  const root = folder?.uri.fsPath;
  const plain = root === undefined ? config : config.replaceAll('${workspaceFolder}', root);
  if (isAbsolute(plain)) return plain;
  return root === undefined ? undefined : join(root, plain);
}

/** The engine of a request; `undefined` where it cannot be read: then the trainer says why. */
async function engineOf(config: string): Promise<string | undefined> {
  try {
    const reading = readRunRequest(await readFile(config, 'utf8'));
    return reading.ok ? reading.request.engine.id : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
