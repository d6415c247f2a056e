// From a weight table, its provenance and the user's choices to a loss config and its text.
// Must not know how the loss is computed or where the file goes. The same input gives the same text.

import type { Provenance } from '../exporters/exporter';
import type { WeightTable } from '../weights/scheme';
import { fingerprintOf } from './fingerprint';
import {
  lossConfigKind,
  lossConfigVersion,
  type FamilyParameters,
  type LossConfig,
  type LossChoices,
  type LossSpec,
  type TrainingRecord,
} from './model';

export type { LossChoices } from './model';

export interface LossConfigInput {
  readonly table: WeightTable;
  readonly provenance: Provenance;
  readonly choices: LossChoices;
  /** Where a comparison chose this loss. */
  readonly training?: TrainingRecord;
}

/**
 * The config of a loss.
 * @throws RangeError when the table has no class or no sample, or a choice is out of range; the message names it.
 */
export function lossConfig({ table, provenance, choices, training }: LossConfigInput): LossConfig {
  checkInput(table, choices);
  const weighted = isWeighted(choices);
  const { dataset: name, sources, unit, split, multiLabel, samples, tool, created } = provenance;
  const fingerprint = fingerprintOf(table.rows);
  return {
    schema: lossConfigKind,
    version: lossConfigVersion,
    dataset: { name, sources, unit, split, multiLabel, samples, fingerprint },
    classes: table.rows.map(({ index, id, name, count, effectiveNumber, weight }) => ({
      ...{ index, id, name, count, effectiveNumber },
      weight: weighted ? weight : 1,
    })),
    loss: lossSpec(table, choices, weighted),
    schedule: choices.schedule ?? { kind: 'none' },
    sampler: choices.sampler ?? { kind: 'none' },
    provenance: { tool, created, ...(training === undefined ? {} : { training }) },
  };
}

/** The document as text, one class a line so that it can be read and compared. */
export function lossConfigText(config: LossConfig): string {
  const rows = config.classes.map((row) => JSON.stringify(row, undefined, 1).replace(/\n */g, ' '));
  const text = JSON.stringify({ ...config, classes: [] }, undefined, 2);
  return `${text.replace('"classes": []', () => `"classes": [\n    ${rows.join(',\n    ')}\n  ]`)}\n`;
}

function isWeighted({ family, weighted }: LossChoices): boolean {
  return weighted ?? (family !== 'balanced-softmax' && family !== 'logit-adjustment');
}

function lossSpec(table: WeightTable, choices: LossChoices, weighted: boolean): LossSpec {
  const { family } = choices;
  const own = Object.entries(table.parameters).filter(([id]) => id !== 'n' && id !== 'beta');
  const oneVsAll = family === 'sigmoid' || family === 'focal';
  return {
    ...familyParameters(choices),
    scheme: weighted ? table.scheme : 'none',
    parameters: weighted ? Object.fromEntries(own) : {},
    n: table.prototypes,
    beta: table.beta,
    normalisation: weighted ? table.normalisation : 'none',
    zeroCount: table.zeroCount,
    biasInitialisation: choices.biasInitialisation ?? (oneVsAll ? 'uniform-prior' : 'none'),
    reduction: choices.reduction ?? (family === 'ldam' ? 'weighted-mean' : 'mean'),
  };
}

function familyParameters(choices: LossChoices): FamilyParameters {
  const { family } = choices;
  switch (family) {
    case 'focal':
      return { family, gamma: choices.gamma ?? 1 };
    case 'logit-adjustment':
      return { family, tau: choices.tau ?? 1 };
    case 'ldam':
      return { family, margin: choices.margin ?? 0.5, scale: choices.scale ?? 30 };
    case 'softmax':
    case 'sigmoid':
    case 'balanced-softmax':
      return { family };
  }
}

function checkInput(table: WeightTable, choices: LossChoices): void {
  if (table.rows.length === 0) throw new RangeError('classes: there is no class to weigh.');
  if (table.presentClasses === 0) throw new RangeError('classes: no class has a sample.');
  const { gamma = 1, tau = 1, margin = 0.5, scale = 30, schedule, sampler } = choices;
  const start = schedule?.kind === 'deferred-reweighting' ? schedule.start : 0;
  const threshold = sampler?.kind === 'repeat-factor' ? sampler.threshold : 1;
  check('gamma', gamma, gamma >= 0 && gamma < Infinity, 'a finite number, at least 0');
  check('tau', tau, tau >= 0 && tau < Infinity, 'a finite number, at least 0');
  check('margin', margin, margin >= 0 && margin < Infinity, 'a finite number, at least 0');
  check('scale', scale, scale > 0 && scale < Infinity, 'a finite number above 0');
  check('start', start, Number.isSafeInteger(start) && start >= 0, 'a whole number, at least 0');
  check('threshold', threshold, threshold > 0 && threshold <= 1, 'above 0 and at most 1');
}

function check(name: string, value: number, holds: boolean, range: string): void {
  if (!holds) throw new RangeError(`${name} is ${value}; it must be ${range}.`);
}
