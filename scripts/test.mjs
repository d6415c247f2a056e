// Everything a change must pass, one step after another, closing with "N passed, N failed". Arguments name single steps.
// Must not know what a step tests; a step that cannot run fails.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const results = join(root, 'out/test-results');

/** A command that passes or fails as a whole. */
const check = (name, ...command) => ({ name, command, count: wholeStep });
/** A Vitest project: its JSON report says how many tests there were. */
const vitest = (name) => ({
  name,
  command: [
    'node',
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    name,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(results, `${name}.json`)}`,
  ],
  count: vitestReport,
});
/** A script that closes with "N passed, N failed". */
const script = (name, file) => ({ name, command: ['node', file], count: closingLine });

const steps = [
  check('registries', 'node', 'scripts/registries.mjs', '--check'),
  check('kernels', 'node', 'scripts/kernels.mjs', '--check'),
  check('matrices', 'node', 'scripts/matrixKernels.mjs', '--check'),
  check('types', 'node', 'node_modules/typescript/bin/tsc', '-b'),
  check('eslint', 'node', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  check(
    'prettier',
    'node',
    'node_modules/prettier/bin/prettier.cjs',
    '--check',
    '--log-level',
    'warn',
    '.',
  ),
  check('knip', 'node', 'node_modules/knip/bin/knip.js'),
  check('build', 'node', 'esbuild.mjs'),
  check('readme', 'node', 'scripts/readme.mjs', '--check'),
  vitest('unit'),
  vitest('contract'),
  script('python', 'scripts/test-python.mjs'),
  script('frameworks', 'scripts/test-frameworks.mjs'),
  script('engines', 'scripts/test-engines.mjs'),
  script('page', 'scripts/test-page.mjs'),
  script('host', 'scripts/test-host.mjs'),
  script('ui', 'scripts/test-ui.mjs'),
];

/** @typedef {{ passed: number, failed: number, skipped: readonly string[] }} Counts */

/** @returns {Counts} */
function wholeStep(_step, code) {
  return code === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] };
}

/** @returns {Counts} */
function vitestReport(step, code) {
  const report = JSON.parse(readFileSync(join(results, `${step.name}.json`), 'utf8'));
  const skipped = report.testResults
    .flatMap((file) => file.assertionResults)
    .filter((one) => one.status !== 'passed' && one.status !== 'failed')
    .map((one) => one.fullName);
  const { numPassedTests: passed, numFailedTests: failed } = report;
  return atLeastOneFailure({ passed, failed, skipped }, code);
}

/** @returns {Counts} */
function closingLine(_step, code, output) {
  const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed/gm)];
  const last = lines.at(-1);
  const [passed, failed] = last === undefined ? [0, 0] : [Number(last[1]), Number(last[2])];
  return atLeastOneFailure({ passed, failed, skipped: [] }, code);
}

/** No step passes with a bad exit code or without a single test. */
function atLeastOneFailure({ passed, failed, skipped }, code) {
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed, skipped };
}

function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (stream) => (chunk) => {
      output += chunk;
      stream.write(chunk);
    };
    child.stdout.on('data', keep(process.stdout));
    child.stderr.on('data', keep(process.stderr));
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

async function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `No such step: ${unknown.join(', ')}. Steps: ${steps.map((step) => step.name).join(', ')}.`,
    );
    process.exit(2);
  }
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: [] };
  const summary = [];
  for (const step of steps) {
    if (wanted.length > 0 && !wanted.includes(step.name)) continue;
    console.log(`\n== ${step.name}`);
    const started = performance.now();
    const { code, output } = await run(step.command);
    let counts;
    try {
      counts = step.count(step, code, output);
    } catch (error) {
      console.error(`No result of ${step.name}: ${error.message}`);
      counts = { passed: 0, failed: 1, skipped: [] };
    }
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped.push(...counts.skipped.map((name) => `${step.name}: ${name}`));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    summary.push(
      `${step.name.padEnd(12)}${seconds.padStart(7)} s  ${counts.passed} passed, ${counts.failed} failed`,
    );
  }
  console.log(`\n${summary.join('\n')}\n`);
  // What could not run here (as root, without the shared data) is named, never passed over.
  for (const name of total.skipped) console.log(`Not run: ${name}`);
  const skipped = total.skipped.length === 0 ? '' : `, ${total.skipped.length} skipped`;
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

await main();
