// Lints, type-checks and tests python/ against an installed copy of it, closing with "N passed, N failed".
// The environment is made once for each requirements file, in the per-user cache; must not know what the tests do.
import { delimiter, join } from 'node:path';
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { exec } from './lib/exec.mjs';
import { root, tempFolder } from './lib/paths.mjs';
import { venv } from './lib/venv.mjs';

const project = join(root, 'python');
const requirements = join(project, 'requirements-test.txt');
const heaviest = 'tests/test_train_cohort.py';

/** The package as a user gets it, in a folder of its own: what is not packed is not found. */
async function installed(python) {
  const target = tempFolder('python');
  const how = ['--no-deps', '--no-index', '--no-build-isolation', '--no-compile'];
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...how];
  await exec(python, [...pip, '--target', target, project]);
  return target;
}

/** Runs one check to its end; answers whether it passed and what it printed. */
async function run(name, python, args, env) {
  const started = performance.now();
  const { passed, output } = await new Promise((resolve) => {
    // -P keeps the working folder off the path, where the sources would hide the installed copy.
    const child = spawn(python, ['-P', '-m', ...args], { cwd: project, env });
    let said = '';
    const take = (chunk) => (said += chunk);
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ passed: false, output: String(error) }));
    child.on('close', (code) => resolve({ passed: code === 0, output: said }));
  });
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

const whole = ({ passed }) => (passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

async function main() {
  const python = await venv({ name: 'python', requirements });
  const target = await installed(python);
  const scratch = join(root, '.cache', 'python');
  const env = {
    ...process.env,
    PYTHONPATH: [target, process.env.PYTHONPATH].filter(Boolean).join(delimiter),
    // Libraries were compiled when they were installed; elsewhere they would be compiled for every process.
    PYTHONPYCACHEPREFIX: '',
    PYTHONDONTWRITEBYTECODE: '1',
    RUFF_CACHE_DIR: join(scratch, 'ruff'),
    MYPY_CACHE_DIR: join(scratch, 'mypy'),
    // The tensors are tiny: more threads only take cores from others.
    OMP_NUM_THREADS: '1',
  };
  // A folder of its own: pytest's shared one is cleared by other runs on the same machine.
  const scratchFolder = tempFolder('pytest');
  const pytest = (name, ...args) => ({
    name: `pytest ${name}`,
    args: [
      ...['pytest', '-p', 'no:cacheprovider', `--basetemp=${join(scratchFolder, name)}`],
      ...args,
    ],
    count: counts,
  });
  const check = (name, ...args) => ({ name, args, count: whole });
  const queue = [
    // The file that starts processes takes about as long as all others.
    pytest('apart', heaviest),
    pytest('others', `--ignore=${heaviest}`),
    check('mypy --strict', 'mypy'),
    check('ruff check', 'ruff', 'check', '--quiet', '.'),
    check('ruff format', 'ruff', 'format', '--check', '--quiet', '.'),
  ];
  const total = { passed: 0, failed: 0 };
  const next = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const { passed, failed } = one.count(await run(one.name, python, one.args, env));
      total.passed += passed;
      total.failed += failed;
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, next));
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
