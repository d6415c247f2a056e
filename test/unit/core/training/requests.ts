// Run requests for tests: one of each kind of data, loss, schedule and engine.
// Must not know who reads them.

import { armsOf } from '../../../../src/core/training/arms';
import { budgetOf, defaultOptimiser } from '../../../../src/core/training/defaults';
import { runKind, runVersion, type RunRequest } from '../../../../src/core/training/request';

export const longTailed = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50].map((count, at) => ({
  id: String(at),
  name: `class ${at}`,
  count,
}));

/** Data packed, the short list of arms, the probe. */
export const packedRequest: RunRequest = {
  schema: runKind,
  version: runVersion,
  name: 'sample run',
  created: '2026-01-02T03:04:05.678Z',
  tool: 'class-balance 0.0.0',
  dataset: {
    ...{ name: 'sample', sources: ['data'], unit: 'image', split: 'train', multiLabel: false },
    ...{ samples: 12_406, fingerprint: null },
  },
  classes: longTailed,
  data: { kind: 'packed', folder: 'data', layout: 'features' },
  model: { name: 'linear' },
  engine: { id: 'probe', device: 'auto', deterministic: true },
  arms: armsOf('default', longTailed, 60),
  seeds: [0, 1, 2],
  optimiser: defaultOptimiser('probe', 'linear'),
  budget: budgetOf('probe', 10, 6),
  weightScale: 'sample-mean',
};

/** Every form that a field can take is in one of these. */
export const requests: readonly RunRequest[] = [
  packedRequest,
  {
    ...packedRequest,
    $schema: 'training-run.schema.json',
    classes: [],
    data: {
      ...{ kind: 'workspace', root: '/data', dataset: 'images', size: 32, columns: ['a', 'b'] },
      ...{ excludes: { globs: ['**/tmp'], gitignore: false } },
      rules: [
        { path: 'a.csv', format: 'delimited', reading: 'column:a', split: 'train' },
        { path: '**', group: '-2' },
      ],
      ...{ valShare: 0.1, testShare: 0.2, longTail: 100 },
    },
    model: { name: 'mlp', hidden: 64 },
    arms: armsOf('full', longTailed, 30),
    optimiser: { ...defaultOptimiser('tensorflow', 'small-cnn'), learningRate: 1e-3 },
    weightScale: 'class-sum',
    savedModel: 'tfjs',
  },
  {
    ...packedRequest,
    data: { kind: 'files', root: '/data', samples: 'samples.jsonl', size: 224 },
    model: { name: 'timm:resnet18' },
    engine: {
      ...{ id: 'pytorch', device: 'cuda', workers: 4, processes: 2, nodes: 2, ray: false },
      ...{ rendezvous: 'host:29500', deterministic: false, command: ['python', '${lossConfig}'] },
    },
    arms: [
      packedRequest.arms[0],
      {
        name: 'balanced sampler',
        loss: { family: 'softmax', scheme: 'inverse' },
        schedule: { kind: 'none' },
        sampler: { kind: 'repeat-factor', threshold: 0.01 },
      },
    ],
    budget: { epochs: 200, halving: true },
  },
];
