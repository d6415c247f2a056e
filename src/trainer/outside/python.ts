// The PyTorch engine: data are prepared here, then the bundled Python package trains in the user's interpreter.
// Must not know PyTorch; python -m class_balance.train writes the events and the outputs.

import { join } from 'node:path';
import type { RunRequest } from '../../core/training/request';
import { writeFileAtomic } from '../../node/atomicWrite';
import { findOnPath, pythonNames } from '../../node/onPath';
import { prepareData } from '../data/workspaceData';
import { readEvents } from '../run/eventFile';
import { writeReports } from '../run/reports';
import { requestText } from '../run/requestFile';
import type { RunStatus } from '../run/runError';
import { ended, eventsOf, type OutsideRun } from './runEvents';
import { outerEnvironment, runProgram } from './program';

/** Beside run.json: the same request, with packed data. */
const preparedName = 'prepared.json';

export async function runPython(run: OutsideRun): Promise<RunStatus> {
  const { folder, request, resume, packageFolder, signal, write } = run;
  const python = run.python ?? (await findOnPath(pythonNames)) ?? pythonNames[0];
  const say = (line: string): void => {
    write(`${line}\n`);
  };
  const prepared = await preparedRequest(request, folder, signal, say);
  const { classes } = prepared;
  await keep(join(folder, 'run.json'), { ...request, classes });
  // Where the data come from stays in run.json, so that they are prepared again where the cache is gone.
  const config = join(folder, request.data.kind === 'workspace' ? preparedName : 'run.json');
  if (request.data.kind === 'workspace') await keep(config, prepared);
  const before = lastEnd(folder)?.seq ?? -1;
  const args = ['-m', 'class_balance.train', '--config', config, ...(resume ? ['--resume'] : [])];
  say(`${python} ${args.join(' ')}`);
  // The package's own folder comes first on Python's path: no file of the workspace can stand in for a module.
  const { code, lastWords } = await runProgram(
    {
      program: python,
      args,
      cwd: packageFolder,
      env: { ...outerEnvironment(packageFolder, 'first'), PYTHONUNBUFFERED: '1' },
    },
    signal,
    write,
  );
  const end = lastEnd(folder);
  if (end !== undefined && end.seq > before) {
    if (end.status === 'done') await writeReports(folder, prepared);
    return end.status;
  }
  return ended(run, `Python ended with code ${code ?? '–'}. ${lastWords}`.trim());
}

async function keep(file: string, request: RunRequest): Promise<void> {
  await writeFileAtomic(file, requestText(request), { overwrite: true });
}

/** The request with packed data: what the Python side reads. */
async function preparedRequest(
  request: RunRequest,
  folder: string,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<RunRequest> {
  if (request.data.kind !== 'workspace') return request;
  const { workers } = request.engine;
  const { data, classes } = await prepareData(request, folder, {
    ...{ signal, say },
    ...(workers !== undefined && { workers }),
  });
  return {
    ...{ ...request, classes },
    data: { kind: 'packed', folder: data.folder, layout: data.layout },
  };
}

function lastEnd(folder: string) {
  return readEvents(eventsOf(folder)).findLast((event) => event.type === 'end');
}
