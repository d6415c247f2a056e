// How long frames take while the slider moves over 22,000 classes: measured and printed, not judged.
import assert from 'node:assert/strict';
import { large } from './datasets.mjs';
import { viewOf } from './harness.mjs';

/** Moves the slider once a frame; frame times and processor time of the page’s main thread. */
async function drag(page, frames) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find((one) => one.name === 'TaskDuration').value * 1000;
  };
  const before = await busy();
  const times = await page.evaluate(async (count) => {
    const slider = document.querySelector('[data-testid=slider-n]');
    const all = [];
    let last = await new Promise(requestAnimationFrame);
    for (let i = 0; i < count; i++) {
      slider.value = String(10 + (i % 110));
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      const now = await new Promise(requestAnimationFrame);
      all.push(now - last);
      last = now;
    }
    return all;
  }, frames);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.floor(sorted.length * part)];
  return { p50: at(0.5), p95: at(0.95), cpu: ((await busy()) - before) / frames };
}

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
