// Training as a person does it: start from the palette, go back once, see the command line, watch the verdict, come back.
// Must not know how any of it is done.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const name = 'training';
export const timeoutMs = 240_000;

/** A table of three long-tailed classes, the same numbers every time. @param {string} folder */
export function workspace(folder) {
  const lines = ['sepal,petal,species'];
  let state = 7;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  for (const [at, count] of [120, 40, 20].entries()) {
    for (let i = 0; i < count; i += 1) {
      lines.push(`${(at * 2 + next() * 3).toFixed(3)},${(at + next() * 2).toFixed(3)},s${at}`);
    }
  }
  writeFileSync(join(folder, 'flowers.csv'), `${lines.join('\n')}\n`);
}

/** @param {import('../../scripts/lib/uiRun.mjs').UiContext} ctx */
export async function run({ step, workbench, workspace: folder, page, screenshot }) {
  const runs = join(folder, '.class-balance', 'runs');
  const part = (id) => workbench.webview().getByTestId(id);
  const verdict = /balanced accuracy/;

  await step('starts from the panel of a dataset', async () => {
    await workbench.ready({ row: 'flowers.csv' });
    await workbench.command('Class Balance: Show Class Distribution');
    await part('start-training').click();
    await workbench.quickRow(/Probe/).waitFor({ timeout: 60_000 });
    assert.ok(await part('trained-text').isHidden(), 'nothing has been trained yet');
    await page.keyboard.press('Escape');
  });

  await step('asks what trains, and offers what is not there with its reason', async () => {
    await workbench.command('Class Balance: Start Training…');
    await workbench.quickRow(/Probe/).waitFor({ timeout: 60_000 });
    await workbench.quickRow('Your own script').waitFor();
    await screenshot('training-engines');
    await workbench.quickRow(/Probe/).click();
  });

  await step('goes back to the last question', async () => {
    await workbench.quickRow('softmax regression').waitFor();
    await page.locator('.quick-input-titlebar [aria-label^="Back"]').click();
    await workbench.quickRow(/Probe/).click();
    await workbench.pick('softmax regression');
  });

  await step('asks for losses, time, seeds and what to keep', async () => {
    await workbench.pick('The short list: 6 losses');
    await workbench.pick('No limit');
    await workbench.pick('3 seeds');
    await workbench.pick('Loss config, report and the model that won');
  });

  await step('shows the exact command line and starts it', async () => {
    const dialog = page.locator('.monaco-dialog-box').filter({ hasText: 'trainer.mjs --config' });
    await dialog.waitFor();
    const said = await dialog.textContent();
    assert.match(said, /Probe.*6 losses × 3 seeds · saves the model that won/);
    // To its end: nothing of it is cut off.
    assert.ok(said.includes(`--config ${runs}/`) && /\/run\.json/.test(said), said);
    assert.ok(!existsSync(runs), 'nothing is written before the start');
    await screenshot('training-start');
    await workbench.answerDialog('trainer.mjs', 'Back');
    await workbench.pick('Loss config, report and the model that won');
    await workbench.answerDialog('trainer.mjs', /^Start/);
  });

  await step('watches the verdict appear', async () => {
    await part('status').filter({ hasText: 'Done' }).waitFor({ timeout: 90_000 });
    assert.match(await part('statement').textContent(), verdict);
    assert.equal(await part('ranking').locator('tbody tr').count(), 7);
    await screenshot('training-results');
  });

  await step('says how it ended, and opens the loss config', async () => {
    await workbench.answerToast('balanced accuracy', 'Open Loss Config');
    await workbench.tab('loss-config.json').waitFor();
    const [run] = readdirSync(runs);
    assert.ok(existsSync(join(runs, run, 'loss-config.json')));
    assert.ok(existsSync(join(runs, run, 'model', 'model.json')), 'the model that won is kept');
  });

  await step(
    'tells the panel of the dataset what was found, and takes over the loss that won',
    async () => {
      await workbench.tab('flowers.csv').first().click();
      const said = part('trained-text').filter({ hasText: /balanced accuracy/ });
      await said.waitFor({ timeout: 30_000 });
      await part('trained-use').click();
      await part('trained').filter({ hasText: 'This loss is in use' }).waitFor();
      await part('chosen-method').filter({ hasText: 'Loss: ' }).waitFor();
      await screenshot('training-advice');
      await part('trained-open').click();
      await part('statement').waitFor();
    },
  );

  await step('lists the run in the activity bar', async () => {
    await workbench.openActivity('Class Balance');
    await workbench.unfold('Training Runs');
    await workbench.treeRow('Training Runs', 'flowers.csv').waitFor();
    await screenshot('training-runs');
  });

  await step('comes back after a reload, from the run folder alone', async () => {
    await Promise.all([page.waitForEvent('load'), workbench.command('Developer: Reload Window')]);
    await workbench.ready();
    await workbench.tab('-flowers').first().click();
    await part('status').filter({ hasText: 'Done' }).waitFor({ timeout: 60_000 });
    assert.match(await part('statement').textContent(), verdict);
  });
}
