// One config a family, with odd names, an empty class, a schedule, samplers and a training record among them.
import type { LossConfig, LossFamily } from '../../../../src/core/lossConfig/model';
import { lossConfig, type LossConfigInput } from '../../../../src/core/lossConfig/write';
import { weighClasses } from '../../../../src/core/weights/table';
import { provenance, tableOf } from '../losses/vectors';

const names = ['"quoted"', 'new\nline', 'naïve 猫 🐈', '0012', 'None', '}', 'class'];
const odd = names.map((name, i) => ({
  id: `${i} ${name}`,
  name,
  count: [90, 30, 0, 7, 3, 1, 1][i],
}));

const inputs: Readonly<Record<LossFamily, LossConfigInput>> = {
  softmax: {
    table: weighClasses({ scheme: 'effective-number', classes: odd }),
    provenance,
    choices: { family: 'softmax', sampler: { kind: 'square-root' } },
  },
  sigmoid: {
    table: tableOf([40, 12, 5], { parameters: { n: Infinity } }),
    provenance: { ...provenance, multiLabel: true, unit: 'document' },
    choices: { family: 'sigmoid', reduction: 'sum' },
  },
  focal: {
    table: tableOf([900, 80, 7, 2], { scheme: 'power', parameters: { q: 0.25, beta: 0.999 } }),
    provenance,
    choices: { family: 'focal', gamma: 0.5 },
    training: {
      arms: [
        { name: 'cross-entropy', metrics: { 'balanced accuracy': 0.61 } },
        { name: 'focal', metrics: { 'balanced accuracy': 0.67 } },
      ],
      chosen: 'focal',
      seeds: [0, 1, 2],
      environment: { torch: '2.13.0', device: 'cpu' },
    },
  },
  'balanced-softmax': {
    table: tableOf([50, 0, 5], { zeroCount: 'pseudo-count' }),
    provenance,
    choices: { family: 'balanced-softmax', sampler: { kind: 'balanced' } },
  },
  'logit-adjustment': {
    table: tableOf([50, 0, 5]),
    provenance: { ...provenance, sources: [], split: 'all' },
    choices: { family: 'logit-adjustment', tau: 1.5 },
  },
  ldam: {
    table: tableOf([5000, 500, 50]),
    provenance,
    choices: {
      family: 'ldam',
      schedule: { kind: 'deferred-reweighting', start: 160 },
      sampler: { kind: 'repeat-factor', threshold: 0.001 },
    },
  },
};

export const documents: readonly (readonly [LossFamily, LossConfig])[] = Object.entries(inputs).map(
  ([family, input]) => [family as LossFamily, lossConfig(input)],
);

/** The config of a family, from {@link documents}. */
export function configNamed(family: LossFamily): LossConfig {
  const found = documents.find(([name]) => name === family);
  if (found === undefined) throw new Error(`There is no document for ${family}.`);
  return found[1];
}
