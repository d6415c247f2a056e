// Datasets and folder states for the shell's unit tests.
// Must not know what is tested.

import type { Dataset, SplitCounts } from '../../../src/core/model';
import type { FolderState } from '../../../src/host/folderState';

export function datasetOf(given: Partial<Dataset> = {}): Dataset {
  return {
    id: 'delimited:pets.csv',
    name: 'pets.csv',
    format: 'delimited',
    readAs: 'Delimited table',
    unit: 'row',
    status: 'asserted',
    sources: ['pets.csv'],
    evidence: [],
    multiLabel: false,
    samples: 7,
    unlabelled: 0,
    classes: [
      { id: 'cat', name: 'cat', count: 4 },
      { id: 'dog', name: 'dog', count: 3 },
      { id: 'owl', name: 'owl', count: 0 },
    ],
    splits: [splitOf('all', [4, 3, 0])],
    problems: [],
    ...given,
  };
}

export function splitOf(name: string, counts: readonly number[]): SplitCounts {
  const samples = counts.reduce((sum, count) => sum + count, 0);
  return { name, samples, unlabelled: 0, counts };
}

export function stateOf(given: Partial<FolderState> = {}, path = '/work'): FolderState {
  const uri = { path, scheme: 'file', toString: () => `file://${path}` };
  const folder = { uri, name: path.slice(1), index: 0 } as unknown as FolderState['folder'];
  return { folder, status: 'done', stale: false, datasets: [], problems: [], ...given };
}
