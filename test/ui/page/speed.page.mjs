// How long frames take while the slider moves over 22,000 classes: measured and printed, not judged.
import assert from 'node:assert/strict';
import { large } from './datasets.mjs';
import { drag } from './drag.mjs';
import { viewOf } from './harness.mjs';

export const tests = {
  'slider moves over 22,000 classes': async ({ open, log }) => {
    for (const [name, patch] of [
      ['linear', {}],
      ['logarithmic', { logarithmic: true }],
      ['sorted by weight', { sort: 'weight' }],
    ]) {
      const page = await open({ dataset: large, view: viewOf(patch) });
      await drag(page, 20);
      const { p50, p95, cpu } = await drag(page, 120);
      const words = [p50, p95, cpu].map((one) => one.toFixed(1));
      log(
        `${name}: frame p50 ${words[0]} ms, p95 ${words[1]} ms; main thread ${words[2]} ms of processor a frame`,
      );
      assert.ok(await page.getByTestId('chart').isVisible());
    }
  },
};
