// Builds the extension and makes what runs in VS Code of it: a VSIX, or a staged folder.
// Must not know who runs it. One build at a time: they all write to dist/.
import { createHash } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from './exec.mjs';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';

const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
const lockName = `build-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;

async function bundle() {
  await exec(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, timeoutMs: 180_000 });
}

/**
 * Builds the extension for development.
 * @param {{log?: (line: string) => void}} [options]
 */
export async function build({ log } = {}) {
  await withLock(lockName, bundle, { log });
}

/**
 * Packs the extension; vsce builds it for production first (`vscode:prepublish`).
 * @param {{vsix: string, log?: (line: string) => void}} options
 */
export async function packageVsix({ vsix, log }) {
  const args = [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '-o', vsix];
  const pack = () => exec(process.execPath, args, { cwd: root, timeoutMs: 180_000 });
  await withLock(lockName, pack, { log });
}

/**
 * Builds the extension and copies what a VSIX would hold, and the source maps, so that a build
 * beside it cannot change the files under a running test.
 * @param {{to: string, log?: (line: string) => void}} options
 */
export async function stageExtension({ to, log }) {
  await withLock(
    lockName,
    async () => {
      await bundle();
      const listed = await exec(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root });
      const files = listed.split('\n').filter((line) => line && existsSync(join(root, line)));
      for (const file of [...files, 'dist']) {
        cpSync(join(root, file), join(to, file), { recursive: true });
      }
    },
    { log },
  );
}
