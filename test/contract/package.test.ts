// What is packed: an allow-list, and a size that stays small.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const budget = 1.5 * 1024 * 1024;

const allowed = [
  /^dist\/(extension\.js|(scanWorker|unitWorker|hashWorker|sampleReading|cli|trainer|trainerWorker)\.mjs|(mozjpeg|webp)_dec\.wasm)$/,
  /^dist\/python\/class_balance\/[\w/]+\.(py|typed|pyi)$/,
  /^dist\/chunks\/[\w-]+\.mjs$/,
  /^dist\/webview\/((main|training)\.js|styles\.css)$/,
  /^media\/.+/,
  /^package(\.nls)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
];

describe('the package', () => {
  let folder = '';
  let file = '';
  const vsce = (...args: string[]): string =>
    execFileSync(
      'node',
      [join(root, 'node_modules/@vscode/vsce/vsce'), ...args, '--no-dependencies'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'class-balance-package-'));
    file = join(folder, 'class-balance.vsix');
    vsce('package', '-o', file);
  }, 120_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('holds what the allow-list names, and all that runs', () => {
    const files = vsce('ls').trim().split('\n');
    expect(files.filter((file) => !allowed.some((pattern) => pattern.test(file)))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/extension.js',
        'dist/scanWorker.mjs',
        'dist/unitWorker.mjs',
        'dist/hashWorker.mjs',
        'dist/sampleReading.mjs',
        'dist/cli.mjs',
        'dist/trainer.mjs',
        'dist/trainerWorker.mjs',
        'dist/mozjpeg_dec.wasm',
        'dist/webp_dec.wasm',
        'dist/webview/main.js',
        'dist/webview/training.js',
        'dist/webview/styles.css',
        'package.nls.json',
        'README.md',
      ]),
    );
  }, 60_000);

  test('stays within its budget', () => {
    expect(statSync(file).size).toBeLessThan(budget);
  });
});
