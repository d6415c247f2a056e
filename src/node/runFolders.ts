// Run folders on disk: made, listed, and told at a glance by run.json and the end of events.jsonl.
// Must not know how a run is shown; what the files say is checked, for anybody may have written them.

import { mkdir, open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerdictEvent } from '../core/training/events';
import { readRunRequest } from '../core/training/read';
import { readEvent } from '../core/training/readEvent';
import type { RunRequest } from '../core/training/request';
import { writeFileAtomic } from './atomicWrite';
import { isAlive } from './processes';
import { newRunFolder } from './runFolder';
import { systemCode } from './sourceErrors';

/** Below a workspace folder. */
const runsPath = ['.class-balance', 'runs'] as const;
export const eventsName = 'events.jsonl';
export const requestName = 'run.json';

/** Read from the end of events.jsonl to learn how a run ended: more than a verdict over many arms and classes. */
const tailBytes = 4 * 1024 * 1024;
const largestRequest = 64 * 1024 * 1024;
/** Runs of one workspace folder that are listed, newest first. */
const mostRuns = 500;

/** `interrupted`: it did not say its end, and nobody is at it any more. */
export type RunEnd = 'new' | 'running' | 'interrupted' | 'done' | 'stopped' | 'failed';

export interface RunSummary {
  /** Absolute. */
  readonly folder: string;
  readonly request: RunRequest;
  readonly status: RunEnd;
  readonly reason?: string;
  readonly verdict?: Omit<VerdictEvent, 'type'>;
  /** Milliseconds; changes with anything of the above. */
  readonly changed: number;
}

/**
 * Makes a new run folder below a workspace folder and writes the request into it. The first one keeps all of them out
 * of version control.
 * @throws WriteError or what the system says.
 */
export async function createRunFolder(root: string, request: RunRequest): Promise<string> {
  await mkdir(join(root, ...runsPath), { recursive: true });
  await keepOut(join(root, runsPath[0], '.gitignore'));
  for (;;) {
    const folder = newRunFolder(root, request);
    try {
      await mkdir(folder);
    } catch (error) {
      // Another window was quicker: the next name.
      if (systemCode(error) === 'EEXIST') continue;
      throw error;
    }
    await writeFileAtomic(join(folder, requestName), `${JSON.stringify(request, undefined, 2)}\n`);
    return folder;
  }
}

async function keepOut(file: string): Promise<void> {
  try {
    await writeFileAtomic(file, 'runs/\ncache/\n');
  } catch (error) {
    // There is one already, which is the user's.
    if (!(error instanceof Error && 'code' in error && error.code === 'exists')) throw error;
  }
}

/** The runs of a workspace folder, newest first; what is no run of ours is left out. */
export async function listRuns(root: string): Promise<readonly RunSummary[]> {
  const runs = join(root, ...runsPath);
  const names = await namesIn(runs);
  const newest = names.sort().reverse().slice(0, mostRuns);
  const found = await Promise.all(newest.map((name) => summariseRun(join(runs, name))));
  return found.filter((one) => one !== undefined);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return [];
  }
}

const known = new Map<string, RunSummary>();

/** A run at a glance; `undefined` where the folder holds no readable run.json. */
export async function summariseRun(folder: string): Promise<RunSummary | undefined> {
  const [requestTime, events] = await Promise.all([
    changeOf(join(folder, requestName)),
    changeOf(join(folder, eventsName)),
  ]);
  if (requestTime === undefined) return undefined;
  const changed = Math.max(requestTime.time, events?.time ?? 0);
  const before = known.get(folder);
  const isRunning = await isHeld(folder);
  if (before?.changed === changed && (before.status === 'running') === isRunning) return before;
  const request = await readRequest(join(folder, requestName), requestTime.size);
  if (request === undefined) return undefined;
  const end = events === undefined ? undefined : await endOf(join(folder, eventsName));
  const ended = end?.status ?? (events ? 'interrupted' : 'new');
  const { reason, verdict } = end ?? {};
  const status = isRunning ? 'running' : ended;
  const summary: RunSummary = { folder, request, status, reason, verdict, changed };
  known.set(folder, summary);
  return summary;
}

async function changeOf(
  file: string,
): Promise<{ readonly time: number; readonly size: number } | undefined> {
  try {
    const { mtimeMs, size } = await stat(file);
    return { time: mtimeMs, size };
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

async function readRequest(file: string, size: number): Promise<RunRequest | undefined> {
  if (size > largestRequest) return undefined;
  const reading = readRunRequest(await readFile(file, 'utf8'));
  return reading.ok ? reading.request : undefined;
}

/** True while a living process holds the run's lock. */
export async function isHeld(folder: string): Promise<boolean> {
  const holder = await holderOf(folder);
  return holder !== undefined && isAlive(holder);
}

/** The process that the run's lock names, living or not. */
export async function holderOf(folder: string): Promise<number | undefined> {
  try {
    const text = (await readFile(join(folder, 'run.lock'), 'utf8')).slice(0, 32);
    const holder = Number.parseInt(text, 10);
    return Number.isSafeInteger(holder) && holder > 0 ? holder : undefined;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}

interface End {
  readonly status?: 'done' | 'stopped' | 'failed';
  readonly reason?: string;
  readonly verdict?: Omit<VerdictEvent, 'type'>;
}

/** How the events end; a start after the last end takes it back. */
async function endOf(file: string): Promise<End> {
  let end: End = {};
  for (const line of (await tailOf(file)).split('\n')) {
    const event = readEvent(line);
    if (event?.type === 'start') end = { verdict: end.verdict };
    if (event?.type === 'end') end = { ...end, status: event.status, reason: event.reason };
    if (event?.type !== 'verdict') continue;
    const { ranking, chosen, statement } = event;
    end = { ...end, verdict: { ranking, chosen, statement } };
  }
  return end;
}

async function tailOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const text = buffer.toString('utf8', 0, bytesRead);
    return length < size ? text.slice(text.indexOf('\n') + 1) : text;
  } finally {
    await handle.close();
  }
}
