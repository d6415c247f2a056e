// Every command, by id. A test holds this table and the manifest together.
// Must not know what a command does.

import * as vscode from 'vscode';
import type { Features } from '../features';
import { countGroups } from './countGroups';
import { chooseSources } from './chooseSources';
import { estimateDuplicates } from './duplicates';
import { cancelScan, refresh, scan } from './scan';
import type { CommandArguments } from './target';
import {
  openTrainingResults,
  resumeTraining,
  setUpTensorflow,
  startTraining,
  stopTraining,
} from './training';
import { compareSplits, copyCode, exportWeights, showDistribution } from './weights';

type Handler = (features: Features, ...args: CommandArguments) => Promise<void> | void;

const commands: Readonly<Record<string, Handler>> = {
  'classBalance.scan': scan,
  'classBalance.refresh': refresh,
  'classBalance.cancelScan': cancelScan,
  'classBalance.showDistribution': showDistribution,
  'classBalance.exportWeights': exportWeights,
  'classBalance.copyCode': copyCode,
  'classBalance.compareSplits': compareSplits,
  'classBalance.chooseSources': chooseSources,
  'classBalance.countGroups': countGroups,
  'classBalance.estimateDuplicates': estimateDuplicates,
  'classBalance.startTraining': startTraining,
  'classBalance.resumeTraining': resumeTraining,
  'classBalance.stopTraining': stopTraining,
  'classBalance.openTrainingResults': openTrainingResults,
  'classBalance.setUpTensorflow': setUpTensorflow,
  'classBalance.openSample': (features) => features.openSample(),
  'classBalance.showLog': ({ log }) => {
    log.show();
  },
};

/** Registers every command, each within the error boundary. */
export function registerCommands(features: Features): vscode.Disposable {
  const registered = Object.entries(commands).map(([id, handler]) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) =>
      features.errors.run(id, () => handler(features, ...args)),
    ),
  );
  return vscode.Disposable.from(...registered);
}
