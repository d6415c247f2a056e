// Near-duplicates and groups as a person asks for them: the command, the panel's advice, weights from both.
// Must not know how any of it is done.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { colourThemes } from './lib/colourThemes.mjs';
import { Panel } from './lib/panel.mjs';
import { scenesWithDuplicates } from './lib/scenes.mjs';

const { dark, light } = colourThemes;

export const name = 'duplicates';
export const timeoutMs = 300_000;
/** Behind a change of theme the panel may take the focus late, which would close what is to be picked from. */
export const settings = { 'workbench.quickOpen.closeOnFocusLost': false };

/** Class folders of pictures, some of them twice, and a table of visits of patients. @param {string} folder */
export function workspace(folder) {
  for (const [path, content] of Object.entries(scenesWithDuplicates)) {
    const file = join(folder, 'photos', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const rows = Array.from({ length: 40 }, (_, at) => {
    const label = at % 4 === 0 ? 'ill' : 'well';
    return `visit ${at},${label},patient ${Math.floor(at / 8)}`;
  });
  writeFileSync(join(folder, 'visits.csv'), ['note,label,patient', ...rows, ''].join('\n'));
}

/** @param {import('../../scripts/lib/uiRun.mjs').UiContext} ctx */
export async function run({ step, workbench, workspace: folder, page, screenshot }) {
  let panel = new Panel(workbench);

  await step('the command estimates near-duplicates and leads to the panel', async () => {
    await workbench.ready({ row: 'visits.csv' });
    await workbench.openActivity('Class Balance');
    await page.getByRole('button', { name: 'Scan Workspace' }).click();
    await workbench.treeRow('Datasets', 'photos').waitFor();
    await workbench.command('Class Balance: Estimate Near-Duplicates…');
    await workbench.pick('photos').catch(() => {});
    const said = 'tell an N of their own in 1 of 2 classes';
    await workbench.toast(said).waitFor();
    await workbench.answerToast(said, 'Show');
    await panel.drawn();
    const text = await panel.part('duplicates-text').innerText();
    assert.match(text, /Of 72 pictures, 12 repeat another/);
  });

  await step('the panel tells N class by class, and weighs by it', async () => {
    await panel.part('duplicates-details').click();
    await panel.part('duplicates-table').getByText('Repeats: 0 of the five').waitFor();
    const before = await panel.row('cat');
    await panel.part('duplicates-use').click();
    await panel.part('duplicates-use').filter({ hasText: 'One N for All' }).waitFor();
    const after = await panel.row('cat');
    assert.notEqual(after.at(-1), before.at(-1));
    for (const [kind, theme] of Object.entries({ light, dark })) {
      await workbench.setColorTheme(folder, theme);
      await panel.drawn();
      await panel.part('duplicates-table').getByText('Repeats: 0 of the five').waitFor();
      await screenshot(`near-duplicates-${kind}`);
    }
  });

  await step('a column that groups rows is picked, and its groups are counted', async () => {
    await workbench.command('Class Balance: Count Groups…');
    await workbench.pick('visits.csv').catch(() => {});
    await workbench.quickRow('patient').first().waitFor();
    await screenshot('count-groups');
    await workbench.pick('patient', { exact: true });
    const settings = join(folder, '.vscode', 'settings.json');
    await workbench.openActivity('Class Balance');
    await workbench.treeRow('Datasets', 'visits.csv').click();
    panel = new Panel(workbench);
    await panel.drawn();
    await panel.part('unit').selectOption({ label: 'Groups by column:patient' });
    await panel.rowSays('ill', '5');
    await panel.rowSays('well', '5');
    assert.match(readFileSync(settings, 'utf8'), /"group": "column:patient"/);
    await screenshot('groups');
  });
}
