// Everything a change must pass, closing with "N passed, N failed". Arguments name single steps.
// Must not know what a step tests; a step that cannot run fails.
// Python's steps keep to one core and need nothing of the others': they run beside them. What they print waits for a
// step's end, so that no step's lines stand among another's.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const results = join(root, 'out/test-results');

/** A command that passes or fails as a whole. */
const check = (name, ...command) => ({ name, command, count: wholeStep });
/** Vitest projects: their JSON report says how many tests there were. */
const vitest = (name, projects = [name], command = ['node_modules/vitest/vitest.mjs', 'run']) => ({
  name,
  command: [
    'node',
    ...command,
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(results, `${name}.json`)}`,
  ],
  count: vitestReport,
});
/** A script that closes with "N passed, N failed". */
const script = (name, file) => ({ name, command: ['node', file], count: closingLine });

/** Steps of one row run one after another, the rows of one stage beside each other, the stages one after another. */
const inNode = [
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
  vitest('newer-node', ['unit', 'contract'], ['scripts/test-newer-node.mjs']),
];
const inPython = [
  script('python', 'scripts/test-python.mjs'),
  script('frameworks', 'scripts/test-frameworks.mjs'),
];
/** Browsers and native libraries: they have the machine to themselves. */
const alone = [
  script('engines', 'scripts/test-engines.mjs'),
  script('page', 'scripts/test-page.mjs'),
  script('host', 'scripts/test-host.mjs'),
  script('ui', 'scripts/test-ui.mjs'),
];
const stages = [[inNode, inPython], [alone]];
const steps = stages.flat(2);

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

/** Runs a command; what it prints is kept, and told as it comes where `tell` is given. */
function run(command, tell) {
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
      tell(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Lets one row print as it goes; what the others say is printed between that row's steps, a step at a time. */
class Printer {
  #waiting = [];
  #live;

  /** Begins a step of a row, and answers where its lines go and what to call at its end. */
  begin(row, name) {
    this.#live ??= row;
    const isLive = this.#live === row;
    const kept = [`\n== ${name}\n`];
    if (isLive) process.stdout.write(kept[0]);
    return {
      tell: (chunk) => (isLive ? process.stdout.write(chunk) : kept.push(chunk)),
      end: () => {
        if (isLive) this.#live = undefined;
        else this.#waiting.push(kept.join(''));
        if (this.#live !== undefined) return;
        process.stdout.write(this.#waiting.join(''));
        this.#waiting = [];
      },
    };
  }
}

async function runStep(step, row, printer) {
  const started = performance.now();
  const { tell, end } = printer.begin(row, step.name);
  const { code, output } = await run(step.command, tell);
  let counts;
  try {
    counts = step.count(step, code, output);
  } catch (error) {
    tell(`No result of ${step.name}: ${error.message}\n`);
    counts = { passed: 0, failed: 1, skipped: [] };
  }
  end();
  return { step, counts, seconds: (performance.now() - started) / 1000 };
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
  const done = [];
  const printer = new Printer();
  for (const rows of stages) {
    const running = rows.map(async (row) => {
      for (const step of row) {
        if (wanted.length > 0 && !wanted.includes(step.name)) continue;
        done.push(await runStep(step, row, printer));
      }
    });
    await Promise.all(running);
  }
  done.sort((a, b) => steps.indexOf(a.step) - steps.indexOf(b.step));
  const total = { passed: 0, failed: 0, skipped: [] };
  const summary = done.map(({ step, counts, seconds }) => {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped.push(...counts.skipped.map((name) => `${step.name}: ${name}`));
    const time = `${step.name.padEnd(12)}${seconds.toFixed(1).padStart(7)} s`;
    return `${time}  ${counts.passed} passed, ${counts.failed} failed`;
  });
  console.log(`\n${summary.join('\n')}\n`);
  // What could not run here (as root, without the shared data) is named, never passed over.
  for (const name of total.skipped) console.log(`Not run: ${name}`);
  const skipped = total.skipped.length === 0 ? '' : `, ${total.skipped.length} skipped`;
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

await main();
