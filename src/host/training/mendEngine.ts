// Helps with an engine that is not available: says why, and offers what would make it so. Installs nothing unasked.
// Must not know how a run is started.

import * as vscode from 'vscode';
import type { InstallableEngine } from '../../node/engineSetUp/installed';
import { shownCommand } from '../base/commandLine';
import type { EngineOption } from './engineOptions';

/** @param setUp sets an engine of the trainer up. */
export async function mendEngine(
  engine: EngineOption,
  setUp: (engine: InstallableEngine) => Promise<void>,
): Promise<void> {
  switch (engine.remedy) {
    case 'torch':
      await offerTorch(engine);
      return;
    case 'python':
      await offerSetting(engine, 'classBalance.python.path');
      return;
    case 'command':
      await offerSetting(engine, 'classBalance.training.command');
      return;
    case 'tensorflow':
    case 'webgpu':
    case 'wasm':
    case 'sharp':
      await setUp(engine.remedy);
      return;
    case undefined:
      await vscode.window.showWarningMessage(`${engine.title}: ${engine.reason}`, { modal: true });
  }
}

async function offerTorch({ python, reason }: EngineOption): Promise<void> {
  if (python === undefined) return;
  const args = ['-m', 'pip', 'install', 'torch', 'torchvision'];
  const line = shownCommand({ program: python, args });
  const [copy, run] = [vscode.l10n.t('Copy'), vscode.l10n.t('Run in Terminal')];
  const detail = vscode.l10n.t('This installs it:\n{0}\nOther builds are at pytorch.org.', line);
  const picked = await vscode.window.showWarningMessage(reason, { modal: true, detail }, copy, run);
  if (picked === copy) await vscode.env.clipboard.writeText(line);
  if (picked !== run) return;
  const scope = vscode.TaskScope.Workspace;
  const execution = new vscode.ProcessExecution(python, args);
  const definition = { type: 'process' };
  const title = vscode.l10n.t('Install PyTorch');
  await vscode.tasks.executeTask(
    new vscode.Task(definition, scope, title, 'class-balance', execution, []),
  );
  throw new vscode.CancellationError();
}

async function offerSetting({ title, reason }: EngineOption, key: string): Promise<void> {
  const open = vscode.l10n.t('Open Setting');
  const picked = await vscode.window.showWarningMessage(
    `${title}: ${reason}`,
    { modal: true },
    open,
  );
  if (picked !== open) return;
  await vscode.commands.executeCommand('workbench.action.openSettings', key);
  throw new vscode.CancellationError();
}
