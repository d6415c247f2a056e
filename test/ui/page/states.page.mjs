// That every state names its cause, requests that fail say so, and the view survives the page.
import assert from 'node:assert/strict';
import { cifar, detection, equal, noClasses, noSamples, placesLt, single } from './datasets.mjs';
import { duplicates } from './duplicates.mjs';
import { viewOf } from './harness.mjs';

const state = (page) => page.locator('#root').getAttribute('data-state');
const sent = (page) => page.evaluate(() => window.__sent);
const tell = (page, shown) => page.evaluate((one) => window.__tell('shown', one), shown);

export const tests = {
  'page tells the host when its chart is drawn, and how its view changes': async ({
    open,
    log,
  }) => {
    const page = await open({ dataset: placesLt });
    assert.equal(await state(page), 'drawn');
    const drawn = (await sent(page)).events.find((event) => event.event === 'drawn');
    assert.equal(drawn.payload.classes, 365);
    log(`first chart of 365 classes after ${Math.round(drawn.payload.milliseconds)} ms`);
    await page.getByTestId('log-scale').check();
    await page.waitForFunction(() =>
      window.__sent.events.some((one) => one.event === 'viewChanged'),
    );
    const changed = (await sent(page)).events.findLast((event) => event.event === 'viewChanged');
    assert.equal(changed.payload.logarithmic, true);
  },
  'page restores its view after a reload': async ({ open, log }) => {
    const page = await open({ dataset: placesLt });
    await page.getByTestId('scheme').selectOption('inverse');
    await page.getByTestId('search').fill('barn');
    await page.getByTestId('view-splits').click();
    await page.getByTestId('splits-table').waitFor();
    await page.reload();
    await page.waitForSelector('#root[data-state=drawn]');
    const drawn = (await sent(page)).events.find((event) => event.event === 'drawn');
    log(`restored after ${Math.round(drawn.payload.milliseconds)} ms`);
    assert.ok(await page.getByTestId('splits-table').isVisible());
    assert.equal(await page.getByTestId('search').inputValue(), 'barn');
    await page.getByTestId('view-distribution').click();
    await page.getByTestId('chart').waitFor();
    assert.equal(await page.getByTestId('scheme').inputValue(), 'inverse');
  },
  'page takes the view that the host opens it with': async ({ open }) => {
    const view = viewOf({ datasetId: detection.id, scheme: 'balanced', counted: 'images' });
    const page = await open({ dataset: detection, view });
    assert.equal(await page.getByTestId('scheme').inputValue(), 'balanced');
    assert.equal(await page.getByTestId('unit').inputValue(), 'images');
  },
  'page says why there is nothing to compare': async ({ open }) => {
    const page = await open({ dataset: equal });
    await page.evaluate(() => window.__tell('turn', { view: 'splits' }));
    await page.getByTestId('notices').locator('.notice.information').waitFor();
    assert.ok(await page.getByTestId('splits').isHidden(), 'there is one split only');
  },
  'page shows splits when the host asks': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    await page.evaluate(() => window.__tell('turn', { view: 'splits' }));
    await page.getByTestId('splits-table').waitFor();
    const val = page.getByTestId('splits-summary').locator('[data-split=val]');
    assert.match(await val.textContent(), /val7,0207,02014: .+ and 11 more0\.\d{3}/);
    await page.getByTestId('only-missing').check();
    await page.waitForFunction(
      () =>
        document.querySelector('[data-testid=splits-table]').getAttribute('aria-rowcount') === '19',
    );
  },
  'page turns to the class that the host asks for': async ({ open }) => {
    const wanted = { view: 'distribution', split: 'val', classIndex: 350 };
    const page = await open({ dataset: placesLt, wanted });
    const active = page.locator('[data-testid=table][data-revealed] .grid-row:has(.active)');
    const { name } = placesLt.classes[350];
    await active.filter({ hasText: name }).filter({ visible: true }).waitFor();
    assert.equal(await page.getByTestId('split').inputValue(), 'val');
    await page.getByTestId('search').fill('no such class');
    await active.waitFor({ state: 'detached' });
    await page.evaluate(() =>
      window.__tell('turn', { view: 'distribution', split: 'train', classIndex: 2 }),
    );
    await active.filter({ hasText: placesLt.classes[2].name }).waitFor();
    assert.equal(await page.getByTestId('search').inputValue(), '');
  },
  'page opens with the class that the host asks for on the screen': async ({ open }) => {
    for (const classIndex of [5, 350]) {
      const wanted = { view: 'distribution', split: 'train', classIndex };
      const page = await open({ dataset: placesLt, wanted });
      const { name } = placesLt.classes[classIndex];
      const row = page.locator('[data-testid=table][data-revealed] .grid-row:has(.active)');
      await row.filter({ hasText: name }).waitFor();
      const isWithin = () => {
        const [table, head, active] = ['', ' .grid-head', ' .grid-row:has(.active)'].map((within) =>
          document.querySelector(`[data-testid=table]${within}`).getBoundingClientRect(),
        );
        return active.top >= head.bottom - 1 && active.bottom <= table.bottom + 1;
      };
      await page.waitForFunction(isWithin, undefined, { timeout: 5000 });
    }
  },
  'page says what is being scanned': async ({ open }) => {
    const shown = { scanning: true, progress: '12 files in labels' };
    const page = await open({ shown, wait: false });
    await page.getByTestId('empty').waitFor();
    assert.equal(await state(page), 'loading');
    assert.match(
      await page.getByTestId('empty').textContent(),
      /Counting classes….*12 files in labels/,
    );
    await tell(page, { dataset: cifar, notice: '', scanning: false, datasets: [] });
    await page.waitForSelector('#root[data-state=drawn]');
  },
  'page says why it is empty': async ({ open }) => {
    const none = await open({ shown: { notice: 'The last scan did not find this dataset.' } });
    assert.match(await none.getByTestId('empty').textContent(), /did not find this dataset/);
    const nothing = await open({ dataset: noClasses });
    assert.match(await nothing.getByTestId('empty').textContent(), /no class was found/);
    assert.match(await nothing.getByTestId('problems').textContent(), /The file ends early/);
    assert.ok(await nothing.getByTestId('export').isDisabled());
  },
  'page keeps the numbers of a dataset that disappeared, and says so': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await tell(page, {
      notice: 'The last scan did not find this dataset.',
      scanning: false,
      datasets: [],
    });
    await page.getByTestId('notice').waitFor();
    assert.match(await page.getByTestId('notice').textContent(), /did not find this dataset/);
    assert.equal(await page.getByTestId('metric-classes').textContent(), '10');
    assert.ok(await page.getByTestId('export').isDisabled());
    const { id, name, status } = placesLt;
    await tell(page, { notice: '', scanning: false, datasets: [{ id, name, status }] });
    const choices = page.getByTestId('dataset').locator('option');
    await choices.filter({ hasText: name }).waitFor({ state: 'attached' });
    assert.deepEqual(await choices.allTextContents(), [cifar.name, name]);
    assert.equal(await page.getByTestId('dataset').inputValue(), cifar.id);
  },
  'page follows the dataset when it is counted again': async ({ open }) => {
    const page = await open({ dataset: cifar });
    const classes = cifar.classes.map((one) => ({ ...one, count: one.count + 1 }));
    const [train, test] = cifar.splits;
    const splits = [{ ...train, counts: train.counts.map((count) => count + 1) }, test];
    await tell(page, {
      ...{ dataset: { ...cifar, classes, splits }, notice: '', scanning: false },
      datasets: [{ id: cifar.id, name: cifar.name, status: 'asserted' }],
    });
    await page.waitForFunction(
      () => document.querySelector('[data-testid=metric-total]').textContent === '12,416 images',
    );
  },
  'page gives a verdict on one class, on equal classes, on empty ones, on a long tail': async ({
    open,
  }) => {
    const verdict = async (dataset) =>
      (await open({ dataset })).getByTestId('verdict').textContent();
    assert.match(await verdict(single), /single class with 42 images/);
    assert.match(await verdict(equal), /All 10 classes have 500 images each/);
    assert.match(await verdict(noSamples), /None of the 3 classes has any images/);
    assert.match(
      await verdict(placesLt),
      /^74 of 365 classes have fewer than 20 images; the largest is 996× the smallest; plain cross-entropy/,
    );
  },
  'page says when a request fails or stays unanswered': async ({ open }) => {
    const refuse = { exportWeights: 'The folder is read-only.' };
    const page = await open({ dataset: cifar, refuse });
    await page.getByTestId('export').click();
    const notice = page.getByTestId('notices').locator('.notice.error');
    await notice.waitFor();
    assert.match(await notice.textContent(), /^Export Weights: The folder is read-only\.Show Log/);
    await notice.getByRole('button', { name: 'Show Log' }).click();
    assert.equal((await sent(page)).requests.at(-1).method, 'showLog');
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await notice.waitFor({ state: 'detached' });
    const silent = await open({ dataset: cifar, silent: ['initialise'], wait: false, clock: true });
    await silent.clock.runFor(31_000);
    await silent.waitForSelector('#root[data-state=failed]');
    const only = silent.locator('#root').getByRole('alert');
    assert.match(await only.textContent(), /does not answer/);
    assert.ok((await only.boundingBox()).y > 40, 'it stands clear of the edge');
  },
  'problems lead to their place': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    await page
      .getByTestId('problems')
      .getByRole('button', { name: 'Places_LT_train.txt:812' })
      .click();
    assert.deepEqual((await sent(page)).requests.at(-1), {
      method: 'openSource',
      params: { path: 'Places_LT_train.txt', line: 812, column: 44 },
    });
  },
  'page speaks the language it is given': async ({ open }) => {
    const strings = {
      'action.export': 'Gewichte exportieren…',
      'Effective number of samples': 'Effektive Anzahl',
    };
    const page = await open({ dataset: cifar, strings });
    assert.equal(await page.getByTestId('export').textContent(), 'Gewichte exportieren…');
    assert.match(await page.getByTestId('scheme').textContent(), /Effektive Anzahl/);
  },
  'page does not overflow when narrow or zoomed': async ({ open }) => {
    const states = [{ dataset: placesLt }, { dataset: cifar, shown: { duplicates } }];
    for (const state of states) {
      for (const given of [{ width: 360 }, { width: 800, zoom: 2 }, { width: 480 }]) {
        const page = await open({ ...state, ...given });
        const over = await page.evaluate(() => {
          for (const one of document.querySelectorAll('details')) one.open = true;
          return document.documentElement.scrollWidth - innerWidth;
        });
        assert.ok(over <= 0, `${JSON.stringify(given)} overflows by ${over} px`);
      }
    }
  },
};
