// What leaves the panel: pictures, reports and loss configs through the save dialog, tables through the clipboard,
// samples into the editor, another dataset beside this one. Must not know how any of it is made.

import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { Panel } from './lib/panel.mjs';

export const name = 'panel-files';
export const timeoutMs = 300_000;

/** @param {string} folder */
export function workspace(folder) {
  cpSync(join(root, 'media/sample'), folder, { recursive: true });
}

const saved = {
  png: (bytes) => bytes.subarray(1, 4).toString() === 'PNG',
  svg: (bytes) => bytes.toString().startsWith('<svg'),
  html: (bytes) => /<table/.test(bytes.toString()) && !/<script/.test(bytes.toString()),
  markdown: (bytes) => /^\|.*ghost orchid/m.test(bytes.toString()),
};
const endings = { png: 'png', svg: 'svg', html: 'html', markdown: 'md' };

/** @param {import('../../scripts/lib/uiRun.mjs').UiContext} ctx */
export async function run({ step, workbench, workspace: folder, page, screenshot }) {
  const panel = new Panel(workbench);

  await step('opens the panel', async () => {
    await workbench.ready({ row: 'pets.csv' });
    await workbench.openActivity('Class Balance');
    await page.getByRole('button', { name: 'Scan Workspace' }).click();
    await workbench.treeRow('Datasets', 'flowers').click();
    await panel.drawn();
  });

  for (const [kind, fits] of Object.entries(saved)) {
    await step(`saves ${kind}`, async () => {
      const file = join(folder, `saved.${endings[kind]}`);
      await panel.part(`save-${kind}`).click();
      const title = 'Save from the chart';
      await workbench.fileDialog(file, { title, defaultName: `class-balance.${endings[kind]}` });
      const said = `Saved saved.${endings[kind]}`;
      await workbench.toast(said).waitFor();
      assert.ok(fits(readFileSync(file)), `${kind} is what it says`);
      await workbench.toast(said).hover();
      await workbench.toast(said).getByRole('button', { name: 'Clear Notification' }).click();
      await workbench.toast(said).waitFor({ state: 'detached' });
    });
  }

  for (const [form, fits] of Object.entries({
    tsv: /\tdaisy\t400\t/,
    python: /'daisy'|"daisy"/,
    json: /"name": ?"daisy"/,
  })) {
    await step(`copies the table as ${form}`, async () => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
      await panel.part(`copy-${form}`).click();
      // The word in the status bar may still be the one of the copy before.
      await page.locator('.statusbar-item', { hasText: 'Copied.' }).waitFor();
      const text = await page.evaluate(async () => {
        for (let times = 0; times < 100; times += 1) {
          const now = await navigator.clipboard.readText();
          if (now !== 'nothing yet') return now;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return 'nothing was copied';
      });
      assert.match(text, fits);
    });
  }

  await step('shows the samples of a class and opens one', async () => {
    await panel.part('table').getByRole('gridcell', { name: 'daisy', exact: true }).click();
    await panel.part('show-samples').click();
    const first = panel.part('samples').locator('li button').first();
    await first.waitFor();
    await screenshot('samples');
    await first.click();
    await page.locator('.part.editor .tab.active').filter({ hasNotText: 'flowers' }).waitFor();
    await workbench.tab('flowers').click();
    await panel.drawn();
  });

  await step('exports the loss of a chosen method', async () => {
    await panel.part('view-methods').click();
    await panel.part('take-balanced-softmax').click();
    await panel.part('export').filter({ hasText: 'Export Loss Config' }).click();
    const file = join(folder, 'loss-config.json');
    await workbench.fileDialog(file, { title: 'loss', defaultName: '.json' });
    await workbench.toast('Loss config written to loss-config.json').waitFor();
    const config = JSON.parse(readFileSync(file, 'utf8'));
    assert.equal(config.loss.family, 'balanced-softmax');
    assert.ok(config.classes.some((entry) => entry.name === 'daisy' && entry.count === 400));
    await screenshot('methods');
  });

  await step('compares with another dataset', async () => {
    await panel.part('view-splits').click();
    const other = panel.part('compared').locator('option', { hasText: 'With pets.csv' });
    await panel.part('compared').selectOption(await other.first().getAttribute('value'));
    await panel.part('splits-summary').getByText('pets.csv').waitFor();
    await screenshot('compared');
  });
}
