// What the fields of a loss config must satisfy together, beyond the shape of each.
// Must not know text: it sees a config of the right shape.

import type { ClassEntry } from '../model';
import { betaOf } from '../weights/numberOfPrototypes';
import { fingerprintOf } from './fingerprint';
import type { JsonPath } from './jsonPosition';
import type { LossConfig } from './model';

/** What is wrong with which field. */
export interface FieldFault {
  readonly path: JsonPath;
  readonly message: string;
}

/** The first contradiction within a config; `undefined` where there is none. */
export function contradiction(config: LossConfig): FieldFault | undefined {
  return inClasses(config) ?? inBeta(config) ?? inTraining(config) ?? inFingerprint(config);
}

function inClasses({ classes }: LossConfig): FieldFault | undefined {
  const seen = new Map<string, number>();
  for (const [at, { index, id }] of classes.entries()) {
    if (index !== at) {
      const message = `is ${index} but stands at place ${at}; classes are listed in index order, from 0`;
      return { path: ['classes', at, 'index'], message };
    }
    const other = seen.get(id);
    if (other !== undefined) {
      const message = `is ${JSON.stringify(id)}, which is the id of class ${other} too`;
      return { path: ['classes', at, 'id'], message };
    }
    seen.set(id, at);
  }
  if (classes.every(({ count }) => count === 0)) {
    return { path: ['classes'], message: 'have no sample: every count is 0' };
  }
  if (classes.every(({ weight }) => weight === 0)) {
    return { path: ['classes'], message: 'have no weight: every weight is 0' };
  }
  return undefined;
}

function inBeta({ loss }: LossConfig): FieldFault | undefined {
  const expected = betaOf(loss.n ?? Infinity);
  if (Math.abs(loss.beta - expected) <= 1e-12) return undefined;
  const n = loss.n ?? 'infinite';
  return {
    path: ['loss', 'beta'],
    message: `is ${loss.beta}, but N is ${n}, which gives ${expected}`,
  };
}

function inTraining({ provenance }: LossConfig): FieldFault | undefined {
  const { training } = provenance;
  if (training === undefined) return undefined;
  if (training.arms.some((arm) => arm.name === training.chosen)) return undefined;
  const path = ['provenance', 'training', 'chosen'];
  return { path, message: `is ${JSON.stringify(training.chosen)}, which is none of the arms` };
}

function inFingerprint({ dataset, classes }: LossConfig): FieldFault | undefined {
  const { fingerprint } = dataset;
  if (fingerprint === null || fingerprint === fingerprintOf(classes)) return undefined;
  const message =
    'does not belong to these ids and counts; if they were changed on purpose, set it to null';
  return { path: ['dataset', 'fingerprint'], message };
}

/** How the classes of a config differ from those of the dataset it is used for; counts may differ. */
export function mismatch(
  config: LossConfig,
  classes: readonly ClassEntry[],
): FieldFault | undefined {
  const own = config.classes;
  if (own.length !== classes.length) {
    const message = `are ${own.length}, but the dataset has ${classes.length}`;
    return { path: ['classes'], message };
  }
  const at = own.findIndex(({ id, name }, i) => id !== classes[i].id || name !== classes[i].name);
  if (at === -1) return undefined;
  const key = own[at].id === classes[at].id ? 'name' : 'id';
  const ids = new Set(classes.map(({ id }) => id));
  const reordered = key === 'id' && own.every(({ id }) => ids.has(id));
  const hint = reordered ? '; the classes are the same but their order differs' : '';
  const [mine, theirs] = [own[at][key], classes[at][key]].map((text) => JSON.stringify(text));
  return {
    path: ['classes', at, key],
    message: `is ${mine}, but the dataset has ${theirs} there${hint}`,
  };
}
