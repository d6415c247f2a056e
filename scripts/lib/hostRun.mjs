// Bundles the host tests and runs them in VS Code: the npm server with a browser, or the desktop.
// Must not know how results are shown.
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build as esbuild } from 'esbuild';
import { ensureChromium, openBrowser } from './chromium.mjs';
import { exec, onPath } from './exec.mjs';
import { root, tempFolder } from './paths.mjs';
import { startServer } from './runServer.mjs';
import { installServer } from './vscodeServer.mjs';

/**
 * @typedef {object} HostRun
 * @property {string} extension folder of the staged extension
 * @property {readonly string[]} fakes folders of extensions that stand in for others'
 * @property {string} tests the bundled test entry in it
 * @property {string} workspace
 * @property {Record<string, string>} env for the extension host
 * @property {number} timeoutMs
 * @property {(line: string) => void} log
 */

/**
 * Bundles test/host/index.ts and every test beside it, one file each, into the staged extension.
 * @param {string} extension
 * @returns {Promise<string>} the entry's path
 */
export async function bundleHostTests(extension) {
  const source = join(root, 'test', 'host');
  const out = join(extension, 'out', 'test-host');
  const tests = readdirSync(source).filter((name) => name.endsWith('.test.ts'));
  await esbuild({
    entryPoints: ['index.ts', ...tests].map((name) => join(source, name)),
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  mkdirSync(join(out, 'node_modules'));
  symlinkSync(join(root, 'node_modules', 'mocha'), join(out, 'node_modules', 'mocha'), 'dir');
  return join(out, 'index.js');
}

/**
 * Extensions that stand in for those which ours asks where they are installed: the same exports, answers of the tests.
 * @returns {string[]} their folders
 */
export function fakeExtensions() {
  const folder = join(root, 'test', 'fakes', 'extensions');
  return readdirSync(folder).map((name) => join(folder, name));
}

/**
 * Where the tests run: a desktop VS Code if one is named, asked for or there, else the npm server.
 * @returns {{kind: 'server' | 'desktop', executable?: string, why: string}}
 */
export function chooseTarget() {
  const { VSCODE_TEST_EXECUTABLE: executable, VSCODE_TEST_TARGET: target } = process.env;
  if (executable) return { kind: 'desktop', executable, why: 'VSCODE_TEST_EXECUTABLE is set' };
  if (target === 'desktop') return { kind: 'desktop', why: 'VSCODE_TEST_TARGET is desktop' };
  if (target !== undefined && target !== 'server') {
    throw new Error(`VSCODE_TEST_TARGET is "${target}": it can be "desktop" or "server"`);
  }
  if (target === 'server') return { kind: 'server', why: 'VSCODE_TEST_TARGET is server' };
  return hasDownloadedDesktop()
    ? { kind: 'desktop', why: 'there is one in .vscode-test' }
    : { kind: 'server', why: 'no desktop build is there' };
}

function hasDownloadedDesktop() {
  try {
    return readdirSync(join(root, '.vscode-test')).some((name) => name.startsWith('vscode-'));
  } catch {
    return false;
  }
}

/** A page names one extension in development only, so the others are installed: a server takes what its folder holds. */
function installedFakes(fakes) {
  const folder = tempFolder('extensions');
  for (const fake of fakes) cpSync(fake, join(folder, basename(fake)), { recursive: true });
  return folder;
}

/**
 * Runs the tests in the npm server's extension host.
 * @param {HostRun} run
 * @returns {Promise<{code: number | string, lines: string[]}>} exit code or why there is none, and the host's console
 */
export async function runInServer({ extension, fakes, tests, workspace, env, timeoutMs, log }) {
  const [install, executablePath] = [await installServer({ log }), await ensureChromium({ log })];
  // Without the driver flag a built VS Code ignores the page's payload.
  const args = ['--enable-smoke-test-driver'];
  const extensionsDir = installedFakes(fakes);
  const server = await startServer({ install, workspace, env, args, extensionsDir });
  const opened = await openBrowser({ executablePath }).catch(async (error) => {
    await server.stop();
    throw error;
  });
  const lines = [];
  try {
    const { page } = opened;
    const done = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', (type, args) => {
      lines.push(`${type}: ${args.join(' ')}`);
    });
    page.on('pageerror', (error) => lines.push(`pageerror: ${error.message}`));
    const remote = (path) => `vscode-remote://127.0.0.1:${server.port}${path}`;
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(tests)],
    ]);
    await page.goto(server.page({ payload }));
    const late = sleep(timeoutMs, `time-out after ${timeoutMs / 1000} s`, { ref: false });
    const gone = server.ended.then(() => 'the server has ended');
    return { code: await Promise.race([done, late, gone]), lines };
  } finally {
    await opened.browser.close();
    await server.stop();
  }
}

/**
 * Runs the tests in a desktop VS Code; test-electron downloads one where none is named.
 * @param {HostRun & {executable?: string}} run
 * @returns {Promise<{code: number | string, lines: string[]}>}
 */
export async function runInDesktop(run) {
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY;
  const xvfb = needsDisplay ? onPath(['xvfb-run']) : undefined;
  if (needsDisplay && !xvfb && !process.env.WAYLAND_DISPLAY) {
    throw new Error(
      'desktop VS Code needs a display: install xvfb, or set VSCODE_TEST_TARGET=server',
    );
  }
  const script = join(root, 'scripts', 'lib', 'desktopHost.mjs');
  const command = [process.execPath, script, JSON.stringify(run)];
  const [program, ...args] = xvfb ? [xvfb, '-a', ...command] : command;
  const env = { ...process.env, ...run.env };
  try {
    // Downloading counts too, so it gets more time than the tests alone.
    const printed = await exec(program, args, { env, timeoutMs: run.timeoutMs + 300_000 });
    return { code: 0, lines: printed.split('\n') };
  } catch (error) {
    return { code: 1, lines: error.message.split('\n') };
  }
}

/**
 * A copy of the fixture workspace, for the tests to write into.
 * @param {string} folder
 */
export function copyHostWorkspace(folder) {
  cpSync(join(root, 'test', 'fixtures', 'workspaces', 'host'), folder, { recursive: true });
}
