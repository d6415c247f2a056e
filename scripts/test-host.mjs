// Runs test/host/*.test.ts inside a real VS Code and prints each test.
// node scripts/test-host.mjs [--grep REGEXP] [--timeout SECONDS] [--verbose]
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stageExtension } from './lib/extension.mjs';
import {
  bundleHostTests,
  chooseTarget,
  copyHostWorkspace,
  fakeExtensions,
  runInDesktop,
  runInServer,
} from './lib/hostRun.mjs';
import { mapStack } from './lib/mapStack.mjs';
import { removeFolder, root, tempFolder } from './lib/paths.mjs';

const log = (line) => console.log(line);
const { values: options } = parseArgs({
  options: {
    grep: { type: 'string' },
    timeout: { type: 'string', default: '180' },
    verbose: { type: 'boolean', default: false },
  },
});

async function runHostTests(work) {
  const target = chooseTarget();
  log(`Host tests in ${target.executable ?? `the ${target.kind} VS Code`} (${target.why})`);
  const extension = join(work, 'extension');
  const workspace = join(work, 'host');
  const result = join(work, 'result.json');
  mkdirSync(extension);
  copyHostWorkspace(workspace);
  await stageExtension({ to: extension, log });
  const env = {
    CLASS_BALANCE_TEST_RESULT: result,
    ...(options.grep ? { CLASS_BALANCE_TEST_GREP: options.grep } : {}),
  };
  const tests = await bundleHostTests(extension);
  const timeoutMs = Number(options.timeout) * 1000;
  const { executable } = target;
  const fakes = fakeExtensions();
  const run = { extension, fakes, tests, workspace, env, timeoutMs, log, executable };
  const ended = await (target.kind === 'desktop' ? runInDesktop(run) : runInServer(run));
  return { ...ended, ...readResult(result), extension };
}

function readResult(file) {
  try {
    return { rows: JSON.parse(readFileSync(file, 'utf8')).rows };
  } catch {
    return { rows: undefined };
  }
}

/** Prints the tests; answers why the run as a whole failed, beside the failed tests. */
function report({ rows, code, lines, extension }) {
  const marks = { passed: 'ok  ', failed: 'FAIL', pending: 'skip' };
  for (const row of rows ?? []) log(`  ${marks[row.state]} ${row.title} (${row.duration} ms)`);
  const failed = (rows ?? []).filter((row) => row.state === 'failed');
  for (const { title, error } of failed) {
    log(`\n${title}\n${mapStack(error ?? '', extension, root)}`);
  }
  const problems = [];
  if (!rows) problems.push('there is no result file');
  else if (rows.every((row) => row.state === 'pending')) problems.push('no test ran');
  if (code !== 0 && failed.length === 0) problems.push(`VS Code ended with: ${code}`);
  if (options.verbose || problems.length > 0) log(lines.map((line) => `    ${line}`).join('\n'));
  problems.forEach((problem) => log(`FAIL ${problem}`));
  const passed = (rows ?? []).filter((row) => row.state === 'passed').length;
  const failures = failed.length + problems.length;
  log(`\n${passed} passed, ${failures} failed`);
  return failures === 0;
}

const work = tempFolder('host');
let ok = false;
try {
  ok = report(await runHostTests(work));
} catch (error) {
  log(`FAIL ${error.stack ?? error}\n\n0 passed, 1 failed`);
}
removeFolder(work);
process.exit(ok ? 0 : 1);
