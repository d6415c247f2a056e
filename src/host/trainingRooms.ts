// Joins tasks, Python and training, so that none of them imports another; each is loaded when it is first used.
// Must not know how any of them works.

import * as vscode from 'vscode';
import { Owner } from './base/dispose';
import { onceOnly } from './base/onceOnly';
import type { Services, Training } from './features';

const taskType = 'classBalance';
const resultsPanelType = 'classBalance.training';
const runsView = 'classBalance.runs';

export class TrainingRooms extends Owner {
  readonly #trainer: string;

  constructor(
    private readonly services: Services,
    private readonly context: vscode.ExtensionContext,
  ) {
    super();
    this.#trainer = context.asAbsolutePath('dist/trainer.mjs');
    this.own(
      vscode.tasks.registerTaskProvider(taskType, {
        provideTasks: async () => (await this.#tasks()).provideTasks(),
        resolveTask: async (task) => (await this.#tasks()).resolveTask(task),
      }),
    );
    this.own(
      vscode.window.registerWebviewPanelSerializer(resultsPanelType, {
        deserializeWebviewPanel: async (panel, saved) => {
          (await this.#room()).restore(panel, saved);
        },
      }),
    );
    const tree = onceOnly(async () => {
      const { RunTree } = await import('./training/runTree');
      const made = this.own(new RunTree(await this.#runs()));
      this.own(
        made.onDidChangeTreeData(() => {
          changed.fire(undefined);
        }),
      );
      return made;
    });
    const changed = this.own(new vscode.EventEmitter<undefined>());
    this.own(
      vscode.window.registerTreeDataProvider(runsView, {
        onDidChangeTreeData: changed.event,
        getChildren: async (
          run?: Awaited<ReturnType<Awaited<ReturnType<typeof tree>>['getChildren']>>[number],
        ) => (await tree()).getChildren(run),
        getTreeItem: async (run) => (await tree()).getTreeItem(run),
      }),
    );
  }

  readonly training = async (): Promise<Training> => await this.#room();

  readonly #runs = onceOnly(async () => {
    const { Runs } = await import('./training/runs');
    return this.own(new Runs());
  });

  readonly #tasks = onceOnly(async () => {
    const { TrainingTasks } = await import('./tasks/trainingTasks');
    const python = async (folder: vscode.Uri) => (await this.#findPython(folder)).found?.program;
    return this.own(new TrainingTasks({ trainer: this.#trainer, python }));
  });

  readonly #room = onceOnly(async () => {
    const { TrainingRoom } = await import('./training/room');
    const { services, context } = this;
    return this.own(
      new TrainingRoom({
        ...{ services, context, trainer: this.#trainer },
        ...{ tasks: await this.#tasks(), runs: await this.#runs() },
        python: (folder) => this.#findPython(folder),
      }),
    );
  });

  async #findPython(folder: vscode.Uri) {
    const { findPython } = await import('./python/environment');
    return await findPython(folder, this.services.log);
  }
}
