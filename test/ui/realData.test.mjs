// The panel on real data, in every kind of theme; its pictures are the README's.
// Must not know how the page draws.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';
import { colourThemes } from './lib/colourThemes.mjs';
import { Panel } from './lib/panel.mjs';

export const name = 'real-data';
export const timeoutMs = 300_000;

const shared = process.env.CLASS_BALANCE_SHARED ?? resolve(root, '../shared');
const places = join(shared, 'data/places-lt');
const classes = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');

/** CIFAR-10 made long-tailed with imbalance factor 100, as a list; Places-LT where it is there. @param {string} folder */
export function workspace(folder) {
  const lines = classes.flatMap((label, index) => {
    const count = Math.trunc(5000 * 0.01 ** (index / 9));
    const number = (at) => String(at).padStart(4, '0');
    return Array.from({ length: count }, (_, at) => `train/${label}/${number(at)}.jpg ${index}`);
  });
  mkdirSync(join(folder, 'cifar10-lt'));
  writeFileSync(join(folder, 'cifar10-lt/train.txt'), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'cifar10-lt/classes.txt'), `${classes.join('\n')}\n`);
  if (!existsSync(places)) return;
  mkdirSync(join(folder, 'places-lt'));
  for (const split of ['train', 'val', 'test']) {
    cpSync(join(places, `${split}.txt`), join(folder, `places-lt/${split}.txt`));
  }
}

/** @param {import('../../scripts/lib/uiRun.mjs').UiContext} ctx */
export async function run({ step, workbench, workspace: folder, page, screenshot }) {
  await step('scans real lists', async () => {
    await workbench.ready({ row: 'cifar10-lt' });
    await workbench.openActivity('Class Balance');
    await page.getByRole('button', { name: 'Scan Workspace' }).click();
    await workbench.treeRow('Datasets', 'cifar10-lt').waitFor();
  });

  const panel = await step('weighs CIFAR-10-LT as the paper does', async () => {
    await show(workbench, 'cifar10-lt');
    const shown = new Panel(workbench);
    await shown.drawn();
    // Cui et al.: imbalance factor 100, N = 10,000.
    assert.deepEqual((await shown.row('airplane')).slice(2, 3), ['5,000']);
    assert.equal((await shown.row('airplane')).at(-1), '0.05061');
    assert.equal((await shown.row('truck')).at(-1), '3.993');
    return shown;
  });

  for (const [kind, theme] of Object.entries(colourThemes)) {
    await step(`is legible in a theme of kind ${kind}`, async () => {
      await workbench.setColorTheme(folder, theme);
      await panel.drawn();
      assert.ok((await panel.chartPixels()) > 10_000, 'bars are painted');
      // Off the tree, whose hint would hide the verdict.
      await page.mouse.move(640, 845);
      await page.waitForTimeout(500);
      await screenshot(`cifar-${kind}`);
    });
  }

  if (!existsSync(places)) {
    console.log('  Not run: Places-LT in the panel (needs the shared data data/places-lt).');
    return;
  }
  await step('counts Places-LT: 365 classes, 62,500 images of train', async () => {
    await workbench.setColorTheme(folder, colourThemes.light);
    await show(workbench, 'places-lt');
    const shown = new Panel(workbench);
    await shown.drawn();
    await shown.part('metrics').getByText('62,500').first().waitFor();
    await shown.part('metrics').getByText('996').first().waitFor();
    await screenshot('places-light');
    await workbench.setColorTheme(folder, colourThemes.dark);
    await screenshot('places-dark');
  });
}

async function show(workbench, dataset) {
  await workbench.contextMenu(workbench.treeRow('Datasets', dataset), 'Show Class Distribution');
  await workbench.tab(dataset).waitFor();
}
