// The trainer process: its arguments, signals and exit code.
// Must not know engines or data beyond handing them to the run.

import { mkdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WriteError } from '../node/atomicWrite';
import { newRunFolder } from '../node/runFolder';
import { prepareData } from './data/workspaceData';
import { engines } from './engines/registry';
import { listEngines } from './listEngines';
import { isOutside, runOutside } from './outside/outside';
import { besideProgram } from '../node/place';
import { writeReports } from './run/reports';
import { readRequestFile } from './run/requestFile';
import { runTraining } from './run/run';
import { RunError, type RunStatus } from './run/runError';
import { showOn } from './show/terminal';

const usage = `Usage: trainer --config run.json [--resume] [--out FOLDER]
       trainer --report FOLDER

  --config FILE   the request; where it is called run.json, its folder is the run folder
  --resume        go on with the run that the folder holds
  --out FOLDER    the run folder; default: a new one in .class-balance/runs
  --report FOLDER write report.md, report.html and TensorBoard’s files of a finished run, whichever engine trained it
  --python FILE   interpreter of the engine “pytorch”; default: python3
  --engines       say, as JSON, which engines there are and what they run on

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`;

const exitCodes: Readonly<Record<RunStatus, number>> = { done: 0, failed: 1, stopped: 130 };

async function main(): Promise<number> {
  const given = parsed();
  if (given === undefined) return 2;
  if (given.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (given.engines === true) {
    process.stdout.write(await listEngines(engines));
    return 0;
  }
  if (given.report !== undefined) {
    const folder = resolve(given.report);
    await writeReports(folder, readRequestFile(join(folder, 'run.json')));
    process.stdout.write(`${join(folder, 'report.html')}\n`);
    return 0;
  }
  const { config, out, resume = false } = given;
  if (config === undefined) {
    process.stderr.write(`Say what to train by --config.\n\n${usage}`);
    return 2;
  }
  politely();
  const file = resolve(config);
  const request = readRequestFile(file);
  const own = basename(file) === 'run.json' ? dirname(file) : newRunFolder(process.cwd(), request);
  const folder = out === undefined ? own : resolve(out);
  mkdirSync(folder, { recursive: true });
  const shown = screen();
  const signal = interruption();
  const write = (text: string): void => {
    shown.write(text);
  };
  const status = isOutside(request)
    ? await runOutside({
        ...{ folder, request, resume, signal, write, python: given.python },
        packageFolder: besideProgram('python'),
        onEvent: showOn(shown),
      })
    : await runTraining({
        ...{ folder, request, resume, engines, signal },
        now: () => new Date(),
        prepare: prepareData,
        onEvent: showOn(shown),
      });
  shown.write(`Run folder: ${folder}\n`);
  return exitCodes[status];
}

function parsed() {
  try {
    return parseArgs({
      options: {
        config: { type: 'string' },
        out: { type: 'string' },
        resume: { type: 'boolean' },
        engines: { type: 'boolean' },
        report: { type: 'string' },
        python: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

/** The editor and other runs come first. */
function politely(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      controller.abort(new Error('It was stopped.'));
    });
  }
  return controller.signal;
}

function screen() {
  const { stdout } = process;
  // The run folder is what counts: training goes on when nobody reads along any more.
  let isGone = false;
  stdout.on('error', () => {
    isGone = true;
  });
  const isTerminal = (stdout as Partial<typeof stdout>).isTTY === true;
  return {
    isTerminal,
    write: (text: string) => {
      if (!isGone) stdout.write(text);
    },
    get rows() {
      return isTerminal ? stdout.rows : 24;
    },
    get columns() {
      return isTerminal ? stdout.columns : 80;
    },
  };
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known = error instanceof RunError || error instanceof WriteError;
    const internal = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${known ? error.message : internal}\n`);
    process.exitCode = 1;
  },
);
