// Libraries that only benchmarks need, installed once below the system's temporary folder, outside the project.
// Must not know how they are measured.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from './inputs.mjs';

const packages = { '@duckdb/node-api': '1.5.6-r.1', 'fast-xml-parser': '5.12.1' };
const folder = join(home, 'peers');

/** The node_modules that hold the peers, or undefined, with a word why, where they cannot be installed. */
export function peerModules() {
  const modules = join(folder, 'node_modules');
  if (Object.keys(packages).every((name) => existsSync(join(modules, name)))) return modules;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: packages }),
  );
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status, stderr } = spawnSync(npm, ['install', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status === 0) return modules;
  console.error(`DuckDB and fast-xml-parser are left out: ${stderr}`);
  return undefined;
}

/** The interpreter that has the peers: PYTHON, else the one on PATH. */
export const interpreter = process.env.PYTHON ?? 'python3';

/** True where Python has the module. */
export function pythonHas(name) {
  return spawnSync(interpreter, ['-c', `import ${name}`], { stdio: 'ignore' }).status === 0;
}
