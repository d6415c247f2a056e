// Walking 300,000 files in 1,000 folders against `find`, each a whole process. Goal: at most twice the time of find.
// Must not know how the walker works.

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { processCost, race } from './lib/rounds.mjs';

const [folders, filesEach, rounds] = [1000, 300, 7];
const home = join(tmpdir(), 'class-balance-bench');
const tree = join(home, `walk-${folders}x${filesEach}`);
const program = join(home, 'walk.cjs');

const ignored = ['__pycache__/', '*.py[cod]', '*.so', 'build/', '/dist', '*.log', 'runs/**', '*~'];

function makeTree() {
  if (existsSync(tree)) return;
  const unfinished = `${tree}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  for (let folder = 0; folder < folders; folder += 1) {
    const path = join(unfinished, 'train', `class_${String(folder).padStart(4, '0')}`);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < filesEach; file += 1) {
      writeFileSync(join(path, `img_${folder}_${String(file).padStart(5, '0')}.jpg`), '');
    }
  }
  writeFileSync(join(unfinished, '.gitignore'), `${ignored.join('\n')}\n`);
  renameSync(unfinished, tree);
}

const source = `
import { walk } from './src/node/walk';
const [root, gitignore, ...globs] = process.argv.slice(2);
const excludes = { globs, gitignore: gitignore === 'yes' };
walk(root, excludes, new AbortController().signal, () => undefined).then(async (walked) => {
  const { files } = walked;
  const tree = await walked.sorted(new AbortController().signal);
  if (files !== ${folders * filesEach + 1} || tree.folders.length !== 1) throw new Error(files + ' files');
});`;

mkdirSync(home, { recursive: true });
makeTree();
await build({
  stdin: { contents: source, resolveDir: join(import.meta.dirname, '..') },
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  logLevel: 'error',
});

const walker =
  (...args) =>
  () =>
    processCost(process.execPath, [program, tree, ...args]);
const usual = ['**/.git', '**/node_modules', '**/*.pyc', '**/tmp/**'];

race(
  {
    find: () => processCost('find', [tree]),
    walk: walker('no'),
    'walk, .gitignore and globs': walker('yes', ...usual),
    'node without work': () => processCost(process.execPath, ['-e', '0']),
  },
  rounds,
);
