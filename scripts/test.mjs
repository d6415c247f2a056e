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
  vitest('unit'),
  vitest('contract'),
  script('python', 'scripts/test-python.mjs'),
  script('page', 'scripts/test-page.mjs'),
  script('host', 'scripts/test-host.mjs'),
  script('ui', 'scripts/test-ui.mjs'),
];

/** @typedef {{ passed: number, failed: number }} Counts */

/** @returns {Counts} */
function wholeStep(_step, code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @returns {Counts} */
function vitestReport(step, code) {
  const report = JSON.parse(readFileSync(join(results, `${step.name}.json`), 'utf8'));
  const passed = report.numPassedTests;
  // A file that does not load has no tests, but the run has failed.
  const failed = report.numFailedTests + report.numPendingTests;
  return atLeastOneFailure({ passed, failed }, code);
}

/** @returns {Counts} */
function closingLine(_step, code, output) {
  const lines = [...output.matchAll(/^(\d+) passed, (\d+) failed/gm)];
  const last = lines.at(-1);
  const counts =
    last === undefined ? { passed: 0, failed: 0 } : { passed: +last[1], failed: +last[2] };
  return atLeastOneFailure(counts, code);
}

/** No step passes with a bad exit code or without a single test. */
function atLeastOneFailure({ passed, failed }, code) {
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
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
  const total = { passed: 0, failed: 0 };
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
      counts = { passed: 0, failed: 1 };
    }
    total.passed += counts.passed;
    total.failed += counts.failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    summary.push(
      `${step.name.padEnd(12)}${seconds.padStart(7)} s  ${counts.passed} passed, ${counts.failed} failed`,
    );
  }
  console.log(`\n${summary.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

await main();
