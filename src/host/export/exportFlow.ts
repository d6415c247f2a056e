// Export Class Weights… and Copy Weights as Code…: from a choice, through what is still to ask, to a file or the clipboard.
// Must not know who starts it.

import * as vscode from 'vscode';
import type { Exporter, ExportFile, ExportInput } from '../../core/exporters/exporter';
import { exporters } from '../../core/exporters/registry';
import type { WeightRequest } from '../../core/weights/scheme';
import { UserError } from '../base/errors';
import type { Services, WeightChoice } from '../features';
import type { Found } from '../folderState';
import { exportInput, proposedName, type Chosen } from './input';
import { questions, type Answers } from './questions';
import { runSteps } from './steps';
import { writeFiles } from './write';

const lastKey = 'classBalance.export';

/** What is remembered of the last export. */
interface Last {
  readonly exporter?: string;
  readonly snippet?: string;
  readonly scheme?: string;
  readonly prototypes?: number;
}

interface Decided extends Chosen {
  readonly exporter: Exporter;
}

export class ExportFlow {
  readonly #memory: vscode.Memento;
  /** Name and version, for the account in the files. */
  readonly #tool: string;

  constructor(
    private readonly services: Services,
    context: vscode.ExtensionContext,
  ) {
    const { displayName, version } = context.extension.packageJSON as Record<string, unknown>;
    this.#memory = context.workspaceState;
    this.#tool = `${String(displayName)} ${String(version)}`;
  }

  async exportWeights(choice: WeightChoice): Promise<void> {
    const found = this.#find(choice);
    const title = vscode.l10n.t('Export class weights of {0}', found.dataset.name);
    const decided = await this.#decide(choice, found, title, exporters, 'exporter');
    const input = exportInput(decided, this.#tool, new Date());
    // A target that cannot take these weights says so before a place is asked for.
    filesOf(decided.exporter, input, decided.exporter.fileName);
    const place = await this.#askPlace(decided, found);
    if (place === undefined) throw new vscode.CancellationError();
    const name = place.path.slice(place.path.lastIndexOf('/') + 1);
    const files = filesOf(decided.exporter, input, name);
    // The dialog has asked about the file that it was given.
    await writeFiles(vscode.Uri.joinPath(place, '..'), files, [name]);
    this.services.log.info(`Exported ${decided.exporter.id} to ${place.toString()}`);
    await this.#sayWritten(place, files.length);
  }

  async copyCode(choice: WeightChoice): Promise<void> {
    const found = this.#find(choice);
    const title = vscode.l10n.t('Copy class weights of {0}', found.dataset.name);
    const able = exporters.filter((exporter) => 'snippet' in exporter);
    const decided = await this.#decide(choice, found, title, able, 'snippet');
    const snippet = decided.exporter.snippet?.(exportInput(decided, this.#tool, new Date()));
    if (snippet === undefined) return;
    await vscode.env.clipboard.writeText(snippet.text);
    const open = vscode.l10n.t('Open in Editor');
    const text = vscode.l10n.t('Weights copied as code for {0}.', decided.exporter.title);
    if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
    const { language, text: content } = snippet;
    const document = await vscode.workspace.openTextDocument({ language, content });
    await vscode.window.showTextDocument(document);
  }

  #find({ target }: WeightChoice): Found {
    const found = target && this.services.store.find(target.key);
    if (found !== undefined) return found;
    throw new UserError(vscode.l10n.t('The dataset is no longer there. Scan the workspace again.'));
  }

  async #decide(
    choice: WeightChoice,
    { dataset, state }: Found,
    title: string,
    able: readonly Exporter[],
    remember: 'exporter' | 'snippet',
  ): Promise<Decided> {
    const last = this.#memory.get<Last>(lastKey, {});
    const { scheme, prototypes, normalisation, zeroCount } = this.services.config.weighting(
      state.folder.uri,
    );
    const initial: Answers = {
      title,
      dataset,
      exporters: able.toSorted((a, b) => a.rank - b.rank),
      prototypes: last.prototypes ?? prototypes,
      last: { scheme: last.scheme ?? scheme, ...exporterOf(last[remember]) },
      ...splitOf(choice),
      ...(choice.counted !== undefined && { counted: choice.counted }),
      ...(choice.request !== undefined && {
        scheme: choice.request.scheme,
        parameters: choice.request.parameters ?? {},
      }),
    };
    const answers = await runSteps(initial, questions);
    const { exporter, split, counted, parameters } = answers;
    if (exporter === undefined || split === undefined) throw new vscode.CancellationError();
    const request: WeightRequest = choice.request ?? {
      scheme: answers.scheme ?? scheme,
      parameters: parameters ?? {},
      normalisation,
      zeroCount,
    };
    const { n } = request.parameters ?? {};
    await this.#memory.update(lastKey, {
      ...last,
      [remember]: exporter.id,
      scheme: request.scheme,
      ...(n !== undefined && Number.isFinite(n) && { prototypes: n }),
    } satisfies Last);
    return { dataset, split, counted: counted ?? 'unit', request, exporter };
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
      defaultUri: vscode.Uri.joinPath(state.folder.uri, name),
    });
  }

  async #sayWritten(place: vscode.Uri, count: number): Promise<void> {
    const [open, reveal, copy] = [
      vscode.l10n.t('Open'),
      vscode.l10n.t('Reveal'),
      vscode.l10n.t('Copy Path'),
    ];
    const path = vscode.workspace.asRelativePath(place);
    const text =
      count === 1
        ? vscode.l10n.t('Weights written to {0}.', path)
        : vscode.l10n.t('Weights written to {0} and {1} files beside it.', path, count - 1);
    const picked = await vscode.window.showInformationMessage(text, open, reveal, copy);
    if (picked === open) await vscode.commands.executeCommand('vscode.open', place);
    if (picked === reveal) await revealFile(place);
    if (picked === copy) await vscode.env.clipboard.writeText(place.fsPath);
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

async function revealFile(uri: vscode.Uri): Promise<void> {
  const isInWorkspace = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const command = isInWorkspace ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, uri);
}

function splitOf({ target }: WeightChoice): { readonly split?: string } {
  return target?.split === undefined ? {} : { split: target.split };
}

function exporterOf(id: string | undefined): { readonly exporter?: string } {
  return id === undefined ? {} : { exporter: id };
}
