// Takes the README's pictures in the real VS Code, by the UI tests that show them, and beside them one of every
// view in every kind of theme, of the built page, for people to look at. Must not know what is on them.

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
/** The UI tests' picture -> the README's. */
const pictures = {
  'real-data-cifar-dark.png': 'panel-dark.png',
  'real-data-places-light.png': 'window-light.png',
  'duplicates-near-duplicates-light.png': 'near-duplicates-light.png',
  'duplicates-near-duplicates-dark.png': 'near-duplicates-dark.png',
};

const run = spawnSync('node', ['scripts/test-ui.mjs', 'realData', 'duplicates'], {
  cwd: root,
  stdio: 'inherit',
});
if (run.status !== 0) process.exit(run.status ?? 1);
mkdirSync(join(root, 'docs/images'), { recursive: true });
for (const [from, to] of Object.entries(pictures)) {
  copyFileSync(join(root, 'out/ui', from), join(root, 'docs/images', to));
  console.log(`docs/images/${to}`);
}

const views = spawnSync('node', ['test/ui/page/shots.mjs', 'view-'], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = views.status ?? 1;
