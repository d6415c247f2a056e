import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  enginePackages,
  enginesFolder,
  installedEngine,
} from '../../../src/node/engineSetUp/installed';
import { runProgram } from '../../../src/node/engineSetUp/runProgram';
import { setUpEngine } from '../../../src/node/engineSetUp/setUp';

const folder = mkdtempSync(join(tmpdir(), 'class-balance-set-up-'));
const never = new AbortController().signal;
const node = process.execPath;

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('an engine', () => {
  const stamp = (content: string) => {
    mkdirSync(join(folder, 'webgpu'), { recursive: true });
    writeFileSync(join(folder, 'webgpu/engine.json'), content);
  };

  test('is set up only where a whole stamp names the versions that are wanted', async () => {
    expect(await installedEngine('webgpu', folder)).toBeUndefined();
    for (const content of ['', '{}', '{"schema":"class-balance/engine@1","packages":{}}']) {
      stamp(content);
      expect(await installedEngine('webgpu', folder), content).toBeUndefined();
    }
    const packages = enginePackages.webgpu;
    stamp(JSON.stringify({ schema: 'class-balance/engine@1', packages }));
    expect(await installedEngine('webgpu', folder)).toMatchObject({ packages });
  });

  test('lies where the environment says', () => {
    expect(enginesFolder({ CLASS_BALANCE_ENGINES: folder })).toBe(folder);
    expect(enginesFolder({ CLASS_BALANCE_ENGINES: '' })).toMatch(/class-balance.engines$/);
  });

  test('that cannot be set up leaves nothing behind and says what to do', async () => {
    const place = join(folder, 'empty');
    const options = { progress: () => undefined, log: () => undefined, folder: place };
    const python = join(folder, 'no-python');
    const failed = setUpEngine({ ...options, engine: 'tensorflow', signal: never, python });
    await expect(failed).rejects.toThrow(/no-python.*pip install tensorflow/);
    const stopped = setUpEngine({ ...options, engine: 'webgpu', signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(place)).toEqual([]);
  });
});

describe('a program', () => {
  test('answers what it printed, line by line too', async () => {
    const lines: string[] = [];
    const script = 'console.log("a\\nb"); console.error("c")';
    const options = { signal: never, line: (text: string) => lines.push(text) };
    expect(await runProgram(node, ['-e', script], options)).toBe('a\nb\n');
    expect(lines.toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('that fails says how it ended', async () => {
    const script = 'console.error("no compiler"); process.exit(3)';
    const failed = runProgram(node, ['-e', script], { signal: never });
    await expect(failed).rejects.toMatchObject({ code: 3, message: 'no compiler' });
  });

  test('ends with the programs that it started when it is stopped', async () => {
    const controller = new AbortController();
    const script = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' }); console.log('started')`;
    const line = () => {
      controller.abort(new Error('enough'));
    };
    // It ends only once everyone who holds its output has gone.
    const stopped = runProgram(node, ['-e', script], { signal: controller.signal, line });
    await expect(stopped).rejects.toThrow('enough');
  });
});
