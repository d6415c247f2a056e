// Runs test/ui/page/*.page.mjs: the built page in a plain browser, with a stand-in for VS Code.
// node scripts/test-page.mjs [part of a file name ...] [--grep REGEXP over test names]
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { openHarness } from '../test/ui/page/harness.mjs';
import { root } from './lib/paths.mjs';

const { values: options, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string', default: '' } },
});
const longest = 120_000;

async function loadTests() {
  const folder = join(root, 'test', 'ui', 'page');
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.page.mjs'))
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
  const found = [];
  for (const file of files) {
    const { tests } = await import(pathToFileURL(join(folder, file)).href);
    for (const [name, run] of Object.entries(tests)) found.push({ name, run });
  }
  return found.filter(({ name }) => new RegExp(options.grep).test(name));
}

/** Runs one test with pages of its own; any page error, console error or policy violation fails it. */
async function runTest({ run }, harness) {
  const opened = [];
  const open = async (given) => {
    const one = await harness.open(given);
    opened.push(one);
    return one.page;
  };
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${longest / 1000} s`)), longest);
  });
  try {
    await Promise.race([run({ open, log: (line) => console.log(`      ${line}`) }), tooLong]);
    for (const { page, faults } of opened) {
      const violations = await page.evaluate(() => window.__violations);
      const all = [...faults, ...violations.map((one) => `content policy: ${one}`)];
      if (all.length > 0) throw new Error(all.join('\n'));
    }
  } finally {
    clearTimeout(timer);
    for (const { close } of opened) await close();
  }
}

async function main() {
  const tests = await loadTests();
  const harness = await openHarness({ log: console.log });
  let failed = 0;
  for (const test of tests) {
    const start = performance.now();
    try {
      await runTest(test, harness);
      console.log(`  ok  ${test.name} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${test.name}\n${error.stack ?? error}`);
    }
  }
  await harness.close();
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  return failed === 0 && tests.length > 0 ? 0 : 1;
}

process.exitCode = await main();
