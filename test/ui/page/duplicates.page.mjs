// Near-duplicates on the page: asked for, shown, used as N per class, and left where the split is another.
import assert from 'node:assert/strict';
import { cifar, detection, hostileNames } from './datasets.mjs';
import { duplicates } from './duplicates.mjs';
import { viewOf } from './harness.mjs';
import { rowsOf } from './table.page.mjs';

const frame = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
const requests = async (page) => page.evaluate(() => window.__sent.requests);

const shown = { duplicates };

export const tests = {
  'near-duplicates are asked for, for the split on show': async ({ open }) => {
    const page = await open({ dataset: cifar });
    assert.equal(await page.getByTestId('duplicates-use').isVisible(), false);
    await page.getByTestId('duplicates-estimate').click();
    const asked = (await requests(page)).findLast(({ method }) => method === 'estimateDuplicates');
    assert.deepEqual(asked.params, { datasetId: cifar.id, split: 'train' });
  },
  'near-duplicates tell N class by class, each with why or why not': async ({ open }) => {
    const page = await open({ dataset: cifar, shown });
    const said = await page.getByTestId('duplicates-text').textContent();
    assert.match(said, /12,404 pictures, 987 repeat another.*in 2 of 10 classes/s);
    await page.getByText('Class by class').click();
    const rows = await page.getByTestId('duplicates-table').locator('tbody tr').allTextContents();
    assert.equal(rows.length, 10);
    assert.match(rows[0], /^bird1,796900/);
    assert.match(rows.join('\n'), /estimators disagree \(222,?000, 95,?400 and 407,?000\)/);
    assert.match(rows.join('\n'), /38,?000 to 410,?000/);
  },
  'pictures that were not looked for are spoken of in the open': async ({ open }) => {
    const hint = (page) => page.getByTestId('duplicates-unsearched');
    assert.equal(await hint(await open({ dataset: cifar, shown })).isVisible(), false);
    const unsearched = 'Some pictures may be missing.';
    const page = await open({
      dataset: cifar,
      shown: { duplicates: { ...duplicates, unsearched } },
    });
    assert.equal(await hint(page).textContent(), unsearched);
    assert.equal(await hint(page).isVisible(), true);
  },
  'N per class changes the weights, goes into the export, and is taken back': async ({ open }) => {
    const page = await open({ dataset: cifar, shown });
    const weight = async () => (await rowsOf(page)).find(({ name }) => name === 'bird').weight;
    const before = await weight();
    await page.getByTestId('duplicates-use').click();
    await frame(page);
    assert.notEqual(await weight(), before);
    await page.getByTestId('export').click();
    const asked = (await requests(page)).findLast(({ method }) => method === 'exportWeights');
    assert.equal(asked.params.ownPrototypes, true);
    await page.getByTestId('duplicates-use').filter({ hasText: 'One N for All' }).click();
    await frame(page);
    assert.equal(await weight(), before);
  },
  'N per class of another split is not used': async ({ open }) => {
    const view = viewOf({ split: 'test', ownPrototypes: true });
    const page = await open({ dataset: cifar, shown, view });
    assert.equal(await page.getByTestId('duplicates-use').isVisible(), false);
    await page.getByTestId('export').click();
    const asked = (await requests(page)).findLast(({ method }) => method === 'exportWeights');
    assert.equal(asked.params.ownPrototypes, undefined);
  },
  'names of classes among near-duplicates are text': async ({ open }) => {
    const classes = duplicates.classes.map((entry, at) => ({ ...entry, name: hostileNames[at] }));
    const page = await open({ dataset: cifar, shown: { duplicates: { ...duplicates, classes } } });
    await page.getByText('Class by class').click();
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.equal(await page.locator('.duplicates-table img, .duplicates-table svg').count(), 0);
  },
  'near-duplicates are offered for boxes, and not for rows of text': async ({ open }) => {
    const boxes = await open({ dataset: detection });
    assert.equal(await boxes.getByTestId('duplicates').isVisible(), true);
    const rows = await open({ dataset: { ...cifar, unit: 'row' } });
    assert.equal(await rows.getByTestId('duplicates').isVisible(), false);
  },
};
