// The Python interpreter for a folder: from the Python Environments extension, the Python extension, the setting, PATH.
// Must not know what it is for. Each source is optional; nothing is installed, and every place tried is told.

import * as vscode from 'vscode';
import * as v from 'valibot';
import { findOnPath, pythonNames } from '../../node/onPath';
import type { Log } from '../base/log';

/** Where an interpreter was named. */
export type PythonSource = 'environments' | 'python' | 'setting' | 'path';

export interface FoundPython {
  readonly program: string;
  readonly source: PythonSource;
}

export interface PythonSearch {
  readonly found: FoundPython | undefined;
  /** Every place that was asked, in order, with what it said. */
  readonly tried: readonly string[];
}

const environment = v.object({ execInfo: v.object({ run: v.object({ executable: v.string() }) }) });
const resolved = v.nullish(
  v.object({ executable: v.object({ uri: v.optional(v.object({ fsPath: v.string() })) }) }),
);
const activePath = v.object({ path: v.string() });
const method = v.custom<(...args: unknown[]) => unknown>((value) => typeof value === 'function');

interface Source {
  readonly source: PythonSource;
  readonly title: string;
  /** The interpreter, or `undefined` with a word why not. */
  readonly find: (
    folder: vscode.Uri,
  ) => Promise<{ readonly program?: string; readonly why: string }>;
}

const sources: readonly Source[] = [
  { source: 'environments', title: 'Python Environments extension', find: fromEnvironments },
  { source: 'python', title: 'Python extension', find: fromPython },
  { source: 'setting', title: 'classBalance.python.path', find: fromSetting },
  { source: 'path', title: 'PATH', find: fromPath },
];

/** Asks one place after the other; a place that fails is told and passed over. */
export async function findPython(folder: vscode.Uri, log: Log): Promise<PythonSearch> {
  const tried: string[] = [];
  for (const { source, title, find } of sources) {
    const { program, why } = await answered(() => find(folder));
    tried.push(`${title}: ${program ?? why}`);
    if (program === undefined) continue;
    log.info(`Python: ${tried.join('; ')}`);
    return { found: { program, source }, tried };
  }
  log.info(`Python: ${tried.join('; ')}`);
  return { found: undefined, tried };
}

async function answered(find: () => ReturnType<Source['find']>): ReturnType<Source['find']> {
  try {
    return await find();
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** The exports of another extension, activated where it is there. */
async function exportsOf(id: string): Promise<unknown> {
  return await vscode.extensions.getExtension<unknown>(id)?.activate();
}

/** Calls a method of a foreign object, as far as there is one. */
async function call(target: unknown, name: string, ...args: readonly unknown[]): Promise<unknown> {
  if (typeof target !== 'object' || target === null) return undefined;
  const found = v.safeParse(method, Reflect.get(target, name));
  if (!found.success) return undefined;
  return await Reflect.apply(found.output, target, args);
}

async function fromEnvironments(folder: vscode.Uri): ReturnType<Source['find']> {
  const api = await exportsOf('ms-python.vscode-python-envs');
  if (api === undefined) return { why: 'not installed, or not in use' };
  const chosen = await call(api, 'getEnvironment', folder);
  if (chosen === undefined || chosen === null) return { why: 'no interpreter chosen' };
  // Managers may leave out how an environment is run until it is resolved.
  const known = v.is(environment, chosen) ? chosen : await call(api, 'resolveEnvironment', chosen);
  const answer = v.safeParse(environment, known);
  if (!answer.success) return { why: 'its answer could not be read' };
  return { program: answer.output.execInfo.run.executable, why: '' };
}

async function fromPython(folder: vscode.Uri): ReturnType<Source['find']> {
  const api = await exportsOf('ms-python.python');
  if (typeof api !== 'object' || api === null) return { why: 'not installed' };
  const environments: unknown = Reflect.get(api, 'environments');
  const active = await call(environments, 'getActiveEnvironmentPath', folder);
  if (!v.is(activePath, active)) return { why: 'no interpreter chosen' };
  // The path may be a folder or only a name: resolving finds the program.
  const answer = v.safeParse(resolved, await call(environments, 'resolveEnvironment', active));
  if (!answer.success) return { why: 'its answer could not be read' };
  const program = answer.output?.executable.uri?.fsPath;
  return program === undefined ? { why: `“${active.path}” is none` } : { program, why: '' };
}

function fromSetting(folder: vscode.Uri): ReturnType<Source['find']> {
  const value = vscode.workspace
    .getConfiguration('classBalance', folder)
    .get<unknown>('python.path');
  if (typeof value !== 'string' || value.trim() === '') return Promise.resolve({ why: 'empty' });
  return Promise.resolve({ program: value.trim(), why: '' });
}

async function fromPath(): ReturnType<Source['find']> {
  const program = await findOnPath(pythonNames);
  return program === undefined ? { why: `no ${pythonNames.join(' or ')}` } : { program, why: '' };
}
