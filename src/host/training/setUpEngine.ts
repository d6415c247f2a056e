// Set Up TensorFlow Engine: the set-up with progress, cancellation and a report.
// Must not know how an engine is built.

import * as vscode from 'vscode';
import { SetUpError } from '../../node/engineSetUp/steps';
import { setUpEngine as setUp } from '../../node/engineSetUp/setUp';
import type { InstallableEngine } from '../../node/engineSetUp/installed';
import { signalOf } from '../base/cancel';
import { UserError } from '../base/errors';
import type { Services } from '../features';
import type { PythonFinder } from './detectEngines';

const titles: Readonly<Record<InstallableEngine, string>> = {
  tensorflow: 'TensorFlow',
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  sharp: 'sharp',
};

/** Asks first: packages are fetched from npm, and for TensorFlow an addon is compiled. @throws UserError where it fails. */
export async function setUpEngine(
  engine: InstallableEngine,
  { log }: Services,
  python: PythonFinder,
): Promise<void> {
  const title = titles[engine];
  if (!(await isWanted(engine))) throw new vscode.CancellationError();
  const folder = vscode.workspace.workspaceFolders?.at(0)?.uri;
  const found = folder === undefined ? undefined : (await python(folder)).found;
  const location = vscode.ProgressLocation.Notification;
  const text = vscode.l10n.t('Setting up the {0} engine', title);
  const installed = await vscode.window.withProgress(
    { location, title: text, cancellable: true },
    async (progress, token) => {
      const cancel = signalOf(token);
      try {
        return await setUp({
          ...{ engine, signal: cancel.signal, log: log.info },
          ...(found !== undefined && { python: found.program }),
          progress: ({ step, steps, message }) => {
            progress.report({ message: `${message} (${step + 1}/${steps})` });
          },
        });
      } catch (error) {
        if (error instanceof SetUpError) throw new UserError(error.message);
        throw error;
      } finally {
        cancel.dispose();
      }
    },
  );
  const version = installed.library === undefined ? '' : ` ${installed.library.version}`;
  const ready = vscode.l10n.t('The {0} engine is ready.', title + version);
  void vscode.window.showInformationMessage(ready);
}

async function isWanted(engine: InstallableEngine): Promise<boolean> {
  const detail =
    engine === 'tensorflow'
      ? vscode.l10n.t(
          'It fetches @tensorflow/tfjs-node from npm and compiles it against the TensorFlow of your Python, in a cache of your user.',
        )
      : vscode.l10n.t('It fetches packages from npm into a cache of your user.');
  const go = vscode.l10n.t('Set Up');
  const question = vscode.l10n.t('Set up the {0} engine?', titles[engine]);
  const picked = await vscode.window.showInformationMessage(question, { modal: true, detail }, go);
  return picked === go;
}
