// Export Class Weights… and Copy Weights as Code…: from a choice, through what is still to ask, to a file or the clipboard.
// Must not know who starts it.

import * as vscode from 'vscode';
import type {
  Exporter,
  ExportFile,
  ExportInput,
  SampleSource,
} from '../../core/exporters/exporter';
import { lossConfig } from '../../core/exporters/lossConfig';
import { exporters } from '../../core/exporters/registry';
import { defaultSplit } from '../../core/selection';
import type { WeightRequest } from '../../core/weights/scheme';
import { UserError } from '../base/errors';
import { Owner } from '../base/dispose';
import type { Services, WeightChoice } from '../features';
import type { Found } from '../folderState';
import { exportInput, proposedName, type Chosen } from './input';
import { questions, type Answers } from './questions';
import { FrameworkGuesser } from './frameworkGuess';
import { unreadSamples, withSamples } from './perSample';
import { Preview } from './preview';
import type { Shape } from './previewText';
import { runSteps } from '../base/steps';
import { writeFiles } from './write';
import { sayWritten, type Written } from './written';

const lastKey = 'classBalance.export';

/** What is remembered of the last export. */
interface Last {
  readonly exporter?: string;
  readonly snippet?: string;
  readonly scheme?: string;
  readonly prototypes?: number;
  /** The folder that was exported to, as a URI. */
  readonly folder?: string;
}

interface Decided extends Chosen {
  readonly exporter: Exporter;
}

interface Copied {
  readonly exporter: Exporter;
  readonly snippet: ReturnType<NonNullable<Exporter['snippet']>> | undefined;
}

export class ExportFlow extends Owner {
  readonly #memory: vscode.Memento;
  /** Name and version, for the account in the files. */
  readonly #tool: string;
  readonly #guesser = this.own(new FrameworkGuesser());
  readonly #preview: Preview;

  constructor(
    private readonly services: Services,
    context: vscode.ExtensionContext,
  ) {
    super();
    this.#preview = this.own(new Preview(services.log.error));
    const { displayName, version } = context.extension.packageJSON as Record<string, unknown>;
    this.#memory = context.workspaceState;
    this.#tool = `${String(displayName)} ${String(version)}`;
  }

  async exportWeights(choice: WeightChoice): Promise<void> {
    const written = await this.#previewing(() => this.#export(choice));
    this.services.walkthrough.did('export');
    await sayWritten(written);
  }

  async copyCode(choice: WeightChoice): Promise<void> {
    const { exporter, snippet } = await this.#previewing(() => this.#copy(choice));
    if (snippet === undefined) return;
    this.services.walkthrough.did('export');
    const open = vscode.l10n.t('Open in Editor');
    const text = vscode.l10n.t('Weights copied as code for {0}.', exporter.title);
    if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
    const { language, text: content } = snippet;
    const document = await vscode.workspace.openTextDocument({ language, content });
    await vscode.window.showTextDocument(document);
  }

  /** However the work ends, the preview is gone after it. */
  async #previewing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      await this.#preview.close();
    }
  }

  async #export(choice: WeightChoice): Promise<Written> {
    const found = this.#find(choice);
    const title = vscode.l10n.t('Export class weights of {0}', found.dataset.name);
    const decided = await this.#decide(choice, found, title, 'file');
    const input = exportInput(decided, this.#tool, new Date(), unreadSamples);
    // A target that cannot take these weights says so before a place is asked for.
    filesOf(decided.exporter, input, decided.exporter.fileName);
    const place = await this.#askPlace(decided, found);
    if (place === undefined) throw new vscode.CancellationError();
    const count = await this.#write(decided, found, title, place);
    const last = this.#memory.get<Last>(lastKey, {});
    const folder = vscode.Uri.joinPath(place, '..').toString();
    await this.#memory.update(lastKey, { ...last, folder } satisfies Last);
    this.services.log.info(`Exported ${decided.exporter.id} to ${place.toString()}`);
    return { place, count, isLossConfig: decided.exporter.id === 'loss-config' };
  }

  /** Answers the number of files. */
  async #write(decided: Decided, found: Found, title: string, place: vscode.Uri): Promise<number> {
    const { exporter, split } = decided;
    const folder = vscode.Uri.joinPath(place, '..');
    const name = place.path.slice(place.path.lastIndexOf('/') + 1);
    let count = 0;
    const write = async (samples?: SampleSource): Promise<void> => {
      const input = exportInput(decided, this.#tool, new Date(), samples);
      const files = filesOf(exporter, input, name);
      count = files.length;
      // The dialog has asked about the file that it was given.
      await writeFiles(folder, files, [name]);
    };
    const { config } = this.services;
    if (exporter.perSample === true)
      await withSamples({ title, found, split, folder, config }, write);
    else await write();
    return count;
  }

  async #copy(choice: WeightChoice): Promise<Copied> {
    const found = this.#find(choice);
    const title = vscode.l10n.t('Copy class weights of {0}', found.dataset.name);
    const decided = await this.#decide(choice, found, title, 'snippet');
    const { exporter } = decided;
    const snippet = exporter.snippet?.(exportInput(decided, this.#tool, new Date()));
    if (snippet !== undefined) await vscode.env.clipboard.writeText(snippet.text);
    return { exporter, snippet };
  }

  #find({ target }: WeightChoice): Found {
    const found = target && this.services.store.find(target.key);
    if (found !== undefined) return found;
    throw new UserError(vscode.l10n.t('The dataset is no longer there. Scan the workspace again.'));
  }

  async #decide(choice: WeightChoice, found: Found, title: string, shape: Shape): Promise<Decided> {
    const last = this.#memory.get<Last>(lastKey, {});
    const answers = await runSteps(this.#initial(choice, found, title, shape, last), questions);
    const { exporter } = answers;
    if (exporter === undefined) throw new vscode.CancellationError();
    const chosen = this.#chosen(choice, found, answers);
    const { n } = chosen.request.parameters ?? {};
    await this.#memory.update(lastKey, {
      ...last,
      // A loss chosen beforehand says nothing of the target that is liked best.
      ...(choice.loss === undefined && { [memoryOf(shape)]: exporter.id }),
      scheme: chosen.request.scheme,
      ...(n !== undefined && Number.isFinite(n) && { prototypes: n }),
    } satisfies Last);
    return { ...chosen, exporter };
  }

  /** What is known before anything is asked. */
  #initial(choice: WeightChoice, found: Found, title: string, shape: Shape, last: Last): Answers {
    const { folder } = found.state;
    const { scheme, prototypes } = this.services.config.weighting(folder.uri);
    const able = exporters.filter((one) => shape === 'file' || one.snippet !== undefined);
    return {
      title,
      dataset: found.dataset,
      exporters: able.toSorted((a, b) => a.rank - b.rank),
      prototypes: last.prototypes ?? prototypes,
      last: { scheme: last.scheme ?? scheme, ...exporterOf(last[memoryOf(shape)]) },
      target: {
        shape,
        guesses: this.#guesser.guess(folder),
        preview: this.#preview,
        inputOf: (answers) =>
          exportInput(this.#chosen(choice, found, answers), this.#tool, new Date(), unreadSamples),
      },
      ...(choice.loss !== undefined && { exporter: lossConfig }),
      ...splitOf(choice),
      ...(choice.counted !== undefined && { counted: choice.counted }),
      ...(choice.request !== undefined && {
        scheme: choice.request.scheme,
        parameters: choice.request.parameters ?? {},
      }),
    };
  }

  #chosen({ request, loss }: WeightChoice, { dataset, state }: Found, answers: Answers): Chosen {
    const { scheme, normalisation, zeroCount } = this.services.config.weighting(state.folder.uri);
    const asked: WeightRequest = {
      scheme: answers.scheme ?? scheme,
      parameters: answers.parameters ?? {},
      normalisation,
      zeroCount,
    };
    const { split = defaultSplit(dataset), counted = 'unit' } = answers;
    return {
      ...{ dataset, split, counted, request: request ?? asked },
      ...(loss !== undefined && { loss }),
    };
  }

  async #askPlace(
    { exporter, dataset }: Decided,
    { state }: Found,
  ): Promise<vscode.Uri | undefined> {
    const isOnly = state.datasets.filter(({ status }) => status === 'asserted').length <= 1;
    const name = proposedName(exporter, dataset, isOnly);
    return await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export {0}', exporter.title),
      saveLabel: vscode.l10n.t('Export'),
      defaultUri: vscode.Uri.joinPath(await this.#lastFolder(state.folder.uri), name),
    });
  }

  /** Where the last export went, if that lies in this workspace folder and is still there; else the folder itself. */
  async #lastFolder(root: vscode.Uri): Promise<vscode.Uri> {
    const { folder } = this.#memory.get<Last>(lastKey, {});
    if (folder?.startsWith(`${root.toString()}/`) !== true) return root;
    const uri = vscode.Uri.parse(folder);
    return vscode.workspace.fs.stat(uri).then(
      () => uri,
      () => root,
    );
  }
}

function filesOf(exporter: Exporter, input: ExportInput, name: string): readonly ExportFile[] {
  try {
    return exporter.files(input, name);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(error.message);
    throw error;
  }
}

const memoryOf = (shape: Shape): 'exporter' | 'snippet' =>
  shape === 'file' ? 'exporter' : 'snippet';

function splitOf({ target }: WeightChoice): { readonly split?: string } {
  return target?.split === undefined ? {} : { split: target.split };
}

function exporterOf(id: string | undefined): { readonly exporter?: string } {
  return id === undefined ? {} : { exporter: id };
}
