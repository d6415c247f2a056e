// What every format promises on every fixture, however its bytes arrive: cut anywhere, cut short, or given up.
import { describe, expect, test } from 'vitest';
import { formats } from '../../src/core/formats/registry';
import type { ScanReport } from '../../src/core/model';
import { SourceError } from '../../src/core/ports';
import { scan } from '../../src/core/scan';
import { InProcessRunner } from '../../src/node/inProcessRunner';
import { MemorySource } from '../fakes/memorySource';
import { filesOf, ownFixtures, sharedFixtures } from '../lib/fixtures';
import { scanMemory } from '../lib/scanMemory';

const all = [
  ...ownFixtures(),
  ...sharedFixtures('the contract on cut and truncated bytes over the shared fixtures'),
].map((fixture) => ({ name: fixture.name, files: filesOf(fixture) }));

/** Larger files would make a byte at a time slow, and cut at the same kinds of places. */
const largest = 100_000;

/** What was counted, without what may differ: how many bytes were read on the way. */
const counted = ({ datasets }: ScanReport): unknown => datasets;

const sizeOf = (files: Readonly<Record<string, Uint8Array>>): number =>
  Math.max(0, ...Object.values(files).map((bytes) => bytes.length));

describe.each(all)('fixture $name', ({ files }) => {
  test('gives the same counts whatever the chunks', async () => {
    const whole = counted(await scanMemory(formats, files));
    for (const chunkSize of sizeOf(files) > largest ? [4093] : [1, 3, 61]) {
      expect(counted(await scanMemory(formats, files, { chunkSize })), `${chunkSize}`).toEqual(
        whole,
      );
    }
  });

  test('never breaks a reader when a file is cut short', async () => {
    for (const share of [0, 0.3, 0.7, 0.98]) {
      const cut = Object.fromEntries(
        Object.entries(files).map(([path, bytes]) => [
          path,
          bytes.subarray(0, Math.floor(bytes.length * share)),
        ]),
      );
      const report = await scanMemory(formats, cut);
      const problems = [...report.problems, ...report.datasets.flatMap((one) => one.problems)];
      expect(
        problems.filter((one) => one.code === 'internal-error'),
        `${share}`,
      ).toEqual([]);
      for (const dataset of report.datasets) {
        expect(dataset.classes.every((entry) => Number.isFinite(entry.count))).toBe(true);
      }
    }
  });

  test('turns unreadable bytes into problems', async () => {
    const source = new MemorySource(files);
    const fail = (path: string): never => {
      throw new SourceError('unreadable', path, `No permission for ${path}.`);
    };
    const broken = new MemorySource(files);
    Object.assign(broken, { whole: fail, read: fail, chunks: fail });
    const report = await scan(source, {
      ...options(),
      runner: new InProcessRunner(formats, broken),
    });
    const problems = report.datasets.flatMap((one) => one.problems);
    expect(problems.filter((one) => one.code === 'internal-error')).toEqual([]);
  });
});

function options() {
  return {
    formats,
    excludes: { globs: [], gitignore: false },
    rules: [],
    signal: new AbortController().signal,
    now: () => 0,
  };
}

test('ten datasets side by side in ten formats are ten datasets', async () => {
  const cases = [
    'delimited',
    'path-label-list',
    'coco',
    'yolo',
    'pascal-voc',
    'class-folders',
    'fasttext',
    'arff',
    'openmmlab',
    'idx',
  ].map((format) => {
    return { format, fixtures: all.filter(({ name }) => name.startsWith(`${format}/`)) };
  });
  const chosen = await Promise.all(
    cases.map(async ({ format, fixtures }) => {
      for (const { files } of fixtures) {
        const { datasets } = await scanMemory(formats, files);
        if (datasets.length === 1) return { format, files, dataset: datasets[0] };
      }
      throw new Error(`no fixture of ${format} that is one dataset`);
    }),
  );
  const together = Object.fromEntries(
    chosen.flatMap(({ format, files }) =>
      Object.entries(files).map(([path, bytes]) => [`${format}/${path}`, bytes]),
    ),
  );
  const { datasets } = await scanMemory(formats, together);
  const summary = (sets: ScanReport['datasets']): string[] =>
    sets
      .map((one) => `${one.format} ${one.status} ${one.classes.map((c) => c.count).join()}`)
      .sort();
  expect(summary(datasets)).toEqual(summary(chosen.map(({ dataset }) => dataset)));
});
