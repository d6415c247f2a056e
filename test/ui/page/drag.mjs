// Moves the panel's slider once a frame and tells how long the frames took.
// Must not judge them.

/** @returns {Promise<{p50: number, p95: number, cpu: number}>} frame times in ms, and the main thread's processor time a frame */
export async function drag(page, frames) {
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
