// Ticks the steps of the walkthrough: tells VS Code by a context key what has been done.
// Must not know how any of it is done, nor what the steps say.

import * as vscode from 'vscode';
import { Owner } from './base/dispose';
import type { Datasets } from './datasets';

/** Steps of the walkthrough in the manifest, by id, that are ticked by what has been done. */
export type WalkthroughStep = 'scan' | 'show' | 'export';

/** Holds a step's id for a moment: see {@link Walkthrough}. */
const key = 'classBalance.walkthrough';

/**
 * VS Code listens for completion events only once a welcome page or walkthrough has been open in the window, and then a
 * context that holds already never completes a step. So the key is empty but for the moment in which it says a step, and
 * says every step anew when one of those pages comes to the front.
 */
export class Walkthrough extends Owner {
  readonly #done = new Set<WalkthroughStep>();

  constructor(store: Datasets) {
    super();
    this.own(
      store.onDidChange(() => {
        if (store.states.some(({ stats }) => stats !== undefined)) this.did('scan');
      }),
    );
    this.own(
      vscode.window.tabGroups.onDidChangeTabs(({ opened, changed }) => {
        if ([...opened, ...changed].some(mayBeWalkthrough)) this.#tell([...this.#done]);
      }),
    );
  }

  did(step: WalkthroughStep): void {
    if (this.#done.has(step)) return;
    this.#done.add(step);
    this.#tell([step]);
  }

  #tell(steps: readonly WalkthroughStep[]): void {
    // In this order: the calls do not overtake each other.
    for (const value of steps.flatMap((step) => [step, undefined])) {
      void vscode.commands.executeCommand('setContext', key, value);
    }
  }
}

/** Pages of VS Code itself have no input that extensions know. */
function mayBeWalkthrough({ input, isActive }: vscode.Tab): boolean {
  return isActive && input === undefined;
}
