// Answers the page of training results: what is shown, and what its buttons ask for.
// Must not know panels or HTML. All that comes from the page is checked by the rpc before it gets here.

import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ArmRecall } from '../../core/training/runState';
import type { RunSummary } from '../../node/runFolders';
import { Rpc, type Channel } from '../../protocol/rpc';
import {
  trainingHostContract,
  trainingPageContract,
  type LiveState,
  type Results,
  type ShownRun,
} from '../../protocol/training';
import type { TrainingView } from '../../protocol/trainingView';
import { Owner } from '../base/dispose';
import { FollowedRun } from './followedRun';
import { isInWorkspace, openFile } from './places';
import type { PanelParts } from './resultsPanels';
import { runName } from './runs';
import { trainingStrings } from './strings';

export class ResultsController extends Owner {
  readonly #rpc: Rpc<typeof trainingHostContract, typeof trainingPageContract>;
  readonly #run: FollowedRun;
  #other: FollowedRun | undefined;
  #listed: readonly RunSummary[] = [];
  #isReady = false;
  /** What the page has been told of recall, by run folder. */
  readonly #told = new Map<string, readonly ArmRecall[]>();

  constructor(
    channel: Channel,
    private readonly parts: PanelParts,
    private view: TrainingView,
  ) {
    super();
    const { log } = parts.services;
    this.#run = this.own(this.#follow(view.run));
    if (view.other !== undefined && isInWorkspace(view.other)) {
      this.#other = this.own(this.#follow(view.other));
    }
    this.#rpc = new Rpc(trainingHostContract, trainingPageContract, channel, {
      onBadMessage: (reason) => {
        log.warn(`The page of results sent a message that was dropped: ${reason}`);
      },
      setTimer: (run, milliseconds) => {
        const timer = setTimeout(run, milliseconds);
        return () => {
          clearTimeout(timer);
        };
      },
      timeout: 30_000,
    });
    this.own(this.#rpc);
    this.#serve();
    this.#listen();
    this.own(
      parts.runs.onDidChange(() => {
        parts.services.errors.start('Listing runs', () => this.#list());
      }),
    );
  }

  #follow(folder: string): FollowedRun {
    return new FollowedRun(
      folder,
      () => {
        this.#send();
      },
      this.parts.services.log,
    );
  }

  #serve(): void {
    const { training, tasks, services } = this.parts;
    const rpc = this.#rpc;
    const { folder } = this.#run;
    rpc.handle('initialise', async () => {
      await this.#list();
      this.#isReady = true;
      const recalls = this.#runs().map((run) => this.#recallsOf(run));
      const results = this.#results();
      return { results, recalls, view: this.view, strings: trainingStrings() };
    });
    // These may ask the user: the page is answered at once, and what goes wrong is said in a message.
    const start = (what: string, work: () => Promise<unknown> | Thenable<unknown>) => () => {
      services.errors.start(what, async () => work());
      return {};
    };
    rpc.handle(
      'stop',
      start('Stop from the results', () => training.stop(folder)),
    );
    rpc.handle(
      'resume',
      start('Resume from the results', () => training.resume(folder)),
    );
    rpc.handle(
      'openLossConfig',
      start('Open Loss Config', () => training.openLossConfig(folder)),
    );
    rpc.handle(
      'openReport',
      start('Open Report', () => openFile(join(folder, 'report.md'))),
    );
    rpc.handle(
      'openFolder',
      start('Reveal Run Folder', () =>
        vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(folder)),
      ),
    );
    rpc.handle('showTerminal', () => {
      if (!tasks.showTerminal(folder)) services.log.info('The terminal of this run is closed.');
      return {};
    });
    rpc.handle('showLog', () => {
      services.log.show();
      return {};
    });
    rpc.handle('compare', ({ folder: other }) => {
      this.#compare(other);
      return {};
    });
  }

  #listen(): void {
    const { log } = this.parts.services;
    this.#rpc.on('viewChanged', (view) => {
      this.view = { ...view, run: this.view.run };
    });
    this.#rpc.on('drawn', ({ arms, milliseconds }) => {
      log.debug(`The results of ${arms} arms were drawn in ${milliseconds.toFixed(0)} ms`);
    });
    this.#rpc.on('failed', ({ message, stack }) => {
      log.error(`The page of results failed: ${stack ?? message}`);
    });
  }

  async #list(): Promise<void> {
    this.#listed = await this.parts.runs.list();
    if (this.#isReady) this.#send();
  }

  #compare(folder: string): void {
    const known = this.#listed.some((one) => one.folder === folder);
    this.#other?.dispose();
    this.#other = known && folder !== this.view.run ? this.own(this.#follow(folder)) : undefined;
    this.view = { ...this.view, other: this.#other?.folder };
    this.#send();
  }

  #runs(): readonly FollowedRun[] {
    return this.#other === undefined ? [this.#run] : [this.#run, this.#other];
  }

  #send(): void {
    if (!this.#isReady || this.disposed) return;
    this.#rpc.emit('results', this.#results());
    for (const run of this.#runs()) {
      const { recalls } = run.state;
      if (this.#told.get(run.folder) !== recalls) this.#rpc.emit('recalls', this.#recallsOf(run));
    }
  }

  #recallsOf({ folder, state }: FollowedRun) {
    this.#told.set(folder, state.recalls);
    return { folder, recalls: [...state.recalls] };
  }

  #results(): Results {
    const other = this.#other;
    return {
      run: shownOf(this.#run),
      ...(other?.request !== undefined && { other: shownOf(other) }),
      runs: this.#listed
        .filter(({ folder }) => folder !== this.view.run)
        .map(({ folder, verdict, status }) => {
          return { folder, name: runName(folder), statement: verdict?.statement ?? status };
        }),
    };
  }
}

function shownOf({ folder, state, request, held }: FollowedRun): ShownRun {
  // Recall travels by itself: it is large, and changes only with a finished job.
  const live: LiveState & { recalls?: undefined } = { ...state, recalls: undefined };
  return {
    ...{ folder, name: runName(folder), held, state: live },
    dataset: request?.dataset.name ?? '',
    model: request?.model.name ?? '',
    engine: request?.engine.id ?? '',
    baseline: request?.arms[0].name ?? '',
  };
}
