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
 * @throws UserError where there is nothing that can be scanned; CancellationError where the user cancels.
 */
export async function scanFirst(store: Datasets, uris?: readonly vscode.Uri[]): Promise<void> {
  await askForFolder(store);
  const controller = new AbortController();
  const scanning = store.ensureScanned(uris, controller.signal);
  if (await isSlow(scanning)) await showProgress(store, scanning, controller);
  if (overallState(store.states) === 'cancelled') throw new vscode.CancellationError();
}

async function showProgress(
  store: Datasets,
  scanning: Promise<void>,
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
      await scanning;
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

async function askForFolder(store: Datasets): Promise<void> {
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
