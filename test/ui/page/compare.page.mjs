// That datasets and units stand side by side: the right numbers, missing classes by name, and what the host is told.
import assert from 'node:assert/strict';
import { cifar, datasetOf, detection, equal } from './datasets.mjs';
import { viewOf } from './harness.mjs';

const frame = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
const summary = (page) =>
  page
    .getByTestId('splits-summary')
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

/** Shares with cifar all classes but two, and has one of its own. */
const other = datasetOf(
  'Farm',
  ['cat', 'dog', 'horse', 'tractor'],
  [{ name: 'train', counts: [30, 20, 10, 5] }],
);
const listed = [cifar, other].map(({ id, name, status }) => ({ id, name, status }));

export const tests = {
  'units stand side by side': async ({ open }) => {
    const page = await open({ dataset: detection, view: viewOf({ view: 'splits' }) });
    const rows = await summary(page);
    assert.deepEqual(
      rows.map(([title, , total]) => [title, total]),
      [
        ['Boxes', '355,667'],
        ['Images holding the class', '100,926'],
      ],
    );
    assert.match(rows[1][4], /0\.\d+ · /);
    const cells = await page
      .getByTestId('splits-table')
      .locator('.grid-body [role=row]')
      .first()
      .textContent();
    assert.match(cells, /person.*262,465.*64,115/);
  },
  'datasets stand side by side by the names of their classes': async ({ open }) => {
    const shown = { datasets: listed };
    const page = await open({ dataset: cifar, shown, view: viewOf({ view: 'splits' }) });
    await page.getByTestId('compared').selectOption({ label: 'With Farm' });
    await page.getByTestId('compare-hint').getByText('has not come yet').waitFor();
    await page.waitForFunction(
      (id) =>
        window.__sent.events.some(
          ({ event, payload }) => event === 'viewChanged' && payload.compared === id,
        ),
      other.id,
    );
    const answer = {
      notice: '',
      scanning: false,
      dataset: cifar,
      others: [other],
      datasets: listed,
    };
    await page.evaluate((said) => window.__tell('shown', said), answer);
    await page.getByTestId('splits-summary').getByText('Farm').waitFor();
    const rows = await summary(page);
    assert.equal(rows[0][3], '1: tractor');
    assert.match(rows[1][3], /^7: airplane, automobile, bird and 4 more$/);
    assert.match(rows[1][4], /different distribution/);
    await page.getByTestId('only-missing').check();
    await frame(page);
    assert.equal(await page.getByTestId('splits-table').getAttribute('aria-rowcount'), '9');
    // What disappears is not compared any more: the splits are, as before.
    const gone = { ...answer, others: undefined, datasets: listed.slice(0, 1) };
    await page.evaluate((said) => window.__tell('shown', said), gone);
    await page.getByTestId('splits-summary').getByText('test').waitFor();
    assert.ok(await page.getByTestId('only-missing').isHidden(), 'no class is missing there');
  },
  'several datasets stand side by side, added and left out one by one': async ({ open }) => {
    const zoo = datasetOf('Zoo', ['cat', 'zebra'], [{ name: 'train', counts: [7, 9] }]);
    const barn = datasetOf('Barn', ['horse', 'cat'], [{ name: 'train', counts: [4, 2] }]);
    const all = [cifar, other, zoo, barn];
    const datasets = all.map(({ id, name, status }) => ({ id, name, status }));
    const others = [other, zoo, barn];
    const view = viewOf({ view: 'splits', compared: other.id });
    const page = await open({ dataset: cifar, shown: { datasets, others }, view });
    const names = async () => (await summary(page)).map(([name]) => name);
    assert.deepEqual(await names(), ['CIFAR-10-LT', 'Farm']);
    await page.getByTestId('also-compared').selectOption({ label: 'Zoo' });
    await page.getByTestId('splits-summary').getByText('Zoo').waitFor();
    await page.getByTestId('also-compared').selectOption({ label: 'Barn' });
    await page.getByTestId('splits-summary').getByText('Barn').waitFor();
    assert.deepEqual(await names(), ['CIFAR-10-LT', 'Farm', 'Zoo', 'Barn']);
    // Four can be told apart; there is no room for a fifth.
    assert.ok(await page.getByTestId('also-compared').isHidden());
    await page.getByRole('button', { name: 'Leave out Zoo' }).click();
    await frame(page);
    assert.deepEqual(await names(), ['CIFAR-10-LT', 'Farm', 'Barn']);
    await page.waitForFunction(
      (id) =>
        window.__sent.events.some(
          ({ event, payload }) => event === 'viewChanged' && payload.alsoCompared?.join() === id,
        ),
      barn.id,
    );
  },
  'the table and the chart follow a side': async ({ open }) => {
    const page = await open({ dataset: cifar, view: viewOf({ view: 'splits' }) });
    const first = () =>
      page
        .getByTestId('splits-table')
        .locator('.grid-body [role=row]')
        .evaluateAll((rows) =>
          rows
            .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
            .map((row) => row.children[1].textContent)
            .slice(0, 2),
        );
    const train = page.getByTestId('splits-table').getByRole('columnheader', { name: 'train' });
    await train.click();
    await frame(page);
    assert.equal(await train.getAttribute('aria-sort'), 'descending');
    assert.deepEqual(await first(), ['airplane', 'automobile']);
    await train.click();
    await frame(page);
    assert.equal(await train.getAttribute('aria-sort'), 'ascending');
    assert.deepEqual(await first(), ['truck', 'ship']);
    const names = page.getByTestId('splits-table').getByRole('columnheader', { name: 'Class' });
    await names.click();
    await frame(page);
    assert.equal(await train.getAttribute('aria-sort'), 'none');
    assert.deepEqual(await first(), ['airplane', 'automobile']);
  },
  'a dataset of one split is compared with another only when asked': async ({ open }) => {
    const shown = { datasets: [...listed, { id: equal.id, name: equal.name, status: 'asserted' }] };
    const page = await open({ dataset: equal, shown, view: viewOf({ view: 'splits' }) });
    await page.getByTestId('compare-hint').getByText('Choose what to compare with').waitFor();
    assert.ok(await page.getByTestId('splits-summary').isHidden());
  },
};
