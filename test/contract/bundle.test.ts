// The built command line on a fixture of every format: readers that are loaded when they are met must be in the bundle,
// and give what the sources give. Must not know formats.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundles } from '../../esbuild.mjs';
import type { ScanReport } from '../../src/core/model';
import { type Fixture, ownFixtures } from '../lib/fixtures';
import { compare } from '../lib/truth';

const run = promisify(execFile);

/** The first fixture of each format. */
const firsts = [
  ...ownFixtures()
    .reduce((found, fixture) => {
      const [format] = fixture.name.split('/');
      return found.has(format) ? found : found.set(format, fixture);
    }, new Map<string, Fixture>())
    .values(),
  // Names from a data.yaml.
  ...ownFixtures().filter(({ name }) => name === 'yolo/names-over-lines'),
];

let folder = '';
let made: Metafile;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'class-balance-bundle-'));
  const outdir = join(folder, 'dist');
  const result = await build({
    ...bundles.engine,
    metafile: true,
    outdir,
    sourcemap: false,
    minify: true,
  });
  made = result.metafile;
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the built command line', () => {
  test('has no module of ours as CommonJS, for whose sake esbuild wraps all that it shares in functions', () => {
    const wrapped = Object.entries(made.inputs)
      .filter(([file, { format }]) => file.startsWith('src/') && format !== 'esm')
      .map(([file]) => file);
    expect(wrapped).toEqual([]);
  });

  test.concurrent.each(firsts)('reads $name', async (fixture) => {
    const args = [join(folder, 'dist/cli.mjs'), 'scan', join(fixture.folder, 'data')];
    const { stdout } = await run(process.execPath, [...args, '--json', '--no-cache'], {
      maxBuffer: 1 << 28,
    });
    const { failures, extras } = compare(JSON.parse(stdout) as ScanReport, fixture.truth);
    expect({ failures, extras }).toEqual({ failures: [], extras: [] });
  });
});
