// Cancellation between the two worlds: VS Code's tokens and the engine's AbortSignals.
// Must not know what is cancelled.

import type { CancellationToken } from 'vscode';
import type { Disposable } from './dispose';

/** A signal that aborts with the token. Dispose it to stop listening. */
export function signalOf(token: CancellationToken): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const listening = token.onCancellationRequested(() => {
    controller.abort();
  });
  return {
    signal: controller.signal,
    dispose: () => {
      listening.dispose();
    },
  };
}
