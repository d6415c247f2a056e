// That everybody can use the page: axe finds nothing in any theme, and the keyboard reaches everything.
import assert from 'node:assert/strict';
import { violationsOn } from './audit.mjs';
import { cifar, detection, noClasses, placesLt } from './datasets.mjs';
import { duplicates } from './duplicates.mjs';
import { viewOf } from './harness.mjs';

const themes = ['dark', 'light', 'hc-dark', 'hc-light'];
const states = {
  distribution: { dataset: placesLt },
  splits: { dataset: placesLt, view: viewOf({ view: 'splits' }) },
  methods: { dataset: detection, view: viewOf({ view: 'methods', method: 'focal' }) },
  pairs: { dataset: detection, view: viewOf({ view: 'pairs' }) },
  lorenz: { dataset: cifar, view: viewOf({ chart: 'lorenz' }) },
  zoomed: { dataset: placesLt, view: viewOf({ zoom: { from: 10, to: 40 } }) },
  search: { dataset: cifar, view: viewOf({ search: 'no such class', scheme: 'power' }) },
  nothing: { dataset: noClasses },
  duplicates: { dataset: cifar, shown: { duplicates } },
  datasets: {
    dataset: cifar,
    view: viewOf({ view: 'splits', compared: placesLt.id }),
    shown: {
      datasets: [cifar, placesLt].map(({ id, name, status }) => ({ id, name, status })),
      others: [placesLt],
    },
  },
};

const audits = Object.fromEntries(
  themes.map((theme) => [
    `axe finds nothing in the ${theme} theme`,
    async ({ open }) => {
      for (const [name, given] of Object.entries(states)) {
        const page = await open({
          theme,
          ...given,
          refuse: { rescan: 'There is no such folder.' },
        });
        await page.getByTestId('rescan').click();
        await page.locator('.notice.error').waitFor();
        for (const more of await page.locator('details.more summary:visible').all())
          await more.click();
        assert.deepEqual(await violationsOn(page), [], name);
      }
    },
  ]),
);

export const tests = {
  ...audits,
  'audit bites': async ({ open }) => {
    const page = await open({ dataset: cifar });
    await page.evaluate(() => {
      const bare = document.createElement('input');
      document.querySelector('main').append(bare);
    });
    assert.ok((await violationsOn(page)).some((one) => one.startsWith('label')));
  },
  'keyboard reaches every control and shows where it is': async ({ open }) => {
    const page = await open({ dataset: placesLt });
    const reached = new Set();
    for (let i = 0; i < 90; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        const outline = getComputedStyle(element).outlineStyle;
        return { id: element.dataset.testid, outline, body: element === document.body };
      });
      if (at.body) break;
      if (at.id !== undefined) reached.add(at.id);
      assert.notEqual(at.outline, 'none', `no visible focus on ${at.id}`);
    }
    const wanted = [
      'split',
      'rescan',
      'log',
      'copy',
      'export',
      'view-distribution',
      'view-splits',
      'sort',
    ];
    wanted.push(
      'sort-direction',
      'listed',
      'search',
      'log-scale',
      'scheme',
      'slider-n',
      'input-n',
      'input-beta',
    );
    wanted.push('normalisation', 'zero-count', 'table');
    assert.deepEqual(
      wanted.filter((id) => !reached.has(id)),
      [],
    );
  },
  'metrics explain themselves on focus and hide on Escape': async ({ open }) => {
    const page = await open({ dataset: cifar });
    const gini = page.getByRole('button', { name: 'Gini' });
    const tip = page.locator('.metric', { has: gini }).locator('.tip');
    await page.getByTestId('export').focus();
    for (let i = 0; i < 9; i++) await page.keyboard.press('Tab');
    assert.equal(await gini.evaluate((one) => one === document.activeElement), true);
    assert.ok(await tip.isVisible());
    assert.equal(await gini.getAttribute('aria-describedby'), await tip.getAttribute('id'));
    await page.keyboard.press('Escape');
    assert.ok(await tip.isHidden());
  },
  'chart is named for those who cannot see it': async ({ open }) => {
    const page = await open({ dataset: cifar });
    const label = await page.getByTestId('chart').getAttribute('aria-label');
    assert.match(
      label,
      /12,406 images in 10 classes.*“airplane” with 5,000 images.*“truck” with 50 images/,
    );
  },
  'chart takes on a new theme': async ({ open }) => {
    const page = await open({ dataset: cifar });
    const pixels = () => page.getByTestId('chart').evaluate((canvas) => canvas.toDataURL());
    const before = await pixels();
    await page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-charts-blue', '#ff0000');
      document.body.className = 'vscode-light';
    });
    await page.waitForTimeout(100);
    assert.notEqual(await pixels(), before);
  },
  'reduced motion stands still': async ({ open }) => {
    const page = await open({ dataset: cifar, shown: { scanning: true } });
    const animation = (motion) =>
      page.evaluate((moving) => {
        document.body.classList.toggle('vscode-reduce-motion', !moving);
        return getComputedStyle(document.querySelector('.progress'), '::after').animationName;
      }, motion);
    assert.equal(await animation(false), 'none');
    assert.equal(await animation(true), 'travel');
  },
};
