// That the page says what training on its dataset found, takes over the loss that won, and asks for a new comparison.
import assert from 'node:assert/strict';
import { cifar, detection } from './datasets.mjs';

const sent = (page) => page.evaluate(() => window.__sent.requests);
const tell = (page, trained) => page.evaluate((one) => window.__tell('trained', one), trained);
/** Told and drawn: the page draws in its next frame. */
const shownAs = async (page, one, text) => {
  await tell(page, one);
  await page.getByTestId('trained-text').filter({ hasText: text }).waitFor();
};
const trained = (advice, extra = {}) => ({
  ...{ datasetId: cifar.id, canStart: true },
  verdict: { run: 'r', engine: 'probe', created: '2026-01-02T03:04:05Z', advice },
  ...extra,
});
const better = {
  ...{ outcome: 'better', chosen: 'cb-focal γ=2', baseline: { arm: 'softmax', mean: 0.412 } },
  loss: {
    ...{ arm: 'cb-focal γ=2', mean: 0.517, difference: 0.105, interval: [0.09, 0.12], seeds: 3 },
    ...{ head: -0.114, tail: 0.299 },
  },
  postHoc: { arm: 'adjusted', mean: 0.534 },
  choice: {
    method: 'weighted-focal',
    values: { gamma: 2 },
    ...{ scheme: 'effective-number', n: 1000 },
  },
};

export const tests = {
  'page says what training found, and takes over the loss and N that won': async ({ open }) => {
    const page = await open({ dataset: cifar });
    assert.ok(await page.getByTestId('trained').isHidden(), 'nothing has been told yet');
    await shownAs(page, trained(better), 'is better on this data');
    const text = await page.getByTestId('trained-text').textContent();
    assert.equal(
      text,
      '“cb-focal γ=2” is better on this data: 51.7 % balanced accuracy against 41.2 % for plain “softmax”.',
    );
    const more = await page.getByTestId('trained-more').textContent();
    assert.match(more, /\+10\.5 points \(95 % interval \+9\.0 to \+12\.0 over 3 seeds\)/);
    assert.match(more, /−11\.4 points for the largest classes, \+29\.9 for the smallest/);
    assert.match(more, /needs no training, reaches 53\.4 %.*probe, 1\/2\/2026/);
    const use = page.getByTestId('trained-use');
    assert.equal(await use.textContent(), 'Use This Loss with N = 1,000');
    await use.click();
    await use.waitFor({ state: 'hidden' });
    assert.match(await page.getByTestId('trained').textContent(), /This loss is in use/);
    const chosen = page.getByTestId('chosen-method');
    await chosen.filter({ hasText: 'Loss: Weighted focal loss' }).waitFor();
    await page.getByTestId('export').click();
    const { params } = (await sent(page)).at(-1);
    assert.deepEqual(params.method, { id: 'weighted-focal', values: { gamma: 2 } });
    assert.deepEqual([params.scheme, params.parameters.n], ['effective-number', 1000]);
  },
  'page says that no difference was shown, with the interval': async ({ open }) => {
    const page = await open({ dataset: cifar });
    const loss = { ...better.loss, mean: 0.415, difference: 0.003, interval: [-0.01, 0.016] };
    const none = { ...better, outcome: 'no-difference', chosen: 'softmax', loss };
    await shownAs(page, trained(none), 'No difference shown');
    assert.match(
      await page.getByTestId('trained-text').textContent(),
      /^No difference shown: .*41\.5 %/,
    );
    assert.match(await page.getByTestId('trained-more').textContent(), /−1\.0 to \+1\.6 over 3/);
    const once = { ...loss, interval: null, seeds: 1 };
    const worse = { ...better, outcome: 'worse', chosen: 'softmax', loss: once };
    await shownAs(page, trained(worse), 'is best on this data');
    assert.match(await page.getByTestId('trained-more').textContent(), /one seed, so no interval/);
  },
  'page starts training and opens results by the host': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await tell(page, { datasetId: cifar.id, canStart: true });
    await page.getByTestId('start-training').click();
    assert.deepEqual((await sent(page)).at(-1), { method: 'startTraining', params: {} });
    assert.ok(await page.getByTestId('trained-text').isHidden());
    assert.ok(await page.getByTestId('trained-none').isVisible());
    await tell(page, trained(better));
    await page.getByTestId('trained-none').waitFor({ state: 'hidden' });
    await page.getByTestId('trained-open').click();
    assert.deepEqual((await sent(page)).at(-1), { method: 'openTrainingResults', params: {} });
  },
  'page says nothing of training where there can be none, or of another dataset': async ({
    open,
  }) => {
    const page = await open({ dataset: detection });
    await tell(page, trained(better));
    await tell(page, { datasetId: detection.id, canStart: false });
    await page.waitForTimeout(100);
    assert.ok(await page.getByTestId('trained').isHidden());
  },
};
