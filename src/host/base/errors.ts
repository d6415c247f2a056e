// The one error boundary: whatever a command or listener throws is logged and said once, with a way to the log.
// Must not know what was tried.

import * as vscode from 'vscode';
import type { Log } from './log';

/** A command that helps, as a button of the message. */
export interface NextStep {
  readonly title: string;
  readonly command: string;
}

/** Something the user can mend: said in its own words, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    message: string,
    readonly next?: NextStep,
  ) {
    super(message);
  }
}

/** True for every way in which something says that it was cancelled. */
export function isCancellation(error: unknown): boolean {
  if (error instanceof vscode.CancellationError) return true;
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && error.code === 'cancelled');
}

export class ErrorBoundary {
  constructor(private readonly log: Log) {}

  /** Runs; answers undefined where it failed, after saying so. A cancellation is not worth a word. */
  async run<T>(what: string, work: () => Promise<T> | T): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.report(what, error);
      return undefined;
    }
  }

  /** Starts work that nobody waits for. */
  start(what: string, work: () => Promise<unknown>): void {
    void this.run(what, work);
  }

  /** Logs, and says in a message unless it was a cancellation. */
  report(what: string, error: unknown): void {
    if (isCancellation(error)) {
      this.log.debug(`${what}: cancelled`);
      return;
    }
    this.log.error(what, error);
    const reason = error instanceof Error ? error.message : String(error);
    void this.#say(error, reason);
  }

  async #say(error: unknown, reason: string): Promise<void> {
    const isWarning = error instanceof UserError;
    const step = (isWarning ? error.next : undefined) ?? {
      title: vscode.l10n.t('Show Log'),
      command: 'classBalance.showLog',
    };
    const picked = isWarning
      ? await vscode.window.showWarningMessage(reason, step.title)
      : await vscode.window.showErrorMessage(`Class Balance: ${reason}`, step.title);
    if (picked === step.title) await vscode.commands.executeCommand(step.command);
  }
}
