// npm start -- [folder] [--no-open] [--server | --code]: VS Code on a folder with Class Balance in it.
// Takes desktop VS Code where `code` is on PATH, else a VS Code server from npm and a browser.
import { spawn } from 'node:child_process';
import { cpSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { exec, onPath } from './lib/exec.mjs';
import { build, packageVsix } from './lib/extension.mjs';
import { cacheDir, root, tempFolder } from './lib/paths.mjs';
import { installVsix, quietSettings, startServer } from './lib/runServer.mjs';
import { installServer } from './lib/vscodeServer.mjs';

const USAGE = 'Usage: npm start -- [folder] [--no-open] [--server | --code]';
/** The one of `media/` is packed: what is written while playing must not lie in it. */
const sample = join(cacheDir, 'sample');
const log = (line) => console.log(line);

class UsageError extends Error {}

function readArguments() {
  const { values, positionals } = parse();
  if (positionals.length > 1) throw new UsageError('name one folder only');
  if (values.server && values.code) throw new UsageError('choose --server or --code, not both');
  const folder = positionals[0] === undefined ? copySample() : resolve(positionals[0]);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`there is no folder ${folder}`);
  }
  return { ...values, folder };
}

function copySample() {
  cpSync(join(root, 'media', 'sample'), sample, { recursive: true });
  return sample;
}

function parse() {
  const flag = { type: 'boolean', default: false };
  const options = { 'no-open': flag, server: flag, code: flag, help: flag };
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

/**
 * Desktop VS Code, unless it could not do it: it refuses to run as root, and the `code` inside a
 * remote window's terminal only talks to that window.
 */
function findCode({ server, code }) {
  if (server) return undefined;
  const found = onPath(['code', 'code-insiders', 'codium']);
  if (code && !found) throw new UsageError('--code: there is no `code` on PATH');
  const unfit = process.getuid?.() === 0 || process.env.VSCODE_IPC_HOOK_CLI !== undefined;
  return code || !unfit ? found : undefined;
}

async function startCode(code, folder) {
  await build({ log });
  await exec(code, [`--extensionDevelopmentPath=${root}`, '--new-window', folder]);
  log(`Class Balance is running in a new window of ${code}, on ${folder}`);
}

async function startInServer({ folder, 'no-open': noOpen }) {
  const install = await installServer({ log });
  log('Building and packing the extension');
  const work = tempFolder('start');
  const vsix = join(work, 'class-balance.vsix');
  const extensionsDir = join(work, 'extensions');
  await packageVsix({ vsix, log });
  await installVsix({ install, vsix, extensionsDir });
  const server = await startServer({
    install,
    workspace: folder,
    extensionsDir,
    // The bundled sample is ours; for any other folder VS Code asks, as it always does.
    trust: folder === sample,
    settings: { ...quietSettings, 'terminal.integrated.defaultProfile.linux': undefined },
    // The user's own home: the training tasks look for Python environments and caches there.
    env: process.env.HOME ? { HOME: process.env.HOME } : {},
  });
  log(`Class Balance is running at ${server.url}`);
  log('Press Ctrl+C to stop it.');
  if (!noOpen) openInBrowser(server.url);
  await server.ended;
  throw new Error('the VS Code server has ended');
}

function openInBrowser(url) {
  const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  const opener = process.platform === 'darwin' ? onPath(['open']) : onPath(['xdg-open']);
  if (!opener || (process.platform !== 'darwin' && !hasDisplay)) return;
  const child = spawn(opener, [url], { detached: true, stdio: 'ignore' });
  child.on('error', (error) => log(`could not open a browser: ${error.message}`));
  child.unref();
}

async function main() {
  const options = readArguments();
  if (options.help) return log(USAGE);
  const code = findCode(options);
  if (code) return startCode(code, options.folder);
  // Ctrl+C is the way to end this, so it is no failure.
  process.prependOnceListener('SIGINT', () => process.exit(0));
  return startInServer(options);
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? `${error.message}\n${USAGE}` : (error.stack ?? error));
  process.exit(isUsage ? 2 : 1);
}
