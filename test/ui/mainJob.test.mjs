// The main job as a person does it: scan, see, weigh, export, settle an ambiguity, meet a bad file, come back.
// Must not know how any of it is done.

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { Panel } from './lib/panel.mjs';

export const name = 'main-job';
export const timeoutMs = 300_000;

/** The bundled sample, a table that is broken from its fourth line on, and a program that tells the framework. @param {string} folder */
export function workspace(folder) {
  cpSync(join(root, 'media/sample'), folder, { recursive: true });
  writeFileSync(join(folder, 'broken.csv'), 'file,label\na.png,cat\nb.png,dog\nc.png,"cat\n');
  const tweets = Array.from(
    { length: 30 },
    (_, at) => `the plane is late ${at},${at % 3 ? 'sad' : 'glad'}`,
  );
  writeFileSync(join(folder, 'tweets.csv'), ['text,label', ...tweets, ''].join('\n'));
  writeFileSync(join(folder, 'train.py'), 'import os\nimport timm\n');
}

/** @param {import('../../scripts/lib/uiRun.mjs').UiContext} ctx */
export async function run({ step, workbench, workspace: folder, page, screenshot }) {
  let panel = new Panel(workbench);

  await step('says what it would look for before a scan', async () => {
    await workbench.ready({ row: 'pets.csv' });
    await workbench.openActivity('Class Balance');
    await page.getByRole('button', { name: 'Scan Workspace' }).waitFor();
    await screenshot('welcome');
  });

  await step('finds the datasets of the workspace', async () => {
    await page.getByRole('button', { name: 'Scan Workspace' }).click();
    await workbench.treeRow('Datasets', 'flowers').waitFor();
    await workbench.treeRow('Datasets', 'pets.csv').waitFor();
    await screenshot('tree');
    // The lower row first: what hovering it shows lies below it.
    const offered = await workbench.contextMenuItems(workbench.treeRow('Datasets', 'tweets.csv'));
    assert.ok(!offered.includes('Estimate Near-Duplicates…'), 'there are no pictures of texts');
    const items = await workbench.contextMenuItems(workbench.treeRow('Datasets', 'flowers'));
    assert.ok(items.includes('Start Training…') && items.includes('Estimate Near-Duplicates…'));
  });

  await step('shows the distribution of a dataset', async () => {
    await workbench.treeRow('Datasets', 'flowers').click();
    await panel.drawn();
    const [, , count] = await panel.row('daisy');
    assert.equal(count, '400');
    assert.ok((await panel.chartPixels()) > 10_000, 'bars are painted');
  });

  await step('turns to the split and the class that are clicked on in the tree', async () => {
    await panel.part('search').fill('daisy');
    await workbench.foldRow('Datasets', 'flowers');
    await workbench.treeRow('Datasets', 'val').click();
    await panel.rowSays('daisy', '10');
    assert.equal(await panel.part('split').inputValue(), 'val');
    await workbench.foldRow('Datasets', 'train');
    await workbench.treeRow('Datasets', 'ghost orchid').click();
    await panel.active('ghost orchid');
    assert.equal(await panel.part('split').inputValue(), 'train');
    assert.equal(await panel.part('search').inputValue(), '', 'the class is listed');
    await screenshot('class-of-the-tree');
    // A page that another tab hides is gone; the one that comes back turns there too.
    await workbench.treeRow('Datasets', 'pets.csv').click();
    await panel.rowSays('hamster', '12');
    await workbench.treeRow('Datasets', 'dandelion').click();
    await panel.active('dandelion');
    await workbench.foldRow('Datasets', 'flowers');
  });

  await step('moves N with the keyboard and weighs anew', async () => {
    const before = await panel.row('ghost orchid');
    const slider = panel.part('slider-n');
    await slider.focus();
    for (let times = 0; times < 8; times += 1) await slider.press('ArrowLeft');
    await page.waitForFunction(() => true);
    const after = await panel.row('ghost orchid');
    assert.notEqual(after.at(-1), before.at(-1));
    assert.ok(Number(after.at(-1)) < Number(before.at(-1)), 'a smaller N weighs the tail less');
  });

  await step('offers the likely target first, and previews by the keyboard alone', async () => {
    await panel.part('export').click();
    await workbench.quickInput.waitFor();
    // A guess that takes long puts the targets in another order when it comes.
    await workbench.quickRow('`import timm` in train.py').waitFor();
    const [first] = await workbench.quickRows();
    assert.equal(first, 'timm');
    await workbench.tab('class_weights_timm.py').waitFor();
    await screenshot('preview');
    await workbench.quickInput.press('ArrowDown');
    await workbench.tab('loss-config.json').waitFor();
    await workbench.tab('class_weights_timm.py').waitFor({ state: 'detached' });
    await workbench.quickInput.press('Escape');
    await workbench.tab('loss-config.json').waitFor({ state: 'detached' });
    await panel.row('daisy');
  });

  await step('exports the weights and opens the file', async () => {
    await panel.part('export').click();
    await choose(workbench, 'PyTorch');
    const file = join(folder, 'weights.py');
    await workbench.fileDialog(file, { title: 'Export PyTorch', defaultName: '.py' });
    await workbench.toast('Weights written to weights.py').waitFor();
    assert.match(readFileSync(file, 'utf8'), /CLASS_WEIGHTS = \[/);
    assert.ok(existsSync(`${file}.source.json`), 'the account lies beside it');
    await workbench.answerToast('Weights written to weights.py', 'Open');
    await workbench.tab('weights.py').waitFor();
  });

  await step('never overwrites unasked', async () => {
    const file = join(folder, 'weights.py');
    writeFileSync(file, 'mine');
    await workbench.tab('flowers').click();
    await panel.part('export').click();
    await choose(workbench, 'PyTorch');
    // VS Code's simple dialog asks in its own line before it gives the path away.
    const dialog = workbench.fileDialog(file, { title: 'Export PyTorch', defaultName: '.py' });
    await page.locator('.quick-input-widget', { hasText: 'already exists' }).waitFor();
    // The first Escape takes the question back, the next closes the dialog.
    const widget = page.locator('.quick-input-widget');
    for (let times = 0; times < 3 && (await widget.isVisible()); times += 1) {
      await workbench.quickInput.press('Escape');
      await widget.waitFor({ state: 'hidden', timeout: 1000 }).catch(() => {});
    }
    await dialog;
    assert.equal(readFileSync(file, 'utf8'), 'mine');
  });

  await step('copies code', async () => {
    await panel.part('copy').click();
    await choose(workbench, 'JSON list');
    await workbench.toast('Weights copied as code for JSON list').waitFor();
  });

  await step('reports a bad file with line and column', async () => {
    await workbench.command('Problems: Focus on Problems View');
    await page
      .locator('.markers-panel .monaco-list-row', { hasText: 'broken.csv' })
      .first()
      .waitFor();
    await screenshot('problems');
    await workbench.command('View: Toggle Panel Visibility');
  });

  await step('shows a label file from the Explorer', async () => {
    await workbench.openActivity('Explorer');
    await workbench.contextMenu(workbench.explorerRow('pets.csv'), 'Show Class Distribution');
    await workbench.tab('pets.csv').waitFor();
    panel = new Panel(workbench);
    await panel.drawn();
    await screenshot('pets');
  });

  await step('counts again when the file changes', async () => {
    const [, , before] = await panel.row('cat');
    appendFileSync(join(folder, 'pets.csv'), lineLike(join(folder, 'pets.csv'), 'cat'));
    await panel.rowSays('cat', String(Number(before) + 1));
  });

  await step('comes back after a reload', async () => {
    await Promise.all([page.waitForEvent('load'), workbench.command('Developer: Reload Window')]);
    await workbench.ready();
    await workbench.tab('pets.csv').click();
    panel = new Panel(workbench);
    await panel.drawn();
    await panel.row('cat');
  });
}

/** Long lists draw only the rows in view: the filter brings the one that is meant. */
async function choose(workbench, label) {
  await workbench.quickInput.waitFor();
  await workbench.quickInput.fill(label);
  await workbench.pick(label, { exact: true });
}

/** A copy of a line of the table that holds the word. */
function lineLike(file, word) {
  const line = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .find((one) => one.includes(`,${word},`));
  return `${line}\n`;
}
