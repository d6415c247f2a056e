// Python environments made once for each requirements file, in the per-user cache; whole or absent.
// Must not know what is installed in them or run with them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exec, onPath } from './exec.mjs';
import { withLock } from './lock.mjs';
import { cacheDir, removeFolder } from './paths.mjs';

const binaries = process.platform === 'win32' ? 'Scripts' : 'bin';

/** @param {string} version */
const install = (version) => `Install Python ${version} with venv and pip; on Debian or Ubuntu: \
apt-get install python3 python3-venv; on macOS: brew install python. \
CLASS_BALANCE_PYTHON names another interpreter.`;

/**
 * @typedef {object} VenvOptions
 * @property {string} name of the environment; file-name safe
 * @property {string} requirements path of the requirements file, every package pinned
 * @property {readonly string[]} [pip] further arguments of `pip install`
 * @property {string} [oldest] the oldest version of Python that will do; default 3.11
 * @property {string} [newest] the newest one; default none
 */

/**
 * The interpreter of an environment with the pinned requirements, made beside its place and renamed.
 * @param {VenvOptions} options
 * @returns {Promise<string>} path of its python; throws saying what to install
 */
export async function venv({ name, requirements, pip = [], oldest = '3.11', newest }) {
  const { python, version } = interpreter(oldest, newest);
  const text = readFileSync(requirements, 'utf8');
  const recipe = [python, version, ...pip, text].join('\n');
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 16);
  const folder = join(cacheDir, name, hash);
  await withLock(`${name}-${hash}`, async () => {
    if (!existsSync(join(folder, 'stamp'))) await make(python, folder, requirements, pip);
  });
  return join(folder, binaries, 'python');
}

async function make(python, folder, requirements, pip) {
  console.log(`Making the Python environment ${folder} (once)`);
  const partial = `${folder}.partial`;
  removeFolder(partial);
  removeFolder(folder);
  mkdirSync(join(folder, '..'), { recursive: true });
  await exec(python, ['-m', 'venv', partial]);
  const quiet = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await exec(join(partial, binaries, 'python'), [...quiet, ...pip, '-r', requirements], {
    timeoutMs: 1_800_000,
  });
  writeFileSync(join(partial, 'stamp'), readFileSync(requirements));
  renameSync(partial, folder);
}

/** The interpreter to make environments with. */
function interpreter(oldest, newest) {
  const wanted = newest === undefined ? `${oldest} or newer` : `${oldest} to ${newest}`;
  const names = [`python${oldest}`, 'python3', 'python'];
  const candidates = process.env.CLASS_BALANCE_PYTHON
    ? [process.env.CLASS_BALANCE_PYTHON]
    : names.map((name) => onPath([name])).filter(Boolean);
  const problems = [];
  for (const python of candidates) {
    const script = 'import ensurepip, sys, venv; print(*sys.version_info[:2], sep=".")';
    const { status, stdout, stderr } = spawnSync(python, ['-c', script], { encoding: 'utf8' });
    const version = stdout?.trim();
    if (status !== 0) problems.push(`${python} cannot make an environment: ${stderr?.trim()}`);
    else if (compare(version, oldest) < 0 || (newest && compare(version, newest) > 0)) {
      problems.push(`${python} is Python ${version}.`);
    } else return { python, version };
  }
  throw new Error([...problems, `There is no fitting python3. ${install(wanted)}`].join('\n'));
}

/** Compares `3.9` and `3.11` as versions. */
function compare(a, b) {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  return x[0] - y[0] || x[1] - y[1];
}
