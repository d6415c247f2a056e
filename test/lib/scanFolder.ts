// Scans a folder on disk in this process, as the command line does.
// Must not know formats.

import { formats } from '../../src/core/formats/registry';
import type { ScanReport } from '../../src/core/model';
import { scan, type ScanOptions } from '../../src/core/scan';
import { DiskSource } from '../../src/node/diskSource';
import { InProcessRunner } from '../../src/node/inProcessRunner';

export function scanFolder(
  folder: string,
  options: Partial<ScanOptions> = {},
): Promise<ScanReport> {
  const source = new DiskSource(folder);
  return scan(source, {
    formats,
    runner: new InProcessRunner(formats, source),
    excludes: { globs: [], gitignore: true },
    rules: [],
    signal: new AbortController().signal,
    now: () => performance.now(),
    ...options,
  });
}
