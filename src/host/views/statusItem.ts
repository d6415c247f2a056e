// One item in the status bar: a scan under way, or how many datasets there are. Hidden where there are none.
// Must not know how anything is counted.

import * as vscode from 'vscode';
import { Owner } from '../base/dispose';
import type { Datasets } from '../datasets';
import { overallState } from '../folderState';
import { numberFormat } from '../format';
import { progressText } from '../progressText';

export class StatusItem extends Owner {
  readonly #item: vscode.StatusBarItem;
  readonly #numbers = numberFormat(vscode.env.language);

  constructor(private readonly store: Datasets) {
    super();
    const { Left } = vscode.StatusBarAlignment;
    this.#item = this.own(vscode.window.createStatusBarItem('datasets', Left, -10));
    this.#item.name = 'Class Balance';
    this.own(
      store.onDidChange(() => {
        this.#show();
      }),
    );
    this.#show();
  }

  #show(): void {
    const { states } = this.store;
    const state = overallState(states);
    if (state === 'scanning') {
      const progress = states.find((one) => one.progress !== undefined)?.progress;
      const text = progressText(progress, this.#numbers);
      this.#set(`$(sync~spin) ${text}`, text, 'classBalance.cancelScan');
      this.#item.tooltip = vscode.l10n.t('{0} Click to cancel.', `Class Balance: ${text}`);
    } else if (state === 'found') {
      const text = this.#found();
      const stale = states.some((one) => one.stale);
      const told = stale ? vscode.l10n.t('{0}, out of date', text) : text;
      this.#set(`$(graph) ${told}`, told, 'classBalance.datasets.focus');
      this.#item.tooltip = `Class Balance: ${told}`;
    } else {
      this.#item.hide();
    }
  }

  /** How many datasets; where none is sure, that there is something to settle. */
  #found(): string {
    const { all } = this.store;
    const count = all.filter(({ dataset }) => dataset.status === 'asserted').length;
    if (count === 0) return vscode.l10n.t('May be labels: {0}', this.#numbers.whole(all.length));
    if (count === 1) return vscode.l10n.t('1 dataset');
    return vscode.l10n.t('{0} datasets', this.#numbers.whole(count));
  }

  #set(text: string, said: string, command: string): void {
    this.#item.text = text;
    this.#item.command = command;
    this.#item.accessibilityInformation = { label: `Class Balance: ${said}` };
    this.#item.show();
  }
}
