// The first minutes with the extension: a folder without labels, then with some, and the walkthrough that knows what was done.
// Must not know how any of it is done.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Panel } from './lib/panel.mjs';

export const name = 'first-use';

/** Nothing that could be labels. @param {string} folder */
export function workspace(folder) {
  writeFileSync(join(folder, 'README.md'), '# Notes\n');
}

/** @param {import('../../scripts/lib/uiRun.mjs').UiContext} ctx */
export async function run({ step, workbench, workspace: folder, page, screenshot }) {
  const status = workbench.statusItem('class-balance.class-balance.datasets');
  const chooser = page.getByPlaceholder('Which format are the labels in?');

  await step('says once that nothing was found, and what to do', async () => {
    await workbench.ready({ row: 'README.md' });
    await workbench.command('Class Balance: Scan Workspace');
    const way = page.getByRole('button', { name: 'Choose What to Count…' });
    await way.waitFor();
    // A message would have come by now.
    await page.waitForTimeout(1000);
    await screenshot('nothing');
    assert.equal(await page.locator('.notification-toast').count(), 0);
    assert.ok(await status.isHidden());
    await workbench.pane('Datasets').getByText('1 file searched').waitFor();
    await way.click();
    await asksForFormat(workbench, chooser);
  });

  await step('shows the way on where a command has nothing to work on', async () => {
    await workbench.command('Class Balance: Export Class Weights…');
    await workbench.answerToast('1 file searched', 'Choose What to Count…');
    await asksForFormat(workbench, chooser);
  });

  await step('counts what has come since, shows and copies it', async () => {
    writeFileSync(join(folder, 'labels.csv'), 'file,label\na.png,cat\nb.png,cat\nc.png,dog\n');
    await workbench.command('Class Balance: Scan Workspace');
    await workbench.treeRow('Datasets', 'labels.csv').waitFor();
    await status.waitFor();
    await workbench.command('Class Balance: Show Class Distribution');
    const panel = new Panel(workbench);
    await panel.drawn();
    await panel.part('copy').click();
    await workbench.quickInput.fill('JSON list');
    await workbench.pick('JSON list', { exact: true });
    await workbench.toast('Weights copied as code').waitFor();
  });

  await step('has ticked in the walkthrough what was done before it was opened', async () => {
    await workbench.command('Welcome: Open Walkthrough...');
    await workbench.pick('Get Started with Class Balance');
    const steps = page.locator('.gettingStartedContainer [data-done-step-id^="class-balance."]');
    for (const title of ['Count every class', 'See the long tail', 'Take the weights with you']) {
      await steps.and(page.getByRole('checkbox', { name: `${title}: Completed` })).waitFor();
    }
    assert.equal(await steps.count(), 3, 'a folder is open already');
    await screenshot('walkthrough');
  });
}

async function asksForFormat(workbench, chooser) {
  await chooser.waitFor();
  await workbench.quickInput.press('Escape');
  await chooser.waitFor({ state: 'hidden' });
}
