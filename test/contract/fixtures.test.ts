// Every fixture against its truth, the project's own and the shared ones where they are there.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formats } from '../../src/core/formats/registry';
import type { ScanReport } from '../../src/core/model';
import { scan } from '../../src/core/scan';
import { InProcessRunner } from '../../src/node/inProcessRunner';
import { MemorySource } from '../fakes/memorySource';
import { scanFolder } from '../lib/scanFolder';
import { type Fixture, ownFixtures, sharedFixtures } from '../lib/fixtures';
import { compare } from '../lib/truth';

const own = ownFixtures();
const shared = sharedFixtures('the contract over the shared fixtures');

/** Families of the shared fixtures that the formats of this version read. */
const readable = [
  'CSV/TSV tables',
  'Path-label list files',
  'Class folders',
  'COCO (instances, panoptic, LVIS, iNat, captions)',
  'YOLO',
  'Pascal VOC / ImageNet XML',
  'MNIST IDX',
  'TFRecord',
  'PNG masks',
  'WebDataset tar',
  'NPY/NPZ',
  'CIFAR pickle/binary, STL-10',
  'OpenMMLab JSON',
  'Datumaro JSON',
  'JSONL/NDJSON',
  'Label Studio',
  'LabelMe',
  'CVAT XML',
  'Other JSON',
  'Robustness (not labels)',
  'fastText',
  'svmlight',
  'ARFF',
  'Other text',
  'VIA',
  'Audio manifests',
  'Open Images CSV',
  'CoNLL/IOB/CoNLL-U',
  'KITTI / DOTA / MOT / WIDER / ICDAR',
  'HDF5',
  'MATLAB .mat',
  'Parquet/Arrow/Feather',
  'SQLite/DuckDB',
];

async function check(fixture: Fixture): Promise<ScanReport> {
  const report = await scanFolder(join(fixture.folder, 'data'));
  const { failures, extras } = compare(report, fixture.truth);
  expect({ failures, extras }).toEqual({ failures: [], extras: [] });
  return report;
}

/** Nothing a report says may be unusable. */
function expectSound(report: ScanReport): void {
  expect(JSON.stringify(report)).not.toMatch(/:null|internal-error/);
  for (const dataset of report.datasets) {
    expect(new Set(dataset.classes.map((entry) => entry.id)).size).toBe(dataset.classes.length);
    for (const split of dataset.splits) {
      expect(split.counts).toHaveLength(dataset.classes.length);
      expect(split.counts.every((count) => Number.isFinite(count) && count >= 0)).toBe(true);
    }
    dataset.classes.forEach((entry, at) => {
      const sum = dataset.splits.reduce((total, split) => total + split.counts[at], 0);
      expect(sum).toBe(entry.count);
    });
  }
}

describe.each(own)('fixture $name', (fixture) => {
  test('gives its truth', async () => {
    expectSound(await check(fixture));
  });
});

describe.each(shared.filter((fixture) => readable.includes(fixture.truth.family)))(
  'shared fixture $name',
  (fixture) => {
    test('gives its truth', async () => {
      expectSound(await check(fixture));
    });
  },
);

describe.each(shared.filter((fixture) => !readable.includes(fixture.truth.family)))(
  'shared fixture $name, of a format not read yet',
  (fixture) => {
    test('asserts nothing untrue', async () => {
      const report = await scanFolder(join(fixture.folder, 'data'));
      expectSound(report);
      expect(compare(report, fixture.truth).extras).toEqual([]);
    });
  },
);

test('every format has a fixture of its own', () => {
  const covered = new Set(own.map((fixture) => fixture.name.split('/')[0]));
  expect(formats.map((format) => format.id).filter((id) => !covered.has(id))).toEqual([]);
});

test('a folder without files gives an empty report', async () => {
  const source = new MemorySource({});
  const report = await scan(source, {
    formats,
    runner: new InProcessRunner(formats, source),
    excludes: { globs: [], gitignore: false },
    rules: [],
    signal: new AbortController().signal,
    now: () => 0,
  });
  expect(report).toMatchObject({ datasets: [], problems: [], stats: { files: 0, bytes: 0 } });
});
