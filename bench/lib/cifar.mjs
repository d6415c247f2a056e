// CIFAR-10 as class folders of JPEG files: from IMAGES, or unpacked from the shared archive for as long as it is needed.
// Must not know what is measured on them.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const archiveName = 'data/cifar10-images.tar.xz';

/** @returns {{ folder: string, remove: () => void } | undefined} */
export function cifarImages() {
  const { IMAGES, CLASS_BALANCE_SHARED } = process.env;
  if (IMAGES !== undefined) return { folder: resolve(IMAGES), remove: () => undefined };
  const shared = CLASS_BALANCE_SHARED ?? resolve(import.meta.dirname, '../../../shared');
  const archive = join(shared, archiveName);
  if (!existsSync(archive)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'class-balance-cifar-'));
  const { status, stderr } = spawnSync('tar', ['-xJf', archive, '-C', folder]);
  if (status !== 0) throw new Error(`tar failed: ${String(stderr)}`);
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
