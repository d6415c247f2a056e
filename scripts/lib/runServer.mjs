// Starts the VS Code server in a fresh temp folder on 127.0.0.1 behind a token, and ends all of it.
// Must not know what is opened or tested in it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exec } from './exec.mjs';
import { removeFolder, tempFolder } from './paths.mjs';

/** User settings for a quiet window: no chat, welcome page, git, updates or detected tasks. */
export const quietSettings = Object.freeze({
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'github.gitAuthentication': false,
  'grunt.autoDetect': 'off',
  'gulp.autoDetect': 'off',
  'jake.autoDetect': 'off',
  'npm.autoDetect': 'off',
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'terminal.integrated.defaultProfile.linux': 'sh',
  'terminal.integrated.enablePersistentSessions': false,
  // Only the DOM renderer has text that a test can read.
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.profiles.linux': { sh: { path: '/bin/sh' } },
  'terminal.integrated.shellIntegration.enabled': false,
  'typescript.tsc.autoDetect': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'window.dialogStyle': 'custom',
  'window.menuBarVisibility': 'classic',
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
});

/**
 * @typedef {object} ServerOptions
 * @property {import('./vscodeServer.mjs').ServerInstall} install
 * @property {string} [workspace] absolute path of the folder that `url` opens
 * @property {Record<string, unknown>} [settings] user settings; default `quietSettings`
 * @property {Record<string, string>} [env] added to the environment; the extension host inherits it
 * @property {string} [extensionsDir] default: an empty one
 * @property {boolean} [trust] false turns Workspace Trust on; default true: all folders are trusted
 * @property {readonly string[]} [args] further arguments of the server
 *
 * @typedef {object} RunningServer
 * @property {string} base `http://127.0.0.1:<port>`
 * @property {number} port
 * @property {string} dir the temp folder with everything the server writes
 * @property {string} url the page to open, with folder and token
 * @property {string} logFile what the server printed
 * @property {(query?: Record<string, string>) => string} page the page's address for other queries
 * @property {Promise<void>} ended when the server has ended, wanted or not
 * @property {() => Promise<void>} stop ends every process of it and removes the folder
 */

/** Process groups to end with this process, before their temp folders are removed. */
const groups = new Set();
process.prependListener('exit', () => groups.forEach((pid) => signalGroup(pid, 'SIGKILL')));
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => process.exit(code));
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH' || error.code === 'EPERM') return false;
    throw error;
  }
}

/** The environment without what a surrounding VS Code or npm put there for its own children. */
function environment(install, dir, extra) {
  const own = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$|XDG_(CONFIG|DATA|STATE)_HOME$)/;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: dirname(install.node) + delimiter + process.env.PATH,
    HOME: dir,
    EXTENSIONS_GALLERY: '{}',
    ...extra,
  };
}

function serverArguments(dir, token, { extensionsDir, trust = true, args = [] }) {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', join(dir, 's'), '--user-data-dir', join(dir, 'u')],
    ...['--extensions-dir', extensionsDir ?? join(dir, 'x')],
    ...(trust ? ['--disable-workspace-trust'] : []),
    ...args,
  ];
}

/** The port the server chose itself: asking for a free one beforehand could be overtaken. */
async function waitForPort(child, logFile) {
  const until = Date.now() + 60_000;
  while (Date.now() < until && child.exitCode === null) {
    const printed = readFileSync(logFile, 'utf8');
    const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
    if (port && (await answers(`http://127.0.0.1:${port}/version`))) return Number(port);
    await sleep(50);
  }
  const printed = readFileSync(logFile, 'utf8').trim().split('\n').slice(-30).join('\n');
  throw new Error(`the VS Code server did not start:\n${printed}`);
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** The server and all its hosts: they get 3 s to end, then none is left. */
async function endGroup(child, ended) {
  if (signalGroup(child.pid, 'SIGTERM')) {
    await Promise.race([ended, sleep(3000, undefined, { ref: false })]);
    signalGroup(child.pid, 'SIGKILL');
  }
  groups.delete(child.pid);
}

/**
 * Starts a server with folders of its own; ready when this answers.
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>}
 */
export async function startServer(options) {
  const { install, workspace, settings = quietSettings } = options;
  const dir = tempFolder('server');
  mkdirSync(join(dir, 'u', 'User'), { recursive: true });
  writeFileSync(join(dir, 'u', 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  const token = randomBytes(16).toString('hex');
  const logFile = join(dir, 'server.log');
  const log = openSync(logFile, 'a');
  const child = spawn(install.node, [install.serverMain, ...serverArguments(dir, token, options)], {
    detached: true,
    env: environment(install, dir, options.env),
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  groups.add(child.pid);
  const ended = new Promise((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    await endGroup(child, ended);
    removeFolder(dir);
  };
  try {
    const port = await waitForPort(child, logFile);
    const base = `http://127.0.0.1:${port}`;
    const folder = workspace ? { folder: workspace } : {};
    const page = (query = {}) =>
      `${base}/?${new URLSearchParams({ tkn: token, ...folder, ...query })}`;
    return { base, port, dir, logFile, url: page(), page, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Installs a VSIX into an extensions folder, which can then be copied for each run.
 * @param {{install: import('./vscodeServer.mjs').ServerInstall, vsix: string, extensionsDir: string}} options
 */
export async function installVsix({ install, vsix, extensionsDir }) {
  const dir = tempFolder('install');
  const flags = ['--accept-server-license-terms', '--server-data-dir', dir];
  const args = ['--extensions-dir', extensionsDir, '--install-extension', vsix];
  const env = environment(install, dir, {});
  await exec(install.node, [install.serverMain, ...flags, ...args], { env, timeoutMs: 60_000 });
  removeFolder(dir);
}
