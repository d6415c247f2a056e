// Answers the page: what is shown, and what its buttons ask for. All of it is checked by the rpc before it gets here.
// Must not know panels or HTML.

import * as vscode from 'vscode';
import { resolvePath } from '../../core/paths';
import { prototypesForWeights } from '../../core/advice/classPrototypes';
import { fitsLabels } from '../../core/advice/methods/profile';
import { methodOf } from '../../core/advice/methods/list';
import type { LossChoices } from '../../core/lossConfig/model';
import { carriesSeveral, type Counted } from '../../core/selection';
import { normalisations } from '../../core/weights/normalise';
import type { WeightRequest } from '../../core/weights/scheme';
import {
  panelHostContract,
  panelPageContract,
  type Wanted,
  type WeightSelection,
} from '../../protocol/panel';
import { Rpc, type Channel } from '../../protocol/rpc';
import type { ViewState } from '../../protocol/viewState';
import { debounce } from '../base/debounce';
import { Owner } from '../base/dispose';
import type { Features, WeightChoice } from '../features';
import type { Found, Target } from '../folderState';
import { classPairs, firstSamples, mostSamples } from './studies';
import { saveFile } from './saveFile';
import { comparedIn, shownOf, stateOf } from './shown';
import { TrainedTeller } from './trained';
import { panelStrings } from './strings';

/** What the panel around the page does for it. */
export interface Around {
  readonly target: Target;
  readonly view: ViewState;
  /** Shows another dataset in the same panel, or reveals the panel that has it. */
  retarget(target: Target): void;
  viewChanged(view: ViewState): void;
}

export class Controller extends Owner {
  readonly #rpc: Rpc<typeof panelHostContract, typeof panelPageContract>;
  readonly #trained: TrainedTeller;
  #sent = '';
  /** A page is there that hears what it is told; one that is hidden is gone, and starts anew. */
  #isHeard = false;
  /** Where the next page has to turn. */
  #wanted: Wanted | undefined;

  constructor(
    channel: Channel,
    private readonly features: Features,
    private readonly around: Around,
  ) {
    super();
    const { log, store } = features;
    this.#rpc = new Rpc(panelHostContract, panelPageContract, channel, {
      onBadMessage: (reason) => {
        log.warn(`The panel sent a message that was dropped: ${reason}`);
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
    this.#trained = this.own(
      new TrainedTeller(
        features,
        () => around.target,
        (trained) => {
          this.#rpc.emit('trained', trained);
        },
      ),
    );
    this.#serve();
    this.#listen();
    const send = this.own(
      debounce(
        () => {
          this.send();
        },
        80,
        250,
      ),
    );
    this.own(store.onDidChange(send));
    this.own(features.duplicates.onDidChange(send));
  }

  /** Tells the page what is shown now, where that differs from what it was told. */
  send(): void {
    this.#trained.look();
    const { store, duplicates } = this.features;
    const { target, view } = this.around;
    const shown = shownOf(store, target, { view, duplicates });
    const text = JSON.stringify(shown);
    if (text === this.#sent) return;
    this.#sent = text;
    this.#rpc.emit('shown', shown);
  }

  turn(wanted: Wanted): void {
    if (this.#isHeard) this.#rpc.emit('turn', wanted);
    else this.#wanted = wanted;
  }

  hidden(): void {
    this.#isHeard = false;
  }

  #serve(): void {
    const { features, around } = this;
    const rpc = this.#rpc;
    rpc.handle('initialise', () => {
      const { target, view } = around;
      const { store, duplicates } = features;
      const shown = shownOf(store, target, { view, duplicates });
      this.#sent = JSON.stringify(shown);
      this.#trained.look(true);
      this.#isHeard = true;
      const wanted = this.#wanted;
      this.#wanted = undefined;
      const strings = panelStrings();
      return { shown, view: around.view, strings, ...(wanted !== undefined && { wanted }) };
    });
    rpc.handle('showDataset', ({ id }) => {
      around.retarget({ key: id });
      return {};
    });
    // These ask the user: the page is answered at once, and what goes wrong is said in a message.
    rpc.handle('exportWeights', (selection) => {
      const choice = this.#choice(selection);
      features.errors.start('Export from the panel', () => features.exportWeights(choice));
      return {};
    });
    rpc.handle('copyCode', (selection) => {
      const choice = this.#choice(selection);
      features.errors.start('Copy from the panel', () => features.copyCode(choice));
      return {};
    });
    rpc.handle('save', (file) => {
      const { target } = around;
      features.errors.start('Saving from the panel', () => saveFile(features.store, target, file));
      return {};
    });
    rpc.handle('copyText', async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied.'), 3000);
      return {};
    });
    rpc.handle('showSamples', ({ datasetId, index, split }) => {
      const found = this.#found(datasetId);
      if (index >= found.dataset.classes.length) throw new Error('There is no such class.');
      features.errors.start('Samples for the panel', async () => {
        const places = await firstSamples(found, features.store, index, split);
        rpc.emit('samples', { datasetId, index, limit: mostSamples, places });
      });
      return {};
    });
    rpc.handle('countPairs', ({ datasetId, split }) => {
      const found = this.#found(datasetId);
      features.errors.start('Pairs for the panel', async () => {
        rpc.emit('pairs', {
          datasetId,
          split,
          ...(await classPairs(found, features.store, split)),
        });
      });
      return {};
    });
    rpc.handle('estimateDuplicates', ({ datasetId, split }) => {
      const { key } = this.#found(datasetId);
      features.errors.start('Near-duplicates for the panel', () =>
        features.duplicates.estimate({ key, split }),
      );
      return {};
    });
    rpc.handle('rescan', () => {
      const state = stateOf(features.store, around.target);
      const states = state === undefined ? undefined : [state];
      features.errors.start('Scan from the panel', () => features.store.scan(states));
      return {};
    });
    rpc.handle('openSource', async (place) => {
      await this.#open(place);
      return {};
    });
    rpc.handle('startTraining', () => {
      this.#trained.start();
      return {};
    });
    rpc.handle('openTrainingResults', () => {
      this.#trained.openResults();
      return {};
    });
    rpc.handle('showLog', () => {
      features.log.show();
      return {};
    });
  }

  #found(key: string): Found {
    const found = this.features.store.find(key);
    if (found !== undefined) return found;
    throw new Error(vscode.l10n.t('The dataset is no longer there. Scan the workspace again.'));
  }

  #choice(selection: WeightSelection): WeightChoice {
    const choice = { ...choiceOf(selection), ...this.#loss(selection) };
    if (selection.ownPrototypes !== true) return choice;
    const report = this.features.duplicates.of(this.#found(selection.datasetId));
    if (report?.split !== selection.split) {
      throw new Error(
        vscode.l10n.t('The counts have changed. Estimate the near-duplicates again.'),
      );
    }
    const classPrototypes = prototypesForWeights(report.classes);
    return { ...choice, request: { ...choice.request, classPrototypes } };
  }

  #loss(selection: WeightSelection): { readonly loss?: LossChoices } {
    const found = this.features.store.find(selection.datasetId);
    const several = found !== undefined && carriesSeveral(found.dataset, selection.counted);
    const loss = lossOf(selection, several);
    return loss === undefined ? {} : { loss };
  }

  #listen(): void {
    const { log } = this.features;
    this.#rpc.on('viewChanged', (view) => {
      const before = comparedIn(this.around.view).join('\n');
      this.around.viewChanged(view);
      if (comparedIn(view).join('\n') !== before) this.send();
    });
    this.#rpc.on('drawn', ({ classes, milliseconds }) => {
      log.debug(`The panel drew ${classes} classes in ${milliseconds.toFixed(0)} ms`);
    });
    this.#rpc.on('failed', ({ message, stack }) => {
      log.error(`The panel's page failed: ${stack ?? message}`);
    });
  }

  async #open(place: {
    readonly path: string;
    readonly line?: number | undefined;
    readonly column?: number | undefined;
  }): Promise<void> {
    const state = stateOf(this.features.store, this.around.target);
    const path = resolvePath('', place.path);
    if (state === undefined || path === undefined) throw new Error('No such file.');
    const uri = vscode.Uri.joinPath(state.folder.uri, path);
    if ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) {
      await vscode.commands.executeCommand('revealInExplorer', uri);
      return;
    }
    const line = Math.max(0, (place.line ?? 1) - 1);
    const column = Math.max(0, (place.column ?? 1) - 1);
    const selection = new vscode.Range(line, column, line, column);
    await vscode.commands.executeCommand('vscode.open', uri, { selection });
  }
}

function choiceOf(selection: WeightSelection) {
  const { datasetId, split, scheme, parameters, zeroCount } = selection;
  const counted: Counted = selection.counted;
  const normalisation = normalisations.find(({ id }) => id === selection.normalisation)?.id;
  const request: WeightRequest = {
    scheme,
    parameters,
    zeroCount,
    ...(normalisation !== undefined && { normalisation }),
  };
  return { target: { key: datasetId, split }, counted, request };
}

/** A loss config of a method that this program does not know (any more) would be another loss. */
function lossOf({ method }: WeightSelection, several: boolean): LossChoices | undefined {
  if (method === undefined) return undefined;
  const known = methodOf(method.id);
  if (known === undefined) throw new Error(vscode.l10n.t('There is no method “{0}”.', method.id));
  if (!fitsLabels(known, several)) {
    throw new Error(vscode.l10n.t('{0} needs exactly one class a sample.', known.title));
  }
  return known.choices(method.values, several);
}
