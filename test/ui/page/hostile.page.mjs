// That names and numbers from files can neither inject anything nor break the page.
import assert from 'node:assert/strict';
import { hostile, hostileNames } from './datasets.mjs';
import { viewOf } from './harness.mjs';

export const tests = {
  'names from files inject nothing': async ({ open }) => {
    const shown = {
      notice: '<img src=x onerror="window.pwned=1">',
      datasets: [{ id: hostile.id, name: '<script>window.pwned=1</script>', status: 'asserted' }],
    };
    for (const view of [viewOf(), viewOf({ logarithmic: true, search: '<' })]) {
      const page = await open({ dataset: hostile, shown, view });
      const found = await page.evaluate(() => ({
        pwned: 'pwned' in window,
        elements: document.querySelectorAll('img, svg:not(.icon), script:not([src]), b, i').length,
      }));
      assert.deepEqual(found, { pwned: false, elements: 0 });
      const box = await page.getByTestId('chart').boundingBox();
      for (let x = 80; x < box.width; x += 60) await page.mouse.move(box.x + x, box.y + 80);
      assert.equal(await page.evaluate(() => window.pwned), undefined);
    }
  },
  'names of any length and script stand in their cells': async ({ open }) => {
    const page = await open({
      dataset: hostile,
      view: viewOf({ sort: 'index', descending: false }),
    });
    const cells = page.getByTestId('table').locator('.grid-body [data-column=name]');
    const texts = await cells.allTextContents();
    assert.equal(texts.length, hostileNames.length);
    assert.ok(texts.includes(hostileNames[0]) && texts.includes('(empty name)'));
    const heights = await cells.evaluateAll((all) => all.map((cell) => cell.offsetHeight));
    assert.equal(new Set(heights).size, 1);
    assert.ok(texts.every((text) => text.length <= 300));
    assert.equal(await cells.nth(4).evaluate((cell) => getComputedStyle(cell).direction), 'rtl');
  },
  'counts up to 2^53 are shown to the last figure': async ({ open }) => {
    const page = await open({ dataset: hostile });
    const table = await page.getByTestId('table').textContent();
    assert.match(table, /9,007,199,254,740,992/);
    assert.doesNotMatch(await page.locator('main').textContent(), /NaN|Infinity|undefined/);
  },
};
