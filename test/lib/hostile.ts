// What every reader of bytes must bear: any cut into chunks, a file that ends anywhere, bytes turned over.
// Must not know formats.

import fc from 'fast-check';
import { expect } from 'vitest';
import type { LabelFormat } from '../../src/core/formats/format';
import { type MemoryFiles, scanMemory } from './scanMemory';

const sizes = [1, 2, 3, 5, 7, 16, 61, 512, 4096];

/** The report is the same for every chunk size from one byte up. */
export async function expectSameForEveryCut(
  format: LabelFormat,
  files: MemoryFiles,
): Promise<void> {
  const whole = await scanMemory([format], files);
  for (const chunkSize of sizes) {
    expect(await scanMemory([format], files, { chunkSize })).toEqual(whole);
  }
}

/**
 * Cut short at any of the places, the file gives problems or fewer samples, never a failure of the reader. Answers
 * the codes of the problems that were met.
 */
export async function expectTruncationSaid(
  format: LabelFormat,
  files: MemoryFiles,
  path: string,
  cuts?: readonly number[],
): Promise<Set<string>> {
  const content = files[path];
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const step = Math.max(1, Math.floor(bytes.length / 60));
  const at = cuts ?? Array.from({ length: Math.ceil(bytes.length / step) }, (_, n) => n * step);
  const codes = new Set<string>();
  for (const cut of at) {
    const report = await scanMemory([format], { ...files, [path]: bytes.slice(0, cut) });
    const problems = [...report.problems, ...report.datasets.flatMap((one) => one.problems)];
    expect(problems.filter((problem) => problem.code === 'internal-error')).toEqual([]);
    for (const problem of problems) codes.add(problem.code);
  }
  return codes;
}

/** Bytes turned over anywhere never make the reader throw. */
export async function expectHostileBytesBorne(
  format: LabelFormat,
  files: MemoryFiles,
  path: string,
): Promise<void> {
  const content = files[path];
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
      const bad = bytes.slice();
      for (const [at, value] of changes) bad[at] = value;
      const report = await scanMemory([format], { ...files, [path]: bad });
      const problems = [...report.problems, ...report.datasets.flatMap((one) => one.problems)];
      expect(problems.filter((problem) => problem.code === 'internal-error')).toEqual([]);
    }),
    { numRuns: 150 },
  );
}
