// Loads every Python-side export in the real libraries, closing with "N passed, N failed". Arguments name test files.
// The environment is made once for each requirements file, in the per-user cache; must not know what the tests do.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { spawn } from 'node:child_process';
import * as esbuild from 'esbuild';
import { exec } from './lib/exec.mjs';
import { frameworksVenv } from './lib/frameworksVenv.mjs';
import { cacheDir, root, tempFolder } from './lib/paths.mjs';

const tests = join(root, 'test/frameworks');
const limitMs = 900_000;

/** Real data beside the checkout, or where CLASS_BALANCE_SHARED says; '' where it is not. */
function sharedFolder() {
  const shared = process.env.CLASS_BALANCE_SHARED || join(root, '../shared');
  return existsSync(shared) ? shared : '';
}

/** Exports of every case by every target, written by the product's own code. */
async function writeExports() {
  const folder = tempFolder('frameworks');
  const driver = join(folder, 'driver.cjs');
  await esbuild.build({
    entryPoints: [join(tests, 'driver.ts')],
    outfile: driver,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  const out = join(folder, 'exports');
  mkdirSync(out);
  const said = await exec(process.execPath, [driver, out, sharedFolder()], { cwd: root });
  if (said.trim() !== '') console.log(said.trimEnd());
  return out;
}

/** Runs one command to its end; answers its exit code and what it printed. */
function run(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: tests,
      env,
      timeout: limitMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const take = (chunk) => (output += chunk);
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Numbers of pytest's closing line; what did not run has not passed, nor has a file without a result. */
function counts({ code, output }) {
  const last = output.match(/^\d+ .*in [\d.]+s.*$|^=+ .*in [\d.]+s.*=+$/gm)?.at(-1) ?? '';
  const number = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(last)?.[1] ?? 0);
  const passed = number('passed');
  const failed = number('failed') + number('error') + number('skipped') + number('xfailed');
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

/** One check, said in a line; with all that it printed where it failed. */
async function step(name, python, args, env, count) {
  const started = performance.now();
  const done = await run(python, args, env);
  const { passed, failed } = count(done);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name}: ${passed} passed (${seconds} s)`);
  if (failed > 0) console.log(done.output.trimEnd());
  return { passed, failed };
}

const whole = ({ code }) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Files that take longest begin, so that no core waits for one of them at the end. */
const longest = ['test_recipes.py', 'test_trainer.py', 'test_random_names.py', 'test_keras.py'];
const byLength = (a, b) => longestAt(a) - longestAt(b);
function longestAt(file) {
  const at = longest.indexOf(file);
  return at === -1 ? longest.length : at;
}

async function main(wanted) {
  const python = await frameworksVenv();
  // Asked once, for it takes as long as importing torch does; see conftest.py.
  const torchvision = await run(python, ['-c', 'import torchvision'], process.env);
  const env = {
    ...process.env,
    CLASS_BALANCE_TORCHVISION: torchvision.code === 0 ? 'whole' : 'python',
    CLASS_BALANCE_EXPORTS: await writeExports(),
    CLASS_BALANCE_NODE: process.execPath,
    PYTHONPATH: [join(root, 'python'), join(root, 'python/tests'), process.env.PYTHONPATH]
      .filter(Boolean)
      .join(delimiter),
    // Compiled once for all processes and checkouts, whatever the shell says: that is half of what importing takes.
    PYTHONPYCACHEPREFIX: join(cacheDir, 'frameworks-pycache'),
    PYTHONDONTWRITEBYTECODE: '',
    RUFF_CACHE_DIR: join(root, '.cache/frameworks/ruff'),
  };
  const total = { passed: 0, failed: 0 };
  const add = ({ passed, failed }) => {
    total.passed += passed;
    total.failed += failed;
  };
  add(await step('ruff check', python, ['-m', 'ruff', 'check', '--quiet', '.'], env, whole));
  const format = ['-m', 'ruff', 'format', '--check', '--quiet', '.'];
  add(await step('ruff format', python, format, env, whole));
  // A process for each file: the libraries bring clashing copies of OpenMP and protobuf.
  const files = readdirSync(tests).filter((name) => /^test_.*\.py$/.test(name));
  const queue = files.filter((name) => wanted.length === 0 || wanted.includes(name)).sort(byLength);
  const next = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      add(await step(file, python, ['-m', 'pytest', file], env, counts));
    }
  };
  // Most of the time goes into loading libraries, a core each; four of them fit into 8 GB.
  const together = Math.min(4, availableParallelism());
  await Promise.all(Array.from({ length: together }, next));
  return total;
}

let total = { passed: 0, failed: 1 };
try {
  total = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
