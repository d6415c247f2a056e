// Training as the rest of the shell sees it: start, resume, stop, results, set-up. Loaded when first used.
// Must not know how a task runs, nor how results are drawn.

import { join } from 'node:path';
import * as vscode from 'vscode';
import type { InstallableEngine } from '../../node/engineSetUp/installed';
import { interrupt } from '../../node/processes';
import { holderOf, isHeld, summariseRun, type RunSummary } from '../../node/runFolders';
import { Owner } from '../base/dispose';
import { UserError } from '../base/errors';
import type {
  Services,
  TrainedVerdict,
  Training,
  TrainingStart,
  TrainingTaskEnd,
} from '../features';
import type { DatasetKey, Target } from '../folderState';
import type { PythonFinder } from './detectEngines';
import { mendEngine } from './mendEngine';
import { sayOutcome } from './outcome';
import { pickRun } from './pickRun';
import { openFile } from './places';
import { ResultsPanels } from './resultsPanels';
import { datasetFingerprint } from './runRequest';
import { runFolderOf, runName, type Runs } from './runs';
import { startFlow } from './startFlow';

/** The tasks room, as far as it is needed here. */
export interface Tasks {
  readonly onDidEnd: vscode.Event<TrainingTaskEnd>;
  start(start: TrainingStart): Promise<void>;
  /** The command line as people read it. */
  shown(start: {
    readonly config: string;
    readonly resume: boolean;
    readonly python?: string;
  }): string;
  showTerminal(folder: string): boolean;
}

export interface RoomParts {
  readonly services: Services;
  readonly context: vscode.ExtensionContext;
  readonly tasks: Tasks;
  readonly runs: Runs;
  readonly python: PythonFinder;
  readonly trainer: string;
}

export class TrainingRoom extends Owner implements Training {
  readonly #panels: ResultsPanels;
  readonly onDidChangeRuns: vscode.Event<undefined>;

  constructor(private readonly parts: RoomParts) {
    super();
    const { services, context, tasks, runs } = parts;
    this.onDidChangeRuns = runs.onDidChange;
    this.#panels = this.own(
      new ResultsPanels({ training: this, services, tasks, runs, extension: context.extensionUri }),
    );
    this.own(
      tasks.onDidEnd((end) => {
        const folder = runFolderOf(end.config);
        if (folder === undefined) return;
        runs.tell();
        services.errors.start('Telling how a run ended', () =>
          sayOutcome(folder, end, this, tasks),
        );
      }),
    );
  }

  async start(target?: Target): Promise<void> {
    requireTrust();
    const { services, context, tasks, python, trainer } = this.parts;
    const { displayName, version } = context.extension.packageJSON as Record<string, unknown>;
    const folder = await startFlow(
      {
        ...{ services, tasks, python, trainer, memory: context.workspaceState },
        tool: `${String(displayName)} ${String(version)}`,
        mend: (engine) => mendEngine(engine, (id) => this.setUpEngine(id)),
      },
      target,
    );
    if (folder !== undefined) this.#panels.show(folder);
  }

  async resume(folder?: string): Promise<void> {
    requireTrust();
    const { tasks, python } = this.parts;
    const title = vscode.l10n.t('Resume a training run');
    const open = ({ status }: RunSummary): boolean => status !== 'done' && status !== 'running';
    const run = await this.#chosen(folder, title, open);
    if (await isHeld(run.folder)) {
      throw new UserError(vscode.l10n.t('This run is being trained already.'));
    }
    const { request, status } = run;
    const place = vscode.Uri.file(run.folder);
    const around = vscode.workspace.getWorkspaceFolder(place)?.uri ?? place;
    const found = request.engine.id === 'pytorch' ? (await python(around)).found : undefined;
    await tasks.start({
      ...{ folder: run.folder, name: runName(run.folder), resume: status !== 'new' },
      ...(found !== undefined && { python: found.program }),
    });
    this.#panels.show(run.folder);
  }

  async stop(folder?: string): Promise<void> {
    const title = vscode.l10n.t('Stop a training run');
    const run = await this.#chosen(folder, title, ({ status }) => status === 'running');
    const holder = await holderOf(run.folder);
    if (holder === undefined || !interrupt(holder)) {
      throw new UserError(vscode.l10n.t('This run is not being trained.'));
    }
    this.parts.services.log.info(`Asked process ${holder} to stop ${run.folder}`);
  }

  async openResults(folder?: string): Promise<void> {
    const title = vscode.l10n.t('Open training results');
    this.#panels.show((await this.#chosen(folder, title, () => true)).folder);
  }

  async openLossConfig(folder: string): Promise<void> {
    await openFile(join(folder, 'loss-config.json'));
  }

  async setUpEngine(engine: InstallableEngine): Promise<void> {
    requireTrust();
    const { setUpEngine } = await import('./setUpEngine');
    const { services, python } = this.parts;
    await setUpEngine(engine, services, python);
  }

  async verdictOn(key: DatasetKey): Promise<TrainedVerdict | undefined> {
    const found = this.parts.services.store.find(key);
    if (found === undefined) return undefined;
    return await this.parts.runs.newestVerdict(datasetFingerprint(found.dataset));
  }

  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    this.#panels.restore(panel, saved);
  }

  async #chosen(
    folder: string | undefined,
    title: string,
    fits: (run: RunSummary) => boolean,
  ): Promise<RunSummary> {
    if (folder === undefined) return await pickRun(await this.parts.runs.list(), title, fits);
    const run = await summariseRun(folder);
    if (run !== undefined) return run;
    throw new UserError(vscode.l10n.t('“{0}” holds no training run.', folder));
  }
}

/** @throws UserError in a workspace that is not trusted. */
function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  const text = vscode.l10n.t('Training runs programs, so the workspace must be trusted first.');
  throw new UserError(text);
}
