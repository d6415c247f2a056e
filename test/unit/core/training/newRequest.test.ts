// What a request asks for where nobody was asked.
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../../src/core/model';
import { newRunRequest } from '../../../../src/core/training/newRequest';
import type { EngineId } from '../../../../src/core/training/request';

const datasetOf = (unit: Dataset['unit']): Dataset => ({
  ...{
    id: 'a',
    name: 'a',
    format: 'delimited',
    readAs: 'Delimited table',
    unit,
    status: 'asserted',
    problems: [],
  },
  ...{ sources: ['a'], evidence: [], multiLabel: false, samples: 60, unlabelled: 0 },
  classes: [
    { id: 'x', name: 'x', count: 50 },
    { id: 'y', name: 'y', count: 10 },
  ],
  splits: [{ name: 'all', samples: 60, unlabelled: 0, counts: [50, 10] }],
});

describe('a request without a model', () => {
  const modelOf = (unit: Dataset['unit'], engine?: EngineId): string =>
    newRunRequest({
      ...{ root: '/r', dataset: datasetOf(unit), created: '2026-01-02T03:04:05Z', tool: 't' },
      ...(engine !== undefined && { engine }),
    }).model.name;

  test('takes one that the engine trains on such samples', () => {
    expect(modelOf('row')).toBe('linear');
    expect(modelOf('image', 'probe')).toBe('linear');
    expect(modelOf('image', 'tensorflow')).toBe('small-cnn');
    for (const engine of ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const) {
      expect(modelOf('row', engine)).toBe('mlp');
    }
  });
});
