// Checks that every label format must stand: any chunk size, a cut at any place, an abort.
// Must not know formats.

import { expect } from 'vitest';
import type { LabelFormat } from '../../src/core/formats/format';
import type { Dataset } from '../../src/core/model';
import { type MemoryFiles, scanMemory, type ScanMemoryOptions } from './scanMemory';

/** What one format alone finds in files. */
export type Scanner = (files: MemoryFiles, options?: ScanMemoryOptions) => Promise<Dataset[]>;

export function scannerOf(format: LabelFormat): Scanner {
  return async (files, options) => [...(await scanMemory([format], files, options)).datasets];
}

/** The datasets, after it was seen that chunks of one byte and more give the same. */
export async function inEveryChunk(scan: Scanner, files: MemoryFiles): Promise<Dataset[]> {
  const whole = await scan(files);
  for (const chunkSize of [1, 2, 3, 5, 7, 50]) {
    expect(await scan(files, { chunkSize })).toEqual(whole);
  }
  return whole;
}

/** Cuts one of the files at every so many bytes: a scan must give problems then, never fail or count more. */
export async function inEveryCut(
  scan: Scanner,
  files: MemoryFiles,
  path: string,
  step = 1,
): Promise<void> {
  const content = files[path];
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const most = total(await scan(files));
  for (let length = 0; length < bytes.length; length += step) {
    const cut = await scan({ ...files, [path]: bytes.slice(0, length) });
    expect(JSON.stringify(cut)).not.toMatch(/internal-error|:null/);
    expect(total(cut)).toBeLessThanOrEqual(most);
  }
}

function total(datasets: readonly Dataset[]): number {
  return datasets.reduce((sum, dataset) => sum + dataset.samples, 0);
}
