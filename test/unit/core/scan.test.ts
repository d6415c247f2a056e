import { describe, expect, test } from 'vitest';
import type { Claim } from '../../../src/core/claims';
import type { LabelFormat } from '../../../src/core/formats/format';
import type { Dataset } from '../../../src/core/model';
import { SourceError } from '../../../src/core/ports';
import { scan, type ScanOptions } from '../../../src/core/scan';
import { InProcessRunner } from '../../../src/node/inProcessRunner';
import { MemorySource } from '../../fakes/memorySource';

/** One label a line, in files ending in .lab; small enough to see through. */
const lines: LabelFormat = {
  id: 'lines',
  title: 'Lines',
  units: ['row'],
  notes: { detects: '*.lab', splits: 'none', remarks: 'for tests' },
  // eslint-disable-next-line @typescript-eslint/require-await
  async *detect(folder) {
    for (const below of folder.walk()) {
      for (const name of below.files.filter((file) => file.endsWith('.lab'))) {
        yield claimOn(below.pathOf(name));
      }
    }
  },
  plan: (claim) =>
    Promise.resolve({
      classes: [],
      order: 'label',
      multiLabel: false,
      openVocabulary: true,
      units: claim.sources.map(({ path, split }) => ({
        format: 'lines',
        split,
        paths: [path],
        bytes: 1,
        options: {},
      })),
      problems: [],
    }),
  async count(unit, input, tally) {
    const split = tally.split(unit.split);
    for (const path of unit.paths) {
      const text = new TextDecoder().decode(await input.whole(path, 1000));
      if (text.startsWith('!')) throw new Error('broken reader');
      for (const label of text.split('\n').filter((line) => line !== '')) {
        split.samples += 1;
        split.add(tally.labels.indexOfText(label));
      }
    }
  },
};

function claimOn(path: string): Claim {
  return {
    format: 'lines',
    name: path,
    unit: 'row',
    confidence: 0.8,
    evidence: ['ends in .lab'],
    sources: [{ path, kind: 'file', split: 'all' }],
    options: {},
  };
}

function run(files: Record<string, string>, options: Partial<ScanOptions> = {}) {
  const source = new MemorySource(files);
  return scan(source, {
    formats: [lines],
    runner: new InProcessRunner([lines], source),
    excludes: { globs: [], gitignore: false },
    rules: [],
    signal: new AbortController().signal,
    now: () => 0,
    ...options,
  });
}

const counts = (dataset: Dataset | undefined): Record<string, number> =>
  Object.fromEntries(dataset?.classes.map((entry) => [entry.name, entry.count]) ?? []);

describe('scan', () => {
  test('counts every dataset by itself', async () => {
    const report = await run({ 'a.lab': 'cat\ndog\ncat', 'b/c.lab': 'x\ny' });
    expect(report.datasets.map((one) => [one.id, one.status])).toEqual([
      ['lines:a.lab', 'asserted'],
      ['lines:b/c.lab', 'asserted'],
    ]);
    expect(report.datasets.map(counts)).toEqual([
      { cat: 2, dog: 1 },
      { x: 1, y: 1 },
    ]);
    expect(report.stats.files).toBe(2);
  });

  test('only offers one class, and values that are nearly all distinct', async () => {
    const ids = Array.from({ length: 20 }, (_, at) => `id${at}`).join('\n');
    const report = await run({ 'one.lab': 'cat\ncat', 'ids.lab': ids });
    expect(report.datasets.map((one) => one.status)).toEqual(['offered', 'offered']);
    const codes = report.datasets.flatMap((one) => one.problems.map((problem) => problem.code));
    expect(codes.sort()).toEqual(['nearly-distinct', 'single-class']);
  });

  test('asserts what the user named, whatever it looks like', async () => {
    const rules = [{ path: 'one.lab', format: 'lines' }];
    const report = await run({ 'one.lab': 'cat\ncat' }, { rules });
    expect(report.datasets.map((one) => one.status)).toEqual(['asserted']);
  });

  test('leaves out what the user ignores', async () => {
    const rules = [{ path: 'b/**', format: 'ignore' }];
    const report = await run({ 'a.lab': 'x\ny', 'b/c.lab': 'x\ny' }, { rules });
    expect(report.datasets.map((one) => one.id)).toEqual(['lines:a.lab']);
  });

  test('says that a rule names a format which there is not', async () => {
    const rules = [
      { path: 'a.lab', format: 'linse' },
      { path: 'b.lab', format: 'lines' },
      { path: 'c.lab', group: '-2' },
    ];
    const report = await run({ 'a.lab': 'x\ny', 'b.lab': 'x\ny' }, { rules });
    expect(report.problems).toMatchObject([{ code: 'unknown-format', severity: 'warning' }]);
    expect(report.problems[0].message).toContain('“a.lab” in classBalance.sources');
    expect(report.problems[0].message).toContain('“linse”');
  });

  test('never reads back what it wrote', async () => {
    const report = await run({
      'a.lab': '"$schema": "class-balance/weights@1"\nx\ny',
      'b.lab': 'x\ny',
      'b.lab.source.json': '{ "$schema": "class-balance/weights@1" }',
      'c.lab': 'x\ny',
    });
    expect(report.datasets.map((one) => one.id)).toEqual(['lines:c.lab']);
  });

  test('turns a reader that breaks into a problem and counts the rest', async () => {
    const report = await run({ 'a.lab': '!', 'b.lab': 'x\ny' });
    const broken = report.datasets.find((one) => one.id === 'lines:a.lab');
    expect(broken?.problems[0]).toMatchObject({ code: 'internal-error', severity: 'error' });
    expect(counts(report.datasets.find((one) => one.id === 'lines:b.lab'))).toEqual({ x: 1, y: 1 });
  });

  test('turns an unreadable file into a problem with its path', async () => {
    const source = new MemorySource({ 'a.lab': 'x' });
    source.whole = (path) => {
      throw new SourceError('unreadable', path, 'No permission.');
    };
    const report = await run({ 'a.lab': 'x' }, { runner: new InProcessRunner([lines], source) });
    expect(report.datasets[0].problems[0]).toMatchObject({ code: 'unreadable', file: 'a.lab' });
  });

  test('turns a detector that breaks into a problem of the scan', async () => {
    const broken: LabelFormat = {
      ...lines,
      id: 'broken',
      // eslint-disable-next-line @typescript-eslint/require-await
      async *detect() {
        throw new Error('no');
      },
    };
    const report = await run({ 'a.lab': 'x\ny' }, { formats: [broken, lines] });
    expect(report.problems[0]).toMatchObject({ code: 'internal-error' });
    expect(report.datasets).toHaveLength(1);
  });

  test('rejects with the reason when aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const files = { 'a.lab': 'x\ny', 'b.lab': 'x\ny' };
    const running = run(files, {
      signal: controller.signal,
      onDataset: () => {
        controller.abort(reason);
      },
    });
    await expect(running).rejects.toBe(reason);
  });

  test('reports progress and each dataset as it is counted', async () => {
    const seen: string[] = [];
    await run(
      { 'a.lab': 'x\ny', 'b.lab': 'x\ny' },
      {
        onProgress: ({ phase }) => seen.push(phase),
        onDataset: (dataset) => seen.push(dataset.id),
      },
    );
    expect(seen.filter((one) => one.startsWith('lines'))).toEqual(['lines:a.lab', 'lines:b.lab']);
    expect(new Set(seen)).toContain('count');
  });
});
