// What can train here: the trainer's own engines, and the interpreter with its PyTorch; asked side by side.
// Must not know how engines are ranked or offered.

import type * as vscode from 'vscode';
import { probePython } from '../../node/pythonProbe';
import { detectEngines, type DetectedEngine } from '../../node/trainerEngines';
import type { Log } from '../base/log';
import type { PythonState } from './engineOptions';

/** Whoever finds interpreters; see python/environment. */
export type PythonFinder = (folder: vscode.Uri) => Promise<{
  readonly found: { readonly program: string } | undefined;
  readonly tried: readonly string[];
}>;

export interface Detected {
  readonly engines: readonly DetectedEngine[];
  readonly python: PythonState;
}

export async function detectAll(
  folder: vscode.Uri,
  { trainer, python, log }: { trainer: string; python: PythonFinder; log: Log },
): Promise<Detected> {
  const [engines, state] = await Promise.all([
    detectEngines(process.execPath, trainer),
    pythonState(folder, python),
  ]);
  for (const { title, detection } of engines) {
    const said = detection.available
      ? `${detection.device}. ${detection.reason}`
      : detection.reason;
    log.info(`Engine ${title}: ${said}`);
  }
  log.info(`Engine PyTorch: ${JSON.stringify('facts' in state ? state.facts : state.fault)}`);
  return { engines, python: state };
}

async function pythonState(folder: vscode.Uri, find: PythonFinder): Promise<PythonState> {
  const { found, tried } = await find(folder);
  if (found === undefined) return { fault: `No Python was found. ${tried.join('; ')}` };
  const { program } = found;
  try {
    return { program, facts: await probePython(program) };
  } catch (error) {
    return { program, fault: error instanceof Error ? error.message : String(error) };
  }
}
