// Fills the tables of README.md from the registries; with --check it fails where they are out of date.
// Must not know any format, scheme or exporter: the command line lists them.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as prettier from 'prettier';

const root = join(import.meta.dirname, '..');

const list = (command) =>
  JSON.parse(
    execFileSync('node', [join(root, 'dist/cli.mjs'), command, '--json'], { encoding: 'utf8' }),
  );

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map(cell).join(' | ')} |`)
    .join('\n');

const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const proven = json('test/frameworks/proven.json');
const unproven = json('test/frameworks/unproven.json');
const pins = new Map(
  [
    ...readFileSync(join(root, 'test/frameworks/requirements.txt'), 'utf8').matchAll(
      /^([\w.-]+)==(\S+)$/gm,
    ),
  ].map(([, name, version]) => [name, version]),
);
for (const [name, version] of Object.entries(json('package.json').devDependencies)) {
  pins.set(name, version);
}

/** The libraries that the target's files are loaded in by the tests, with the versions that are pinned there. */
function checkedIn(id) {
  const libraries = proven[id];
  if (libraries === undefined) return `[documented signature](${unproven[id].documented})`;
  return libraries
    .map((name) => (name === 'python' ? 'Python' : `${name} ${pins.get(name)}`))
    .join(', ');
}

const tables = {
  formats: () =>
    table(
      ['Format', 'Found by', 'One count is', 'Splits', 'Notes'],
      list('formats').formats.map((one) => [
        `${one.title} (\`${one.id}\`)`,
        one.detects,
        one.units.join(', '),
        one.splits,
        one.remarks,
      ]),
    ),
  schemes: () =>
    table(
      ['Scheme', 'Weight of a class with n samples', 'Source'],
      list('schemes').schemes.map((one) => [
        `${one.title} (\`${one.id}\`)`,
        one.formula,
        one.source,
      ]),
    ),
  exporters: () =>
    table(
      ['Target', 'For', 'What is written', 'Checked in'],
      list('exporters').exporters.map((one) => [
        `${one.title} (\`${one.id}\`)`,
        one.framework,
        one.description,
        checkedIn(one.id),
      ]),
    ),
  bench: () => {
    const report = join(root, 'bench/report.md');
    return existsSync(report) ? readFileSync(report, 'utf8').trim() : '';
  },
};

/** The README as it should be. */
export async function readmeText() {
  let text = readFileSync(join(root, 'README.md'), 'utf8');
  for (const [name, make] of Object.entries(tables)) {
    const between = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- /${name} -->)`);
    text = text.replace(between, (_, open, close) => `${open}\n\n${make()}\n\n${close}`);
  }
  const config = await prettier.resolveConfig(join(root, 'README.md'));
  return prettier.format(text, { ...config, parser: 'markdown' });
}

if (process.argv[1] === import.meta.filename) {
  const file = join(root, 'README.md');
  const text = await readmeText();
  if (process.argv.includes('--check')) {
    if (text !== readFileSync(file, 'utf8')) {
      console.error('README.md is out of date. Run "npm run readme".');
      process.exitCode = 1;
    }
  } else writeFileSync(file, text);
}
