// A scan of 120,000 YOLO files of which none has changed, beside the first scan and the listing alone, whole processes.
// Goal: five times as fast as the first. Must not know how tallies are kept.

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as inputs from './lib/inputs.mjs';
import { processCost, race } from './lib/rounds.mjs';

const root = join(import.meta.dirname, '..');
const files = Number(process.env.FILES ?? 120_000);
const rounds = Number(process.env.ROUNDS ?? 5);
const kept = join(inputs.home, 'rescan-cache');

const built = spawnSync('node', ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
const folder = inputs.yoloInput(files);
process.env.XDG_CACHE_HOME = kept;
const scan = () => processCost(process.execPath, [join(root, 'dist/cli.mjs'), 'scan', folder]);

try {
  race(
    {
      'first scan': () => {
        rmSync(kept, { recursive: true, force: true });
        return scan();
      },
      'nothing changed': scan,
      'find -printf': () => processCost('find', [folder, '-printf', '%s %T@\\n']),
    },
    rounds,
  );
} finally {
  rmSync(kept, { recursive: true, force: true });
  inputs.removed(folder);
}
