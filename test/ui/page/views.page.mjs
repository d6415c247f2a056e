// That the further views show the engine's numbers and ask the host for what the page cannot know.
import assert from 'node:assert/strict';
import { cifar, detection, hostile, large, placesLt } from './datasets.mjs';
import { viewOf } from './harness.mjs';

const frame = (page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
const requests = async (page) => (await page.evaluate(() => window.__sent)).requests;
const tell = (page, event, payload) =>
  page.evaluate(([name, said]) => window.__tell(name, said), [event, payload]);
const pixels = (page) => page.getByTestId('chart').evaluate((canvas) => canvas.toDataURL());

export const tests = {
  'suggestion is applied by one click': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    assert.match(await page.getByTestId('suggestion-text').textContent(), /N = 10 \(β = 0\.9\)/);
    await page.getByTestId('suggestion-use').click();
    await frame(page);
    assert.equal(await page.getByTestId('input-n').inputValue(), '10');
    assert.ok(await page.getByTestId('suggestion-use').isHidden());
  },
  'limits of the bands are edited, refused and reset': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.locator('details.more summary', { hasText: 'More metrics' }).click();
    const set = async (id, value) => {
      await page.getByTestId(id).fill(value);
      await page.getByTestId(id).press('Enter');
      await frame(page);
    };
    await set('limit-few', '100');
    assert.equal(await page.getByTestId('metric-bands').textContent(), '8 / 0 / 2');
    assert.match(
      await page.getByTestId('verdict').textContent(),
      /2 of 10 classes have fewer than 100/,
    );
    await set('limit-few', '101');
    assert.equal(await page.getByTestId('limit-few').getAttribute('aria-invalid'), 'true');
    await page.getByTestId('limits-reset').click();
    await frame(page);
    assert.equal(await page.getByTestId('metric-bands').textContent(), '8 / 2 / 0');
  },
  'LVIS data have bands of its own, by images': async ({ open }) => {
    const lvis = { ...detection, name: 'lvis_v1_train', sources: ['lvis_v1_train.json'] };
    const page = await open({ dataset: lvis });
    await page.locator('.metric-name', { hasText: 'Frequent / common / rare' }).waitFor();
  },
  'the heading of the bands sorts by band, by images for LVIS': async ({ open }) => {
    const lvis = { ...detection, name: 'lvis_v1_train', sources: ['lvis_v1_train.json'] };
    // The class of most boxes has them on few images.
    const splits = lvis.splits.map((split) => ({
      ...split,
      images: split.images.map((images, at) => (at === 0 ? 5 : images)),
    }));
    const page = await open({ dataset: { ...lvis, splits } });
    const first = () => page.locator('[role=row] [data-column=name]').nth(1).textContent();
    const largest = await first();
    await page.locator('[role=columnheader][data-column=band]').click();
    await frame(page);
    assert.notEqual(await first(), largest);
    assert.equal(await page.getByTestId('sort').inputValue(), 'band');
    await page.locator('[role=columnheader][data-column=band]').click();
    await frame(page);
    const bands = await page.locator('[role=row] [data-column=band]').allTextContents();
    const ranks = bands.slice(1).map((band) => ['Rare', 'Common', 'Frequent'].indexOf(band));
    assert.ok(ranks.length > 3 && !ranks.includes(-1), bands.join(' '));
    assert.deepEqual(ranks, ranks.toSorted());
  },
  'a chosen method is exported as a loss, and dropped again': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.getByTestId('view-methods').click();
    await page.getByTestId('take-logit-adjustment').click();
    await page.getByTestId('logit-adjustment-tau').fill('1.5');
    await page.getByTestId('logit-adjustment-tau').press('Enter');
    await frame(page);
    await page.getByTestId('export').filter({ hasText: 'Export Loss Config' }).click();
    const asked = (await requests(page)).findLast(({ method }) => method === 'exportWeights');
    assert.deepEqual(asked.params.method, { id: 'logit-adjustment', values: { tau: 1.5 } });
    await page.getByTestId('drop-method').click();
    await page.getByTestId('export').filter({ hasText: 'Export Weights' }).click();
    const again = (await requests(page)).findLast(({ method }) => method === 'exportWeights');
    assert.equal(again.params.method, undefined);
  },
  'methods for one label are not offered for several': async ({ open }) => {
    const dataset = { ...placesLt, multiLabel: true };
    const page = await open({ dataset, view: viewOf({ view: 'methods' }) });
    assert.ok(await page.getByTestId('take-balanced-softmax').isDisabled());
    assert.ok(await page.getByTestId('take-weighted-loss').isEnabled());
  },
  'every form of the chart is drawn': async ({ open }) => {
    for (const dataset of [placesLt, large, hostile]) {
      const page = await open({ dataset });
      const seen = new Set([await pixels(page)]);
      for (const kind of ['groups', 'lorenz', 'cumulative']) {
        await page.getByTestId('chart-kind').selectOption(kind);
        await frame(page);
        seen.add(await pixels(page));
      }
      assert.equal(seen.size, 4);
    }
  },
  'chart zooms and moves by keys and buttons': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    const where = page.getByTestId('zoom-where');
    await page.locator('.chart .plot').focus();
    await page.keyboard.press('+');
    await where.filter({ hasText: 'Classes 92 to 274 of 365' }).waitFor();
    await page.keyboard.press('End');
    await where.filter({ hasText: 'to 365 of 365' }).waitFor();
    await page.getByTestId('zoom-out').click();
    await frame(page);
    assert.equal(await where.textContent(), '');
  },
  'table row leads to samples, and samples to their places': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.getByTestId('table').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const asked = (await requests(page)).at(-1);
    assert.deepEqual(asked.params, { datasetId: 'CIFAR-10-LT', index: 1, split: 'train' });
    const places = [
      { file: 'labels.csv', line: 7, media: '<img src=x>', found: true, split: 'train' },
    ];
    await tell(page, 'samples', { datasetId: cifar.id, index: 1, limit: 20, places });
    await page.getByTestId('samples').getByRole('button', { name: 'labels.csv:7' }).click();
    assert.deepEqual((await requests(page)).at(-1), {
      method: 'openSource',
      params: { path: 'labels.csv', line: 7 },
    });
  },
  'pairs are counted when asked for, and their bound is said': async ({ open }) => {
    const page = await open({ dataset: detection, view: viewOf({ view: 'pairs' }) });
    await page.getByTestId('count-pairs').click();
    assert.equal((await requests(page)).at(-1).method, 'countPairs');
    const pairs = { datasetId: detection.id, split: 'train', samples: 10 };
    await tell(page, 'pairs', { ...pairs, classes: [0, 2], together: [8, 4, 4, 5] });
    await page.getByTestId('pairs-table').waitFor();
    const about = await page.getByTestId('pairs-about').textContent();
    assert.match(about, /The 2 largest of 9 classes, 10 samples read/);
    const cells = await page.getByTestId('pairs-table').locator('tbody td').allTextContents();
    assert.deepEqual(
      cells.map((cell) => cell.replace(/\s/g, '')),
      ['100%', '50%', '80%', '100%'],
    );
  },
  'chart, report and table are handed to the host, names escaped': async ({ open }) => {
    const page = await open({ dataset: hostile });
    for (const kind of ['png', 'svg', 'html', 'markdown'])
      await page.getByTestId(`save-${kind}`).click();
    for (const form of ['tsv', 'python', 'json']) await page.getByTestId(`copy-${form}`).click();
    const sent = await requests(page);
    const saved = (kind) => sent.find(({ params }) => params.kind === kind).params.content;
    assert.match(saved('png'), /^data:image\/png;base64,/);
    for (const kind of ['svg', 'html']) assert.doesNotMatch(saved(kind), /<img|<script|<b>/);
    const parsed = await page.evaluate(
      (svg) => new DOMParser().parseFromString(svg, 'image/svg+xml').querySelector('parsererror'),
      saved('svg'),
    );
    assert.equal(parsed, null);
    const copied = sent.filter(({ method }) => method === 'copyText');
    assert.equal(copied.length, 3);
    assert.equal(copied[0].params.text.trim().split('\n').length, 12);
    assert.equal(JSON.parse(copied[2].params.text).length, 11);
  },
};
