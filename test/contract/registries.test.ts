// What every registry entry promises, whoever wrote it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exporters } from '../../src/core/exporters/registry';
import type { ExportFile, Exporter } from '../../src/core/exporters/exporter';
import { formats } from '../../src/core/formats/registry';
import type { ClassCount } from '../../src/core/model';
import { units } from '../../src/core/model';
import { accountName, isOwnFile } from '../../src/core/ownFiles';
import { schemes } from '../../src/core/weights/registry';
import { weighClasses } from '../../src/core/weights/table';
import { writeRegistries } from '../../scripts/registries.mjs';
import { bytesOf, sourceOf } from '../lib/exportInput';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const classes = fc.array(
  fc.record({
    id: fc.string({ unit: 'binary', maxLength: 12 }),
    name: fc.string({ unit: 'binary', maxLength: 30 }),
    count: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_000_000 })),
  }),
  { maxLength: 30 },
);

function inputOf(all: readonly ClassCount[]) {
  return {
    table: weighClasses({ scheme: 'effective-number', classes: all }),
    provenance: {
      tool: 'class-balance test',
      created: '2026-01-01T00:00:00.000Z',
      dataset: 'pets "and"\nmore',
      sources: ['a b/train.csv'],
      unit: 'image' as const,
      split: 'train',
      multiLabel: false,
      samples: all.reduce((sum, entry) => sum + entry.count, 0),
    },
    samples: sourceOf([]),
  };
}

/** A target may refuse what it cannot say, by a RangeError with a reason. */
function filesOrRefusal(exporter: Exporter, all: readonly ClassCount[]): readonly ExportFile[] {
  try {
    return exporter.files(inputOf(all), exporter.fileName);
  } catch (error) {
    if (error instanceof RangeError && error.message.length > 20) return [];
    throw error;
  }
}

describe('registries', () => {
  test('are what the generator writes', async () => {
    expect(await writeRegistries({ check: true })).toEqual([]);
  });

  for (const [kind, entries] of Object.entries({ formats, schemes, exporters })) {
    test(`${kind} have unique kebab-case ids and titles`, () => {
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.filter((entry) => !kebab.test(entry.id))).toEqual([]);
      expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
      expect(new Set(entries.map((entry) => entry.title)).size).toBe(entries.length);
    });
  }
});

describe.each(formats)('format $id', (format) => {
  test('names its units and notes', () => {
    expect(format.units.length).toBeGreaterThan(0);
    expect(format.units.every((unit) => units.includes(unit))).toBe(true);
    expect(Object.values(format.notes).every((note) => note.length > 0)).toBe(true);
  });
});

describe.each(schemes)('scheme $id', (scheme) => {
  test('gives finite weights, positive exactly for classes that have samples', () => {
    fc.assert(
      fc.property(classes, (all) => {
        const { rows } = weighClasses({ scheme: scheme.id, classes: all });
        for (const row of rows) {
          expect(Number.isFinite(row.weight)).toBe(true);
          expect(row.weight > 0).toBe(row.count > 0);
        }
      }),
    );
  });

  test('sums to the number of present classes', () => {
    fc.assert(
      fc.property(classes, (all) => {
        const table = weighClasses({ scheme: scheme.id, classes: all });
        const sum = table.rows.reduce((total, row) => total + row.weight, 0);
        expect(sum).toBeCloseTo(table.presentClasses, 6);
      }),
    );
  });

  test('gives equal counts equal weights', () => {
    const all = ['a', 'b', 'c'].map((id) => ({ id, name: id, count: 7 }));
    const { rows } = weighClasses({ scheme: scheme.id, classes: all });
    for (const row of rows) expect(row.weight).toBeCloseTo(1, 12);
  });
});

describe.each(exporters)('exporter $id', (exporter) => {
  test('writes files that are never read back as labels', async () => {
    const all = [{ id: '0', name: 'cat', count: 3 }];
    const files = exporter.files(inputOf(all), exporter.fileName);
    expect(files.at(0)?.name).toBe(exporter.fileName);
    const names = files.map((file) => file.name);
    for (const file of files) {
      const isMarked = isOwnFile(await bytesOf(file)) || names.includes(accountName(file.name));
      expect(isMarked, file.name).toBe(true);
    }
  });

  test('survives any class name and count', () => {
    fc.assert(
      fc.property(classes, (all) => {
        for (const { content } of filesOrRefusal(exporter, all)) {
          if (typeof content !== 'string') continue;
          expect(content).not.toMatch(/\b(NaN|Infinity|undefined)\b(?=[,\s\]}])(?<!"[^"\n]*)/);
        }
      }),
      { numRuns: 50 },
    );
  });
});
