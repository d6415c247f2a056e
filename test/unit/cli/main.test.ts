// The real process: bundle, streams, signals and exit codes.

import { execFile, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundles } from '../../../esbuild.mjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { tempFolder } from '../node/temp';
import { images } from './fakeIo';

const outdir = join(tmpdir(), `class-balance-cli-${process.pid}`);
const program = join(outdir, 'cli.mjs');

beforeAll(async () => {
  await build({ ...bundles.engine, outdir, sourcemap: false });
  return () => {
    rmSync(outdir, { recursive: true, force: true });
  };
});

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], options: readonly string[] = []): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...options, program, ...args],
      { maxBuffer: 64 * 1024 * 1024 },
      (_, out, err) => {
        resolve({ code: child.exitCode, signal: child.signalCode, out, err });
      },
    );
  });
}

describe('program', () => {
  test('program prints a whole large report into a pipe before it ends', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => `${row}.jpg,class ${row % 10_000}`);
    const root = tempFolder({ 'labels.csv': `file,label\n${rows.join('\n')}\n` });
    const { code, out, err } = await run(['scan', root, '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.length).toBeGreaterThan(256 * 1024);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
  });

  test('program ends quietly when its reader leaves early', async () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => `${row}.jpg,class ${row % 10_000}`);
    const root = tempFolder({ 'labels.csv': `file,label\n${rows.join('\n')}\n` });
    const child = spawn(process.execPath, [program, 'scan', root, '--json']);
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test.each([
    [['nonsense'], 2],
    [['scan', '/nowhere/at/all'], 1],
  ])('program %j exits %i', async (args, expected) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toMatch(/^class-balance: /);
  });

  test.skipIf(process.platform === 'win32')('program exits 130 when interrupted', async () => {
    const folders = Array.from({ length: 300 }, (_, at) => [`c${at}`, 1] as const);
    const root = tempFolder(images(Object.fromEntries(folders)));
    // A clock by which every step is long, so that the scan yields often, and a Ctrl-C in its midst.
    const preload = tempFolder({
      'ctrl-c.js': `let now = 0; performance.now = () => (now += 50);
        const interrupt = () => process.listenerCount('SIGINT') > 0
          ? process.kill(process.pid, 'SIGINT') : setImmediate(interrupt);
        setImmediate(interrupt);`,
    });
    const { code, signal, out } = await run(
      ['scan', root, '--json'],
      ['--require', join(preload, 'ctrl-c.js')],
    );
    expect({ code, signal, out }).toEqual({ code: 130, signal: null, out: '' });
  });
});
