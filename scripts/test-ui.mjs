// Runs test/ui/*.test.mjs: the packed extension in a real VS Code window in a real browser.
// node scripts/test-ui.mjs [part of a file name ...] [--grep REGEXP over test names] [--vsix FILE]
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { ensureChromium } from './lib/chromium.mjs';
import { packageVsix } from './lib/extension.mjs';
import { removeFolder, root, tempFolder } from './lib/paths.mjs';
import { installVsix } from './lib/runServer.mjs';
import { runUiTest } from './lib/uiRun.mjs';
import { installServer } from './lib/vscodeServer.mjs';

const log = (line) => console.log(line);
const { values: options, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' }, vsix: { type: 'string' } },
});

async function loadTests() {
  const folder = join(root, 'test', 'ui');
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.test.mjs'))
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
  const tests = await Promise.all(
    files.map((file) => import(pathToFileURL(join(folder, file)).href)),
  );
  return tests.filter(({ name }) => !options.grep || new RegExp(options.grep).test(name));
}

async function prepare(work) {
  const install = await installServer({ log });
  const executablePath = await ensureChromium({ log });
  const vsix = options.vsix ? resolve(options.vsix) : join(work, 'class-balance.vsix');
  if (!options.vsix) await packageVsix({ vsix, log });
  const extensionsDir = join(work, 'extensions');
  await installVsix({ install, vsix, extensionsDir });
  return { install, executablePath, extensionsDir };
}

function printStep({ title, passed, ms, error }) {
  log(`  ${passed ? 'ok  ' : 'FAIL'} ${title} (${ms} ms)`);
  if (error) log(error.replaceAll(/^/gm, '       '));
}

/** A test that could not even start counts as one failure, and the others still run. */
async function runOne(test, setup) {
  log(test.name);
  const started = performance.now();
  try {
    const { steps, kept } = await runUiTest(test, { ...setup, onStep: printStep });
    if (kept) log(`  kept: ${kept}`);
    log(`  ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return steps.map(({ passed }) => passed);
  } catch (error) {
    printStep({ title: 'start', passed: false, ms: 0, error: error.stack ?? String(error) });
    return [false];
  }
}

async function main(work) {
  const tests = await loadTests();
  if (tests.length === 0) throw new Error('no UI test matches');
  const setup = await prepare(work);
  const results = [];
  for (const test of tests) results.push(...(await runOne(test, setup)));
  return results;
}

const work = tempFolder('ui-setup');
let results = [false];
try {
  results = await main(work);
} catch (error) {
  log(`FAIL ${error.stack ?? error}`);
}
removeFolder(work);
const passed = results.filter(Boolean).length;
log(`\n${passed} passed, ${results.length - passed} failed`);
process.exit(passed === results.length ? 0 : 1);
