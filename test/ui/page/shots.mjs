// Takes pictures of the page in every theme and state, for people to look at: node test/ui/page/shots.mjs [name…]
// Must not judge them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/paths.mjs';
import { datasets } from './datasets.mjs';
import { duplicates } from './duplicates.mjs';
import { openHarness, viewOf } from './harness.mjs';
import { runs } from './runs.mjs';
import { themes } from './themes.mjs';

const { cifar, placesLt, detection, large, hostile, single, equal, noClasses, noSamples } =
  datasets;
/** What a count of pairs tells of the street scenes. */
const pairs = {
  ...{ datasetId: detection.id, split: 'train', samples: 118_287 },
  classes: [0, 2, 7, 6],
  together: [
    [64_115, 8_951, 2_793, 4_321],
    [8_951, 12_251, 2_510, 4_006],
    [2_793, 2_510, 4_139, 1_287],
    [4_321, 4_006, 1_287, 6_127],
  ].flat(),
};
/** Every view in every kind of theme. */
const views = Object.keys(themes).flatMap((theme) =>
  ['distribution', 'methods', 'splits', 'pairs'].map((view) => [
    `view-${view}-${theme}`,
    {
      ...{ dataset: view === 'pairs' ? detection : placesLt, theme, view: viewOf({ view }) },
      ...(view === 'pairs' && { tell: ['pairs', pairs] }),
    },
  ]),
);
/** The row that the tree or the chart turned to, in every kind of theme. */
const revealed = Object.keys(themes).map((theme) => [
  `revealed-${theme}`,
  {
    dataset: placesLt,
    theme,
    width: 922,
    height: 764,
    wanted: { view: 'distribution', split: 'train', classIndex: 5 },
  },
]);
const shots = {
  ...Object.fromEntries([...views, ...revealed]),
  'cifar-dark': { dataset: cifar },
  'cifar-light': { dataset: cifar, theme: 'light' },
  'cifar-hc-dark': { dataset: cifar, theme: 'hc-dark' },
  'cifar-hc-light': { dataset: cifar, theme: 'hc-light' },
  'places-dark': { dataset: placesLt },
  'places-light-log': { dataset: placesLt, theme: 'light', view: viewOf({ logarithmic: true }) },
  'places-search': { dataset: placesLt, theme: 'light', view: viewOf({ search: 'bakery' }) },
  'places-few': { dataset: placesLt, view: viewOf({ listed: 'few' }) },
  'places-splits-dark': { dataset: placesLt, view: viewOf({ view: 'splits' }) },
  'units-dark': { dataset: detection, view: viewOf({ view: 'splits' }) },
  'datasets-light': {
    dataset: cifar,
    theme: 'light',
    view: viewOf({ view: 'splits', compared: placesLt.id }),
    shown: {
      datasets: [cifar, placesLt].map(({ id, name, status }) => ({ id, name, status })),
      others: [placesLt],
    },
  },
  'cifar-splits-light': { dataset: cifar, theme: 'light', view: viewOf({ view: 'splits' }) },
  'lorenz-light': { dataset: cifar, theme: 'light', view: viewOf({ chart: 'lorenz' }) },
  'groups-dark': { dataset: placesLt, view: viewOf({ chart: 'groups' }) },
  'zoomed-dark': { dataset: placesLt, view: viewOf({ zoom: { from: 10, to: 40 } }) },
  'methods-dark': { dataset: cifar, view: viewOf({ view: 'methods', method: 'balanced-softmax' }) },
  'methods-light': { dataset: placesLt, theme: 'light', view: viewOf({ view: 'methods' }) },
  'methods-hc-dark': { dataset: detection, theme: 'hc-dark', view: viewOf({ view: 'methods' }) },
  'methods-narrow': { dataset: placesLt, width: 480, view: viewOf({ view: 'methods' }) },
  'detection-light': {
    dataset: detection,
    theme: 'light',
    view: viewOf({ parameters: { beta: 1 } }),
  },
  'large-dark': { dataset: large },
  'large-light-log': { dataset: large, theme: 'light', view: viewOf({ logarithmic: true }) },
  'hostile-dark': { dataset: hostile, view: viewOf({ logarithmic: true }) },
  'hostile-hc-light': { dataset: hostile, theme: 'hc-light' },
  'duplicates-dark': { dataset: cifar, shown: { duplicates }, act: 'duplicates-details' },
  'duplicates-light': {
    dataset: cifar,
    theme: 'light',
    shown: { duplicates },
    view: viewOf({ ownPrototypes: true }),
    act: 'duplicates-details',
  },
  'duplicates-hc-light-narrow': {
    ...{ dataset: cifar, theme: 'hc-light', width: 480 },
    ...{ shown: { duplicates }, act: 'duplicates-details' },
  },
  single: { dataset: single, theme: 'light' },
  equal: { dataset: equal },
  'no-classes': { dataset: noClasses },
  'no-samples': { dataset: noSamples, theme: 'light' },
  none: { shown: { notice: 'The last scan did not find this dataset.' } },
  scanning: {
    shown: { scanning: true, progress: 'counting · 1,204 files, 31 MB of 88 MB' },
    wait: false,
  },
  stale: {
    dataset: cifar,
    shown: { notice: 'Label files have changed since they were counted.', scanning: true },
  },
  'panel-dark': { dataset: placesLt, width: 922, height: 764 },
  'panel-light': { dataset: cifar, theme: 'light', width: 922, height: 764 },
  'narrow-dark': { dataset: placesLt, width: 480, height: 1400 },
  'zoom-light': { dataset: cifar, theme: 'light', zoom: 2 },
  'power-dark': { dataset: cifar, view: viewOf({ scheme: 'power' }) },
  ...Object.fromEntries(
    [
      ['finished', 'dark'],
      ['compared', 'light'],
      ['running', 'dark'],
      ['running', 'light'],
      ['many', 'hc-dark'],
      ['finished', 'hc-light'],
      ['own', 'dark'],
      ['failed', 'light'],
      ['waiting', 'dark'],
    ].map(([name, theme]) => [
      `training-${name}-${theme}`,
      { page: 'training', initial: runs[name], theme },
    ]),
  ),
  'training-narrow': { page: 'training', initial: runs.finished, width: 520, height: 1200 },
  'broken-request': {
    dataset: cifar,
    refuse: { exportWeights: 'The folder is read-only.' },
    act: 'export',
  },
};

const wanted = process.argv.slice(2);
const folder = join(root, 'out', 'page');
mkdirSync(folder, { recursive: true });
const harness = await openHarness({ log: console.log });
for (const [name, given] of Object.entries(shots)) {
  if (wanted.length > 0 && !wanted.some((one) => name.includes(one))) continue;
  const { page, faults, close } = await harness.open(given);
  if (given.tell) await page.evaluate((told) => window.__tell(...told), given.tell);
  if (given.act) await page.getByTestId(given.act).click();
  await page.waitForTimeout(given.wait === false || given.act || given.tell ? 500 : 100);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  console.log(name, faults.join('\n') || 'ok');
  await close();
}
await harness.close();
