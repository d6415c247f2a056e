// Ending other processes: real ones here, and, as if on Windows, by that system's own program.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { endTree, interrupt, interruptChild, isAlive } from '../../../src/node/processes';
import { tempFolder } from './temp';

const { platform } = process;
const { SystemRoot: systemRoot } = process.env;

/** As if on Windows, with a `taskkill` that writes down what it is asked; answers where. */
function onWindows(): string {
  const root = tempFolder({ 'System32/taskkill.exe': '#!/bin/sh\necho "$@" > "$0.asked"\n' });
  const program = join(root, 'System32', 'taskkill.exe');
  chmodSync(program, 0o755);
  Object.defineProperty(process, 'platform', { value: 'win32' });
  process.env.SystemRoot = root;
  return `${program}.asked`;
}

afterEach(() => {
  Object.defineProperty(process, 'platform', { value: platform });
  if (systemRoot === undefined) delete process.env.SystemRoot;
  else process.env.SystemRoot = systemRoot;
});

function waiting() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (_, signal) => {
      resolve(signal);
    });
  });
  return { child, id: child.pid ?? 0, ended };
}

test.skipIf(platform === 'win32')(
  'a process is asked to end, and one that is gone is said to be',
  async () => {
    const { id, ended } = waiting();
    expect(interrupt(id)).toBe(true);
    expect(await ended).toBe('SIGINT');
    expect(isAlive(id)).toBe(false);
    expect(interrupt(id)).toBe(false);
  },
);

test.skipIf(platform === 'win32')('a process ends at once', async () => {
  const { id, ended } = waiting();
  endTree(id);
  expect(await ended).toBe('SIGKILL');
});

test.skipIf(platform === 'win32')(
  'on Windows a process ends with all that it started',
  async () => {
    const asked = onWindows();
    const { child, id, ended } = waiting();
    expect(interrupt(id)).toBe(true);
    await vi.waitFor(() => {
      expect(existsSync(asked) && readFileSync(asked, 'utf8')).toBe(`/PID ${id} /T /F\n`);
    });
    child.kill('SIGKILL');
    await ended;
    expect(interrupt(id)).toBe(false);
  },
);

test.skipIf(platform === 'win32')(
  'on Windows a process ends alone where the system’s program is missing',
  async () => {
    onWindows();
    process.env.SystemRoot = tempFolder();
    const { id, ended } = waiting();
    expect(interrupt(id)).toBe(true);
    expect(await ended).toBe('SIGKILL');
  },
);

test.skipIf(platform === 'win32')(
  'on Windows a child is left to what its console asked of it',
  async () => {
    const { child, ended } = waiting();
    onWindows();
    interruptChild(child);
    expect(child.signalCode).toBeNull();
    Object.defineProperty(process, 'platform', { value: platform });
    interruptChild(child);
    expect(await ended).toBe('SIGINT');
  },
);
