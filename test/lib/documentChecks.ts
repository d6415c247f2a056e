// What holds for every format of JSON and XML files: any cut of the bytes counts the same, a missing end is said.
// Must not know formats.

import { expect } from 'vitest';
import type { LabelFormat } from '../../src/core/formats/format';
import type { Dataset } from '../../src/core/model';
import { type MemoryFiles, scanMemory } from './scanMemory';

/** The datasets of the files, all of which must be asserted. */
export async function assertedIn(
  formats: readonly LabelFormat[],
  files: MemoryFiles,
): Promise<readonly Dataset[]> {
  const { datasets, problems } = await scanMemory(formats, files);
  expect(problems).toEqual([]);
  expect(datasets.map((dataset) => dataset.status)).toEqual(datasets.map(() => 'asserted'));
  return datasets;
}

/** The one asserted dataset of the files. */
export async function onlyIn(
  formats: readonly LabelFormat[],
  files: MemoryFiles,
): Promise<Dataset> {
  const datasets = await assertedIn(formats, files);
  expect(datasets).toHaveLength(1);
  return datasets[0];
}

/** Every chunk size gives the same report. */
export async function expectSameInAnyCut(
  formats: readonly LabelFormat[],
  files: MemoryFiles,
): Promise<void> {
  const whole = await scanMemory(formats, files);
  expect(whole.datasets.length).toBeGreaterThan(0);
  for (const chunkSize of [1, 2, 3, 5, 7, 64]) {
    expect(await scanMemory(formats, files, { chunkSize })).toEqual(whole);
  }
}

/**
 * A file cut at many places: nothing is thrown, no class counts more than in the whole, and wherever it is still
 * claimed with other counts, a problem with its line says so.
 */
export async function expectCutsSaid(
  formats: readonly LabelFormat[],
  files: MemoryFiles,
  path: string,
): Promise<void> {
  const bytes = new TextEncoder().encode(String(files[path]));
  const whole = await scanMemory(formats, files);
  const full = new Map(whole.datasets.flatMap(countsById));
  const step = Math.max(1, Math.floor(bytes.length / 60));
  for (let end = 0; end < bytes.length; end += step) {
    // Lines cut between two of them are a whole file.
    if (/\.(?:jsonl|ndjson)$/.test(path) && (bytes[end] === 10 || bytes[end - 1] === 10)) continue;
    const report = await scanMemory(formats, { ...files, [path]: bytes.slice(0, end) });
    expect(JSON.stringify(report)).not.toContain('internal-error');
    for (const dataset of report.datasets) {
      const counts = countsById(dataset);
      for (const [id, count] of counts) expect(count).toBeLessThanOrEqual(full.get(id) ?? 0);
      const found = new Map(counts);
      const isWhole = [...full].every(([id, count]) => (found.get(id) ?? 0) === count);
      const isSource = dataset.sources.some((source) => path.startsWith(source));
      const said = dataset.problems.filter((one) => one.file === path && (one.line ?? 0) > 0);
      if (!isWhole && isSource && counts.length > 0) expect(said).not.toEqual([]);
    }
  }
}

function countsById(dataset: Dataset): [string, number][] {
  return dataset.classes.map(({ id, count }) => [
    `${dataset.format} ${dataset.reading ?? ''} ${id}`,
    count,
  ]);
}
