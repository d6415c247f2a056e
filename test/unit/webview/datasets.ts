// Small datasets for the page's unit tests.
import type { Dataset } from '../../../src/core/model';

export function datasetOf(
  names: readonly string[],
  splits: Readonly<Record<string, readonly number[]>>,
  extra: Partial<Dataset> = {},
): Dataset {
  const entries = Object.entries(splits);
  const total = (counts: readonly number[]): number => counts.reduce((sum, one) => sum + one, 0);
  return {
    ...{
      id: 'd',
      name: 'D',
      format: 'delimited',
      readAs: 'Delimited table',
      unit: 'image',
      status: 'asserted',
    },
    ...{ sources: ['d.csv'], evidence: [], multiLabel: false, unlabelled: 0, problems: [] },
    samples: entries.reduce((sum, [, counts]) => sum + total(counts), 0),
    classes: names.map((name, i) => ({
      ...{ id: name, name },
      count: entries.reduce((sum, [, counts]) => sum + counts[i], 0),
    })),
    splits: entries.map(([name, counts]) => ({
      ...{ name, counts, samples: total(counts), unlabelled: 0 },
    })),
    ...extra,
  };
}
