// A scan of 120,000 YOLO files of which none has changed, beside the first scan, one after a single change, and the
// listing with sizes and times, whole processes. Goals: five times as fast as the first; with a million files
// (FILES=500000, for each has an image) no slower than the listing. Must not know how reports are kept.

import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
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
const one = join(folder, 'labels/train', inputs.padded(7) + '.txt');
if (!existsSync(one)) throw new Error(`There is no ${one}.`);
let turn = 0;
const scan = () => processCost(process.execPath, [join(root, 'dist/cli.mjs'), 'scan', folder]);

try {
  race(
    {
      'first scan': () => {
        rmSync(kept, { recursive: true, force: true });
        return scan();
      },
      'nothing changed': scan,
      'one file changed': () => {
        writeFileSync(one, ['0 0.5 0.5 0.1 0.1\n', '1 0.5 0.5 0.1 0.1\n'][(turn ^= 1)]);
        return scan();
      },
      'find -printf': () => processCost('find', [folder, '-printf', '%s %T@\\n']),
    },
    rounds,
  );
} finally {
  rmSync(kept, { recursive: true, force: true });
  inputs.removed(folder);
}
