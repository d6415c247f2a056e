// What a person waits for in the real VS Code: activation (VS Code's own figure), a scan, the first chart.
// Must not know how the extension does it. Every round is a fresh server, browser and window, with an extension beside
// ours that does nothing: the baseline of activation.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureChromium } from '../scripts/lib/chromium.mjs';
import { exec } from '../scripts/lib/exec.mjs';
import { packageVsix } from '../scripts/lib/extension.mjs';
import { removeFolder, root, tempFolder } from '../scripts/lib/paths.mjs';
import { installVsix } from '../scripts/lib/runServer.mjs';
import { runUiTest } from '../scripts/lib/uiRun.mjs';
import { installServer } from '../scripts/lib/vscodeServer.mjs';
import { Panel } from '../test/ui/lib/panel.mjs';

const rounds = Number(process.env.ROUNDS ?? 5);
const shared = process.env.CLASS_BALANCE_SHARED ?? resolve(root, '../shared');
const places = join(shared, 'data/places-lt');

/** Places-LT where it is there, else a list of the same size and shape. */
function workspace(folder) {
  const to = join(folder, 'places-lt');
  if (existsSync(places)) {
    cpSync(places, to, { recursive: true });
    return;
  }
  const lines = Array.from({ length: 365 }, (_, label) => {
    const count = Math.round(4980 * (5 / 4980) ** (label / 364));
    return Array.from({ length: count }, (__, at) => `train/c${label}/${at}.jpg ${label}\n`).join(
      '',
    );
  });
  mkdirSync(to);
  writeFileSync(join(to, 'train.txt'), lines.join(''));
}

/** An extension that is activated with ours and does nothing. */
async function packageBaseline(vsix) {
  const folder = join(work, 'baseline');
  mkdirSync(folder);
  const manifest = {
    ...{ name: 'empty-baseline', displayName: 'Empty Baseline', publisher: 'class-balance' },
    ...{ version: '0.0.1', engines: { vscode: '^1.100.0' }, main: './main.js', license: 'MIT' },
    activationEvents: ['onView:classBalance.datasets'],
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.js'), 'exports.activate = () => {};\n');
  writeFileSync(join(folder, 'LICENSE'), 'MIT\n');
  writeFileSync(join(folder, 'README.md'), 'Does nothing: the baseline of a benchmark.\n');
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '-o', vsix];
  await exec(process.execPath, [vsce, 'package', ...flags], { cwd: folder });
}

const samples = {
  'activation (VS Code)': [],
  'activation, empty extension': [],
  'scan of Places-LT': [],
  'command to chart drawn': [],
  'second chart': [],
};

async function timed(name, work) {
  const started = performance.now();
  await work();
  samples[name].push(performance.now() - started);
}

/** @param {import('../scripts/lib/uiRun.mjs').UiContext} ctx */
async function measure({ step, workbench, page }) {
  await step('round', async () => {
    await workbench.ready({ row: 'places-lt' });
    await workbench.openActivity('Class Balance');
    const scan = page.getByRole('button', { name: 'Scan Workspace' });
    await scan.waitFor();
    // The window goes on starting for a while; what is measured is the extension.
    await page.waitForTimeout(3000);
    const row = workbench.treeRow('Datasets', 'places-lt');
    await timed('scan of Places-LT', async () => {
      await scan.click();
      await row.waitFor();
    });
    for (const name of ['command to chart drawn', 'second chart']) {
      await row.hover();
      const show = row.getByRole('button', { name: 'Show Class Distribution' });
      await timed(name, async () => {
        await show.click();
        await new Panel(workbench).drawn();
      });
      await workbench.closeEditors();
      await workbench.openActivity('Class Balance');
    }
    await workbench.command('Developer: Show Running Extensions');
    // The list is sorted by time and draws what is in view only: the window must hold all of it.
    await page.setViewportSize({ width: 1280, height: 4000 });
    samples['activation (VS Code)'].push(await activation(page, 'Class Balance'));
    samples['activation, empty extension'].push(await activation(page, 'Empty Baseline'));
  });
}

/** VS Code's own figure of an extension's activation, in milliseconds. */
async function activation(page, name) {
  const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
  const text = await rows.filter({ hasText: name }).first().innerText();
  const found = /Activation: (\d+)ms/.exec(text);
  if (found === null) throw new Error(`No activation time in: ${text}`);
  return Number(found[1]);
}

const work = tempFolder('bench-editor');
try {
  const install = await installServer({ log: console.error });
  const executablePath = await ensureChromium({ log: console.error });
  const vsix = join(work, 'class-balance.vsix');
  await packageVsix({ vsix, log: console.error });
  const extensionsDir = join(work, 'extensions');
  await installVsix({ install, vsix, extensionsDir });
  const baseline = join(work, 'baseline.vsix');
  await packageBaseline(baseline);
  await installVsix({ install, vsix: baseline, extensionsDir });
  const onStep = ({ passed, error }) => {
    if (!passed) console.error(error);
  };
  for (let round = 0; round < rounds; round += 1) {
    const test = { name: 'bench-editor', workspace, run: measure };
    await runUiTest(test, { install, executablePath, extensionsDir, onStep });
  }
} finally {
  removeFolder(work);
}

console.log(`${'ms'.padEnd(28)}  median  lowest  highest  rounds`);
for (const [name, all] of Object.entries(samples)) {
  const sorted = all.toSorted((a, b) => a - b);
  const cells = [sorted[sorted.length >> 1], sorted[0], sorted.at(-1)].map((value) =>
    String(Math.round(value)).padStart(7),
  );
  console.log(`${name.padEnd(28)} ${cells.join(' ')}  ${sorted.length}`);
}

// The extension host's event loop while it scans 300,000 rows, and while a run is trained, followed and shown: from the
// host tests of these names.
const host = spawnSync(
  process.execPath,
  ['scripts/test-host.mjs', '--verbose', '--grep', 'goes on serving'],
  { cwd: root, encoding: 'utf8' },
);
const lags = (host.stdout + host.stderr).match(/event loop during [^\n]*/g);
console.log(lags?.join('\n') ?? 'event loop: not measured');
