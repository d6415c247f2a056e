// The workers as they ship, bundled once for a test file.
// Must not know what they do.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../../esbuild.mjs';

/** Builds them into a folder of their own; `remove` takes it away again. */
export async function bundleWorkers(): Promise<{
  readonly scanWorker: string;
  readonly unitWorker: string;
  readonly hashWorker: string;
  readonly remove: () => void;
}> {
  const outdir = mkdtempSync(join(tmpdir(), 'class-balance-workers-'));
  await build({ ...bundles.engine, outdir, sourcemap: false });
  return {
    scanWorker: join(outdir, 'scanWorker.mjs'),
    unitWorker: join(outdir, 'unitWorker.mjs'),
    hashWorker: join(outdir, 'hashWorker.mjs'),
    remove: () => {
      rmSync(outdir, { recursive: true, force: true });
    },
  };
}
