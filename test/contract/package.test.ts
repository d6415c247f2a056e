// What is packed: an allow-list, and a size that stays small.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const budget = 1.5 * 1024 * 1024;

const allowed = [
  /^dist\/(extension\.js|(scanWorker|unitWorker|hashWorker|sampleReading|cli|trainer|trainerWorker)\.mjs|(mozjpeg|webp)_dec\.wasm)$/,
  /^dist\/python\/class_balance\/[\w/]+\.(py|typed|pyi)$/,
  /^dist\/chunks\/[\w-]+\.mjs$/,
  /^dist\/THIRD_PARTY_NOTICES\.txt$/,
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
        'dist/THIRD_PARTY_NOTICES.txt',
        'package.nls.json',
        'README.md',
      ]),
    );
  }, 60_000);

  test('tells the licence of every package that a bundle holds', () => {
    const metafiles = readdirSync(join(root, 'dist/meta')).map(
      (name) => JSON.parse(readFileSync(join(root, 'dist/meta', name), 'utf8')) as Metafile,
    );
    const inputs = metafiles.flatMap(({ outputs }) =>
      Object.values(outputs).flatMap((output) => Object.entries(output.inputs)),
    );
    const held = inputs.flatMap(([path, { bytesInOutput }]) =>
      bytesInOutput === 0 ? [] : (/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
    );
    const told = readFileSync(join(root, 'dist/THIRD_PARTY_NOTICES.txt'), 'utf8');
    const silent = [...new Set(held)].filter((name) => !told.includes(`\n${name} `));
    expect({ held: held.length > 0, silent }).toEqual({ held: true, silent: [] });
    // What each of these licences asks to be passed on.
    expect(told).toContain('Copyright (c) 2010, Google Inc.');
    expect(told).toContain('Copyright 2019 David Bau');
    expect(told).toContain('Apache License');
  });

  test('stays within its budget', () => {
    expect(statSync(file).size).toBeLessThan(budget);
  });
});
