// Builds the extension and makes what runs in VS Code of it: a VSIX, or a staged folder.
// Must not know who runs it. One build at a time: they all write to dist/.
import { createHash } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exec } from './exec.mjs';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';

const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
const lockName = `build-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`;

async function bundle(production) {
  const args = [join(root, 'esbuild.mjs'), ...(production ? ['--production'] : [])];
  await exec(process.execPath, args, { cwd: root, timeoutMs: 180_000 });
}

/**
 * Builds the extension.
 * @param {{production?: boolean, log?: (line: string) => void}} [options]
 */
export async function build({ production = false, log } = {}) {
  await withLock(lockName, () => bundle(production), { log });
}

/**
 * Builds the extension and packs it.
 * @param {{vsix: string, production?: boolean, log?: (line: string) => void}} options
 */
export async function packageVsix({ vsix, production = true, log }) {
  await withLock(
    lockName,
    async () => {
      await bundle(production);
      const args = [vsce, 'package', '--no-dependencies', '--allow-missing-repository'];
      await exec(process.execPath, [...args, '-o', vsix], { cwd: root, timeoutMs: 180_000 });
    },
    { log },
  );
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
      await bundle(false);
      const listed = await exec(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root });
      const files = listed.split('\n').filter((line) => line && existsSync(join(root, line)));
      for (const file of [...files, 'dist']) {
        cpSync(join(root, file), join(to, file), { recursive: true });
      }
    },
    { log },
  );
}
