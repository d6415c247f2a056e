// Shows what an export would write in an editor beside, while a target is being chosen, and takes it away again.
// Must not know targets.

import * as vscode from 'vscode';
import { debounce } from '../base/debounce';
import { Owner } from '../base/dispose';
import type { PreviewText } from './previewText';

const scheme = 'class-balance-preview';
/** Milliseconds that an item has to stay active: who only passes by needs no preview. */
const quiet = 120;

/** One preview tab at a time, never focused. */
export class Preview extends Owner implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  #wanted: (() => PreviewText) | undefined;
  #column: vscode.ViewColumn | undefined;
  #shown = 0;
  /** Editors open and close one after another. */
  #work: Promise<void> = Promise.resolve();
  readonly #open = this.own(
    debounce(() => {
      this.#enqueue(() => this.#showWanted());
    }, quiet),
  );

  constructor(private readonly onError: (what: string, error: unknown) => void) {
    super();
    this.own(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    // A window that comes back with a preview open has nothing to show in it.
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Shows this soon, in place of what is shown. The text is made only then. */
  show(content: () => PreviewText): void {
    this.#wanted = content;
    this.#open();
  }

  /** Closes the preview; resolves when it is gone. */
  async close(): Promise<void> {
    this.#wanted = undefined;
    this.#open.dispose();
    this.#enqueue(async () => {
      if (this.#wanted !== undefined) return;
      await closeTabs(previewTabs());
      this.#texts.clear();
      this.#column = undefined;
    });
    await this.#work;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      this.onError('Preview', error);
    });
  }

  async #showWanted(): Promise<void> {
    const content = this.#wanted;
    if (content === undefined) return;
    const { name, text } = content();
    // A fresh address each time: a document that is still open would keep its old text.
    this.#shown += 1;
    const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: String(this.#shown) });
    this.#texts.set(uri.toString(), text);
    const before = previewTabs();
    const document = await vscode.workspace.openTextDocument(uri);
    if (this.#wanted !== content) return;
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: this.#column ?? vscode.ViewColumn.Beside,
      preview: true,
      preserveFocus: true,
    });
    this.#column = editor.viewColumn;
    await closeTabs(before);
    for (const key of this.#texts.keys()) if (key !== uri.toString()) this.#texts.delete(key);
  }
}

function previewTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === scheme);
}

/** The ones among them that are still open: a preview tab gives way to the next by itself. */
async function closeTabs(tabs: readonly vscode.Tab[]): Promise<void> {
  const addresses = new Set(tabs.map(addressOf));
  const open = previewTabs().filter((tab) => addresses.has(addressOf(tab)));
  if (open.length > 0) await vscode.window.tabGroups.close(open, true);
}

const addressOf = ({ input }: vscode.Tab): string =>
  input instanceof vscode.TabInputText ? input.uri.toString() : '';
