// What the host tests share: the extension's API, the workspace's files, and waiting for a state.
// Must not know what is tested.

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Dataset } from '../../src/core/model';
import type { ClassBalanceApi, FolderResult } from '../../src/host/api';
import type { Log } from '../../src/host/base/log';

export const extensionId = 'class-balance.class-balance';

export function extension(): vscode.Extension<ClassBalanceApi> {
  const found = vscode.extensions.getExtension<ClassBalanceApi>(extensionId);
  if (found === undefined) throw new Error(`${extensionId} is not installed`);
  return found;
}

/** A bundle of the extension under test. */
export function bundled(name: string): string {
  return join(extension().extensionUri.fsPath, 'dist', name);
}

export function silentLog(): Log {
  const nothing = (): void => undefined;
  return {
    ...{ trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
    ...{ show: nothing, dispose: nothing },
  };
}

/** The API; activates the extension where nothing has yet. */
export async function api(): Promise<ClassBalanceApi> {
  return await extension().activate();
}

export function root(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder.uri;
}

/** The one folder's result, counted anew. */
export async function scanAnew(): Promise<FolderResult> {
  const [result] = await (await api()).scan({ anew: true });
  return result;
}

/** A dataset read from this source, as it is known now. */
export async function datasetFrom(source: string): Promise<Dataset | undefined> {
  const [{ datasets }] = (await api()).results();
  return datasets.find(({ sources, status }) => status === 'asserted' && sources.includes(source));
}

/** Class name to count, of all splits or one. */
export function countsOf(dataset: Dataset | undefined, split?: string): Record<string, number> {
  const counts = dataset?.splits.find(({ name }) => name === split)?.counts;
  const entries = (dataset?.classes ?? []).map(({ name, count }, at): [string, number] => [
    name,
    split === undefined ? count : (counts?.[at] ?? NaN),
  ]);
  return Object.fromEntries(entries);
}

export async function writeText(path: string, text: string): Promise<void> {
  const file = join(root().fsPath, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

export async function move(from: string, to: string): Promise<void> {
  await rename(join(root().fsPath, from), join(root().fsPath, to));
}

export async function remove(path: string): Promise<void> {
  await rm(join(root().fsPath, path), { recursive: true, force: true });
}

export async function setting(key: string, value: unknown): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration('classBalance').update(key, value, target);
}

/** Waits until the answer is neither undefined nor false, and gives it. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  seconds = 15,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    await sleep(50);
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}

/**
 * How often a timer of this process fired meanwhile: one that worked by itself would let none fire. How long the event
 * loop was held up is told for the benchmark, which runs tests by their names; nothing here depends on it.
 */
export async function eventLoopDuring(what: string, work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 5);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  // It measures from the next tick on.
  await sleep(20);
  delay.reset();
  await work();
  delay.disable();
  clearInterval(timer);
  const [p99, worst] = [delay.percentile(99), delay.max].map((nanoseconds) => nanoseconds / 1e6);
  console.log(`event loop during ${what}: p99 ${p99.toFixed(1)} ms, max ${worst.toFixed(1)} ms`);
  return turns;
}
