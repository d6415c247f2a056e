// The one log channel, made when the first line is written; levels are the user's.
// Must not know what is logged.

import * as vscode from 'vscode';
import type { Disposable } from './dispose';

export interface Log extends Disposable {
  readonly trace: (message: string) => void;
  readonly debug: (message: string) => void;
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  /** An error with its stack. */
  readonly error: (message: string, error?: unknown) => void;
  readonly show: () => void;
}

/** The channel “Class Balance” of the Output view. */
export function createLog(): Log {
  let made: vscode.LogOutputChannel | undefined;
  const channel = (): vscode.LogOutputChannel =>
    (made ??= vscode.window.createOutputChannel('Class Balance', { log: true }));
  return {
    trace: (message) => {
      channel().trace(message);
    },
    debug: (message) => {
      channel().debug(message);
    },
    info: (message) => {
      channel().info(message);
    },
    warn: (message) => {
      channel().warn(message);
    },
    error: (message, error) => {
      channel().error(error === undefined ? message : `${message}: ${stackOf(error)}`);
    },
    show: () => {
      channel().show();
    },
    dispose: () => made?.dispose(),
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
