// From the text of a run.json to the request, or to one clear sentence about the first thing wrong with it.
// Must not know where the text came from, what the data hold or how anything is trained.

import * as v from 'valibot';
import { type DocumentProblem, located, parseDocument, shapeFault } from '../lossConfig/document';
import type { FieldFault } from '../lossConfig/meaning';
import { schemes } from '../weights/registry';
import { runKind, runVersion, type RunRequest, savesModels } from './request';
import { runRequestSchema } from './schema';

export type RunRequestReading =
  | { readonly ok: true; readonly request: RunRequest }
  | { readonly ok: false; readonly problem: DocumentProblem };

/** Reads a run request of this version. Does not throw. */
export function readRunRequest(text: string): RunRequestReading {
  const parsed = parseDocument(text);
  if ('problem' in parsed) return { ok: false, problem: parsed.problem };
  const refuse = (fault: FieldFault): RunRequestReading => ({
    ok: false,
    problem: located(parsed.source, fault),
  });
  const stranger = strangeness(parsed.document);
  if (stranger !== undefined) return refuse(stranger);
  const checked = v.safeParse(runRequestSchema, parsed.document);
  if (!checked.success) return refuse(shapeFault(checked.issues[0], 'run request'));
  const fault = contradiction(checked.output);
  return fault === undefined ? { ok: true, request: checked.output } : refuse(fault);
}

/** Why it is none of ours, or not of this version. */
function strangeness(document: unknown): FieldFault | undefined {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { path: [], message: 'is no run request: it must be an object' };
  }
  if (!('schema' in document) || document.schema !== runKind) {
    const message = `must be ${JSON.stringify(runKind)}; this is no run request`;
    return { path: ['schema'], message };
  }
  const version = 'version' in document ? document.version : undefined;
  if (typeof version === 'number' && version > runVersion) {
    const message = `is ${version}; this program reads version ${runVersion}, a newer one is needed`;
    return { path: ['version'], message };
  }
  return undefined;
}

/** The first contradiction within a request; `undefined` where there is none. */
function contradiction(request: RunRequest): FieldFault | undefined {
  return inArms(request) ?? inSeeds(request) ?? inClasses(request) ?? inEngine(request);
}

function inArms({ arms }: RunRequest): FieldFault | undefined {
  const { loss, schedule, sampler } = arms[0];
  if (loss.scheme !== 'none' || schedule.kind !== 'none' || sampler.kind !== 'none') {
    const message =
      'is not plain; the first arm is the baseline, without scheme, schedule, sampler';
    return { path: ['arms', 0], message };
  }
  const seen = new Set<string>();
  for (const [at, arm] of arms.entries()) {
    const { scheme, n } = arm.loss;
    if (seen.has(arm.name)) {
      const message = `is ${JSON.stringify(arm.name)}, which is the name of another arm too`;
      return { path: ['arms', at, 'name'], message };
    }
    seen.add(arm.name);
    if (scheme !== 'none' && !schemes.some(({ id }) => id === scheme)) {
      return {
        path: ['arms', at, 'loss', 'scheme'],
        message: `is “${scheme}”, which is no scheme`,
      };
    }
    if (n !== undefined && scheme !== 'effective-number') {
      const message = 'belongs to the scheme “effective-number” only';
      return { path: ['arms', at, 'loss', 'n'], message };
    }
  }
  return undefined;
}

function inSeeds({ seeds }: RunRequest): FieldFault | undefined {
  const at = seeds.findIndex((seed, i) => seeds.indexOf(seed) !== i);
  return at === -1
    ? undefined
    : { path: ['seeds', at], message: `is ${seeds[at]}, which is listed before` };
}

function inClasses({ classes }: RunRequest): FieldFault | undefined {
  const ids = classes.map(({ id }) => id);
  const seen = new Set<string>();
  for (const [at, id] of ids.entries()) {
    if (seen.has(id)) {
      const message = `is ${JSON.stringify(id)}, which is the id of another class too`;
      return { path: ['classes', at, 'id'], message };
    }
    seen.add(id);
  }
  return undefined;
}

function inEngine({ engine, data, savedModel }: RunRequest): FieldFault | undefined {
  if (engine.id === 'command' && engine.command === undefined) {
    return { path: ['engine', 'command'], message: 'is missing; the engine “command” runs it' };
  }
  if (savedModel !== undefined && !savesModels(engine.id)) {
    const message = `is of other engines; “${engine.id}” keeps models in its own form`;
    return { path: ['savedModel'], message };
  }
  if (data.kind === 'workspace' && data.valShare + data.testShare >= 1) {
    const message = 'and “testShare” leave no samples to train on';
    return { path: ['data', 'valShare'], message };
  }
  return undefined;
}
