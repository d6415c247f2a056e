// An export as tests need it: classes in, the rest usual.
// Must not know targets.

import type { ExportInput } from '../../src/core/exporters/exporter';
import type { ClassCount, Unit } from '../../src/core/model';
import { weighClasses } from '../../src/core/weights/table';

export function exportInput(
  classes: readonly ClassCount[],
  more: { unit?: Unit; samples?: number; multiLabel?: boolean; scheme?: string } = {},
): ExportInput {
  const { unit = 'image', multiLabel = false, scheme = 'effective-number' } = more;
  return {
    table: weighClasses({ scheme, classes }),
    provenance: {
      tool: 'class-balance test',
      created: '2026-01-01T00:00:00.000Z',
      dataset: 'pets "and"\nmore',
      sources: ['a b/train.csv'],
      unit,
      split: 'train',
      multiLabel,
      samples: more.samples ?? classes.reduce((sum, entry) => sum + entry.count, 0),
    },
  };
}

/** Classes from counts, named by index. */
export function classesOf(...counts: number[]): ClassCount[] {
  return counts.map((count, index) => ({ id: index.toString(), name: `class ${index}`, count }));
}
