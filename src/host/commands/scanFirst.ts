// Commands work without a scan before them: they scan first, visibly and cancellably.
// Must not know what is done with the result.

import * as vscode from 'vscode';
import { signalOf } from '../base/cancel';
import { UserError } from '../base/errors';
import type { Datasets } from '../datasets';
import { overallState } from '../folderState';
import { numberFormat } from '../format';
import { progressText } from '../progressText';

/** Milliseconds that a scan may take before a notification says what is going on. */
const patience = 700;

/**
 * Makes sure that the folders of the files (all where none is named) have been scanned.
 * @param enough says that what is known already will do: then the scan goes on by itself.
 * @throws UserError where there is nothing that can be scanned; CancellationError where the user cancels.
 */
export async function scanFirst(
  store: Datasets,
  uris?: readonly vscode.Uri[],
  enough: () => boolean = () => false,
): Promise<void> {
  await requireFolder(store);
  const controller = new AbortController();
  const scanning = store.ensureScanned(uris, controller.signal);
  const watching = watch(store, enough);
  const waiting = Promise.race([scanning, watching.ended]);
  if (await isSlow(waiting)) await showProgress(store, waiting, controller);
  watching.dispose();
  const concerned = uris?.map((uri) => store.locate(uri)?.state) ?? store.states;
  const isCancelled = concerned.some((state) => state?.status === 'cancelled');
  if (isCancelled && !enough()) throw new vscode.CancellationError();
}

/** Ends when the store holds enough. */
function watch(
  store: Datasets,
  enough: () => boolean,
): { readonly ended: Promise<void>; dispose(): void } {
  let end: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  if (enough()) end?.();
  const listening = store.onDidChange(() => {
    if (enough()) end?.();
  });
  return {
    ended,
    dispose: () => {
      listening.dispose();
    },
  };
}

async function showProgress(
  store: Datasets,
  waiting: Promise<void>,
  controller: AbortController,
): Promise<void> {
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Class Balance'),
      cancellable: true,
    },
    async (progress, token) => {
      const numbers = numberFormat(vscode.env.language);
      const cancel = signalOf(token);
      cancel.signal.addEventListener('abort', () => {
        controller.abort();
      });
      const telling = store.onDidChange(() => {
        const at = store.states.find((state) => state.progress !== undefined);
        progress.report({ message: progressText(at?.progress, numbers) });
      });
      await waiting;
      telling.dispose();
      cancel.dispose();
    },
  );
  if (controller.signal.aborted) throw new vscode.CancellationError();
}

/** True where the work has not ended within {@link patience}. */
async function isSlow(work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'slow'>((resolve) => {
    timer = setTimeout(() => {
      resolve('slow');
    }, patience);
  });
  const first = await Promise.race([work, late]);
  clearTimeout(timer);
  return first === 'slow';
}

/** @throws UserError or CancellationError where there is no folder that can be scanned. */
export async function requireFolder(store: Datasets): Promise<void> {
  if (store.states.length === 0) {
    const open = vscode.l10n.t('Open Folder');
    const sample = vscode.l10n.t('Open Sample');
    const text = vscode.l10n.t('Open the folder that holds your labels first.');
    const picked = await vscode.window.showInformationMessage(text, open, sample);
    if (picked === open) await vscode.commands.executeCommand('vscode.openFolder');
    if (picked === sample) await vscode.commands.executeCommand('classBalance.openSample');
    throw new vscode.CancellationError();
  }
  if (overallState(store.states) === 'unsupported') {
    throw new UserError(
      vscode.l10n.t('Only folders on a disk can be counted, and this workspace is not on one.'),
    );
  }
}
