// Lints, type-checks and tests python/ against an installed copy of it, closing with "N passed, N failed".
// The environment is made once for each requirements file, in the per-user cache; must not know what the tests do.
import { delimiter, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { exec } from './lib/exec.mjs';
import { root, tempFolder } from './lib/paths.mjs';
import { venv } from './lib/venv.mjs';

const project = join(root, 'python');
const requirements = join(project, 'requirements-test.txt');

/** The package as a user gets it, in a folder of its own: what is not packed is not found. */
async function installed(python) {
  const target = tempFolder('python');
  const how = ['--no-deps', '--no-index', '--no-build-isolation', '--no-compile'];
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...how];
  await exec(python, [...pip, '--target', target, project]);
  return target;
}

/** Runs one check to its end; answers whether it passed and what it printed. */
function run(name, python, args, env) {
  const started = performance.now();
  // -P keeps the working folder off the path, where the sources would hide the installed copy.
  const done = spawnSync(python, ['-P', '-m', ...args], { cwd: project, env, encoding: 'utf8' });
  const output = `${done.stdout ?? ''}${done.stderr ?? ''}${done.error ?? ''}`;
  const passed = done.status === 0;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (!passed) console.log(output.trimEnd());
  return { passed, output };
}

/** Numbers of pytest's closing line; what did not run has not passed. */
function counts({ passed, output }) {
  const last = output.trim().split('\n').at(-1) ?? '';
  const number = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(last)?.[1] ?? 0);
  const good = number('passed');
  const bad = number('failed') + number('error') + number('skipped') + number('xfailed');
  return { passed: good, failed: bad === 0 && (!passed || good === 0) ? 1 : bad };
}

async function main() {
  const python = await venv({ name: 'python', requirements });
  const target = await installed(python);
  const scratch = join(root, '.cache', 'python');
  const env = {
    ...process.env,
    PYTHONPATH: [target, process.env.PYTHONPATH].filter(Boolean).join(delimiter),
    PYTHONPYCACHEPREFIX: join(scratch, 'pycache'),
    RUFF_CACHE_DIR: join(scratch, 'ruff'),
    MYPY_CACHE_DIR: join(scratch, 'mypy'),
    // The tensors are tiny: more threads only take cores from others.
    OMP_NUM_THREADS: '1',
  };
  const whole = [
    run('ruff check', python, ['ruff', 'check', '--quiet', '.'], env),
    run('ruff format', python, ['ruff', 'format', '--check', '--quiet', '.'], env),
    run('mypy --strict', python, ['mypy'], env),
  ];
  // A folder of its own: pytest's shared one is cleared by other runs on the same machine.
  const scratchFolder = join(tempFolder('pytest'), 'tests');
  const pytest = ['pytest', '-p', 'no:cacheprovider', `--basetemp=${scratchFolder}`];
  const tests = run('pytest', python, pytest, env);
  const total = counts(tests);
  for (const { passed } of whole) total[passed ? 'passed' : 'failed']++;
  return total;
}

let total = { passed: 0, failed: 1 };
try {
  total = await main();
} catch (error) {
  console.error(error.message);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
