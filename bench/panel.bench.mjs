// Frames of the panel while its slider moves, by the page's own clock, in a real browser: 22,000 classes beside ten, of
// which the browser's own work is the larger part. Must not know how the page draws.

import { openHarness, viewOf } from '../test/ui/page/harness.mjs';
import { cifar, large, placesLt } from '../test/ui/page/datasets.mjs';
import { drag } from '../test/ui/page/drag.mjs';

const rounds = Number(process.env.ROUNDS ?? 5);
const frames = 180;

const contenders = {
  '10 classes (baseline)': { dataset: cifar },
  '365 classes': { dataset: placesLt },
  '22,000 classes': { dataset: large },
  '22,000 classes, log scale': { dataset: large, view: viewOf({ logarithmic: true }) },
  '22,000 classes, by weight': { dataset: large, view: viewOf({ sort: 'weight' }) },
};

const costs = new Map(Object.keys(contenders).map((name) => [name, []]));
const harness = await openHarness({ log: console.error });
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, given] of Object.entries(contenders)) {
      const { page, close } = await harness.open(given);
      await drag(page, 30);
      costs.get(name).push(await drag(page, frames));
      await close();
    }
  }
} finally {
  await harness.close();
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
console.log(`${'ms a frame'.padEnd(28)}    p50    p95  worst p95  main thread`);
for (const [name, all] of costs) {
  const cells = [
    median(all.map(({ p50 }) => p50)),
    median(all.map(({ p95 }) => p95)),
    Math.max(...all.map(({ p95 }) => p95)),
    median(all.map(({ cpu }) => cpu)),
  ].map((value, i) => value.toFixed(1).padStart([6, 6, 10, 12][i]));
  console.log(`${name.padEnd(28)} ${cells.join(' ')}`);
}
