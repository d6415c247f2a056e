// That the table shows the engine's numbers, exactly, for every choice; and that it can be sorted, searched, walked.
import assert from 'node:assert/strict';
import { classCounts, schemes, weighClasses } from './core.mjs';
import { cifar, detection, large, placesLt } from './datasets.mjs';
import { viewOf } from './harness.mjs';

/** The rows on screen: class index, shown texts, and the exact values behind effective number and weight. */
export const rowsOf = (page, table = 'table') =>
  page.getByTestId(table).evaluate((grid) =>
    [...grid.querySelectorAll('.grid-body [role=row]')]
      .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
      .map((row) => {
        const cell = (id) => row.querySelector(`[data-column=${id}]`);
        return {
          index: Number(cell('index')?.textContent.replaceAll(',', '')),
          name: cell('name')?.textContent,
          count: Number(cell('count')?.textContent.replaceAll(',', '')),
          effective: Number(cell('effective')?.title),
          weight: Number(cell('weight')?.title),
        };
      }),
  );

const names = async (page) => (await rowsOf(page)).map((row) => row.name);
const frame = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );

async function sameAsEngine(page, dataset, request, { split = 'train', counted = 'unit' } = {}) {
  await frame(page);
  const table = weighClasses({ classes: classCounts(dataset, split, counted), ...request });
  const shown = await rowsOf(page);
  assert.ok(shown.length > 0, 'no rows');
  for (const row of shown) {
    const expected = table.rows[row.index];
    assert.equal(row.count, expected.count);
    assert.equal(row.weight, expected.weight, `weight of ${row.name}`);
    assert.equal(row.effective, expected.effectiveNumber, `effective number of ${row.name}`);
  }
}

export const tests = {
  'table shows the engine’s weights to the last bit': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await sameAsEngine(page, cifar, { scheme: 'effective-number', parameters: { n: 10_000 } });
    const rows = await rowsOf(page);
    assert.equal(rows.length, 10);
    // The paper’s setting: β = 0.9999 on CIFAR-10-LT, imbalance 100.
    assert.ok(Math.abs(rows[0].effective - 3934.85) < 0.01);
  },
  'table shows the engine’s weights for every scheme, normalisation and rule for empty classes':
    async ({ open }) => {
      const page = await open({ dataset: detection });
      for (const { id } of schemes) {
        await page.getByTestId('scheme').selectOption(id);
        await sameAsEngine(page, detection, { scheme: id, parameters: { n: 10_000 } });
      }
      await page.getByTestId('scheme').selectOption('inverse');
      for (const normalisation of [
        'mean-one-per-sample',
        'max-one',
        'min-one',
        'sum-to-one',
        'none',
      ]) {
        await page.getByTestId('normalisation').selectOption(normalisation);
        await sameAsEngine(page, detection, { scheme: 'inverse', normalisation });
      }
      await page.getByTestId('zero-count').selectOption('pseudo-count');
      const request = { scheme: 'inverse', normalisation: 'none', zeroCount: 'pseudo-count' };
      await sameAsEngine(page, detection, request);
      await page.getByTestId('unit').selectOption('images');
      await sameAsEngine(page, detection, request, { counted: 'images' });
    },
  'table follows the split': async ({ open }) => {
    const page = await open({ dataset: cifar });
    for (const split of ['test', 'all']) {
      await page.getByTestId('split').selectOption(split);
      const request = { scheme: 'effective-number', parameters: { n: 10_000 } };
      await sameAsEngine(page, cifar, request, { split });
    }
  },
  'table sorts by its headings and by the drop-down': async ({ open }) => {
    const page = await open({ dataset: cifar });
    const heading = (name) => page.getByRole('columnheader', { name });
    assert.equal((await names(page))[0], 'airplane');
    assert.equal(await heading('Count').getAttribute('aria-sort'), 'descending');
    await heading('Count').click();
    await frame(page);
    assert.equal((await names(page))[0], 'truck');
    await heading('Class').click();
    await frame(page);
    assert.deepEqual((await names(page)).slice(0, 3), ['airplane', 'automobile', 'bird']);
    await page.getByTestId('sort').selectOption('weight');
    await frame(page);
    assert.equal(await heading('Weight').getAttribute('aria-sort'), 'descending');
    assert.equal((await names(page))[0], 'truck');
    await page.getByTestId('sort-direction').click();
    await frame(page);
    assert.equal((await names(page))[0], 'airplane');
  },
  'table shows what the search finds': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    await page.getByTestId('search').fill('BAKERY/shop');
    await frame(page);
    const found = await names(page);
    assert.ok(found.length > 0 && found.every((name) => name.startsWith('bakery/shop')));
    const total = (await page.getByTestId('table').getAttribute('aria-rowcount')) - 1;
    assert.equal(await page.getByTestId('found').textContent(), `${total} classes found`);
    await page.getByTestId('search').fill('no such class');
    await frame(page);
    assert.equal((await rowsOf(page)).length, 0);
    assert.match(await page.locator('.nothing').textContent(), /No class matches “no such class”/);
  },
  'table shows the classes of a band, those with one sample, and the empty ones': async ({
    open,
  }) => {
    const page = await open({ dataset: detection });
    const expected = {
      few: ({ count }) => count < 20,
      many: ({ count }) => count > 100,
      empty: ({ count }) => count === 0,
      single: ({ count }) => count === 1,
    };
    const all = classCounts(detection, 'train', 'unit');
    for (const [filter, fits] of Object.entries(expected)) {
      const wanted = all.filter(fits).map(({ name }) => name);
      await page.getByTestId('listed').selectOption(filter);
      await frame(page);
      assert.deepEqual((await names(page)).toSorted(), wanted.toSorted(), filter);
      assert.equal(await page.locator('.nothing').isVisible(), wanted.length === 0);
    }
    await page.getByTestId('listed').selectOption('all');
    await page.getByTestId('search').fill(all[0].name);
    await frame(page);
    assert.ok((await names(page)).includes(all[0].name));
  },
  'table keeps few rows for 22,000 classes and reaches the last one by keyboard': async ({
    open,
  }) => {
    const page = await open({ dataset: large, view: viewOf({ sort: 'index', descending: false }) });
    const table = page.getByTestId('table');
    assert.equal(await table.getAttribute('aria-rowcount'), '22001');
    assert.ok((await rowsOf(page)).length < 60);
    await table.focus();
    await page.keyboard.press('Control+End');
    await frame(page);
    const last = (await rowsOf(page)).at(-1);
    assert.equal(last.name, 'synset 21999');
    const active = await table.getAttribute('aria-activedescendant');
    const cell = page.locator(`[id="${active}"]`);
    assert.equal(await cell.getAttribute('data-column'), 'weight');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowRight');
    await frame(page);
    const now = await table.getAttribute('aria-activedescendant');
    assert.match(now, /^table-1\d-1$/);
    assert.ok(await page.locator(`[id="${now}"]`).isVisible());
    await sameAsEngine(
      page,
      large,
      { scheme: 'effective-number', parameters: { n: 10_000 } },
      { split: 'all' },
    );
  },
  'table sorts from the keyboard': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.getByTestId('table').focus();
    for (const key of ['ArrowUp', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await frame(page);
    assert.equal(
      await page.getByRole('columnheader', { name: 'Class' }).getAttribute('aria-sort'),
      'ascending',
    );
  },
  'every column sorts from the keyboard, those that rise with the count by the count': async ({
    open,
  }) => {
    const page = await open({ dataset: cifar });
    await page.getByTestId('table').focus();
    await page.keyboard.press('ArrowUp');
    const expected = ['index', 'name', 'count', 'count', 'band', 'count', 'weight'];
    for (const [at, column] of expected.entries()) {
      if (at > 0) await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await frame(page);
      assert.equal(await page.getByTestId('sort').inputValue(), column, `column ${at}`);
    }
  },
  'table beside another editor keeps the weight in sight': async ({ open }) => {
    for (const dataset of [cifar, placesLt]) {
      const page = await open({ dataset, width: 480 });
      const beyond = await page
        .getByTestId('table')
        .evaluate((grid) => grid.scrollWidth - grid.clientWidth);
      assert.ok(beyond <= 0, `${dataset.name}: the table is ${beyond} px wider than its frame`);
    }
  },
  'table writes shares whole, however small': async ({ open }) => {
    for (const width of [480, 900, 1200]) {
      const page = await open({ dataset: large, width });
      const cut = await page
        .getByTestId('table')
        .locator('[role=gridcell][data-column=share]')
        .evaluateAll((all) =>
          all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
        );
      assert.deepEqual(cut, [], `at ${width} px`);
    }
  },
  'headings of the table are whole where there is room': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    const cut = await page
      .getByTestId('table')
      .locator('[role=columnheader]')
      .evaluateAll((all) =>
        all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
      );
    assert.deepEqual(cut, []);
  },
};
