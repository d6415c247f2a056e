// A folder for the files of all tests of one file.
// Must not know what is tested.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Answers an empty folder, gone after the tests of the file that asks. */
export function testFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `class-balance-${name}-`));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
