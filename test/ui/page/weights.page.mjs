// That slider, number boxes and advice set N, and that export and copy ask with what is on show.
import assert from 'node:assert/strict';
import { cifar, placesLt } from './datasets.mjs';
import { viewOf } from './harness.mjs';
import { rowsOf } from './table.page.mjs';

const frame = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
const value = (page, id) => page.getByTestId(id).inputValue();
const sent = (page) => page.evaluate(() => window.__sent);

export const tests = {
  'slider moves N, β and the weights from the keyboard': async ({ open }) => {
    const page = await open({ dataset: cifar });
    const slider = page.getByTestId('slider-n');
    const before = await rowsOf(page);
    await slider.focus();
    await page.keyboard.press('PageDown');
    await frame(page);
    assert.equal(await value(page, 'input-n'), '1000');
    assert.equal(await value(page, 'input-beta'), '0.999');
    const after = await rowsOf(page);
    assert.notEqual(after[0].weight, before[0].weight);
    assert.equal(await slider.getAttribute('aria-valuetext'), 'N = 1,000, β = 0.999');
    await page.keyboard.press('ArrowRight');
    await frame(page);
    assert.equal(await value(page, 'input-n'), '1120');
  },
  'what is being typed stays when the page is shown anew': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.getByTestId('input-n').fill('123');
    await page.getByTestId('log-scale').evaluate((box) => box.click());
    await frame(page);
    assert.equal(await value(page, 'input-n'), '123');
    await page.keyboard.press('Enter');
    await frame(page);
    assert.equal(await value(page, 'input-beta'), '0.99187');
    await page.getByTestId('slider-n').focus();
    await page.keyboard.press('End');
    await frame(page);
    assert.equal(await value(page, 'input-n'), '∞');
  },
  'slider ends at infinity, where weights are inverse frequency': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.getByTestId('slider-n').focus();
    await page.keyboard.press('End');
    await frame(page);
    assert.equal(await value(page, 'input-n'), '∞');
    assert.equal(await value(page, 'input-beta'), '1');
    const [most, ...rest] = await rowsOf(page);
    const ratio = rest.at(-1).weight / most.weight;
    assert.ok(Math.abs(ratio - most.count / rest.at(-1).count) < 1e-9 * ratio);
    await page.getByTestId('export').click();
    const { requests } = await sent(page);
    // Infinity would not survive JSON.
    assert.deepEqual(requests.at(-1).params.parameters, { beta: 1 });
  },
  'number boxes take N and β as people type them and refuse what is none': async ({ open }) => {
    const page = await open({ dataset: cifar });
    const type = async (id, text) => {
      await page.getByTestId(id).fill(text);
      await page.getByTestId(id).press('Enter');
      await frame(page);
    };
    await type('input-n', '2,500');
    assert.equal(await value(page, 'input-beta'), '0.9996');
    await type('input-beta', '0,99');
    assert.equal(await value(page, 'input-n'), '100');
    await type('input-n', 'many');
    assert.equal(await page.getByTestId('input-n').getAttribute('aria-invalid'), 'true');
    assert.match(await page.locator('.field-error:visible').textContent(), /N must be a number/);
    assert.equal(await value(page, 'input-beta'), '0.99');
    await type('input-n', '1e6');
    assert.equal(await page.getByTestId('input-n').getAttribute('aria-invalid'), null);
    assert.equal(await value(page, 'input-beta'), '0.999999');
  },
  'scheme brings its own parameter and remembers it': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.getByTestId('scheme').selectOption('power');
    await page.getByTestId('parameter-q').fill('1');
    await page.getByTestId('parameter-q').press('Enter');
    await page.getByTestId('scheme').selectOption('inverse');
    await frame(page);
    const inverse = await rowsOf(page);
    await page.getByTestId('scheme').selectOption('power');
    await frame(page);
    assert.equal(await value(page, 'parameter-q'), '1');
    const power = await rowsOf(page);
    power.forEach((row, i) => assert.ok(Math.abs(row.weight - inverse[i].weight) < 1e-9));
    await page.getByTestId('copy').click();
    const { requests } = await sent(page);
    assert.deepEqual(requests.at(-1), {
      method: 'copyCode',
      params: {
        ...{ datasetId: 'CIFAR-10-LT', split: 'train', counted: 'unit', scheme: 'power' },
        ...{ parameters: { n: 10_000, q: 1 }, normalisation: 'sum-to-classes', zeroCount: 'zero' },
      },
    });
  },
  'advice can be taken with one click': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    await page.getByTestId('use-n').click();
    await frame(page);
    assert.equal(await value(page, 'input-n'), '10');
  },
  'log scale and search change the picture': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    const pixels = () => page.getByTestId('chart').evaluate((canvas) => canvas.toDataURL());
    const linear = await pixels();
    await page.getByTestId('log-scale').check();
    await frame(page);
    const log = await pixels();
    assert.notEqual(log, linear);
    await page.getByTestId('search').fill('barn');
    await frame(page);
    assert.notEqual(await pixels(), log);
  },
  'chart says what is under the pointer and leads to its row': async ({ open }) => {
    const page = await open({
      dataset: placesLt,
      view: viewOf({ sort: 'index', descending: false }),
    });
    const box = await page.getByTestId('chart').boundingBox();
    await page.mouse.move(box.x + box.width - 80, box.y + 100);
    const said = await page.getByTestId('chart-hover').textContent();
    assert.match(said, /Count\d+ images?Share.*BandFewEffective number.*Weight/);
    const name = await page.getByTestId('chart-hover').locator('.hover-title').textContent();
    await page.mouse.down();
    await page.mouse.up();
    await frame(page);
    const rows = await rowsOf(page);
    assert.ok(
      rows.some((row) => row.name === name),
      `${name} is not on screen`,
    );
    await page.mouse.move(box.x + 5, box.y + 5);
    assert.ok(await page.getByTestId('chart-hover').isHidden());
  },
  'live region says what a change has done': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.getByTestId('sort').selectOption('name');
    await page.getByTestId('scheme').selectOption('inverse');
    const live = page.getByTestId('live');
    await live
      .filter({ hasText: 'Inverse frequency' })
      .waitFor({ state: 'attached', timeout: 5000 });
    assert.match(
      await live.textContent(),
      /Weights from [\d.]+ to [\d.]+\. Sorted by Name, Ascending\./,
    );
  },
};
