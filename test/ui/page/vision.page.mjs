// That the chart is told apart by people who see colours otherwise, and that the page stands right to left and enlarged.
import assert from 'node:assert/strict';
import { difference, mixed, visions } from './colourVision.mjs';
import { cifar, detection, hostile, placesLt } from './datasets.mjs';
import { viewOf } from './harness.mjs';
import { themes } from './themes.mjs';

/** Below this two colours of one chart are too much alike for their size. */
const apart = 15;

/** The colours of the legend's marks as the browser computed them, as `#rrggbb`. */
const legendColours = (page) =>
  page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const hex = (colour) => {
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
      return `#${[r, g, b].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
    };
    const style = getComputedStyle(document.body);
    const of = (name) => hex(style.getPropertyValue(name));
    const few = document.createElement('i');
    few.style.color = 'var(--few)';
    document.body.append(few);
    const found = {
      few: hex(getComputedStyle(few).color),
      paper: of('--vscode-editor-background'),
    };
    few.remove();
    const blue =
      style.getPropertyValue('--vscode-charts-blue') ||
      style.getPropertyValue('--vscode-editorInfo-foreground');
    const yellow =
      style.getPropertyValue('--vscode-charts-yellow') ||
      style.getPropertyValue('--vscode-editorWarning-foreground');
    return {
      ...found,
      many: hex(blue),
      weight: hex(yellow),
      line: of('--vscode-editor-foreground'),
    };
  });

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
const views = ['distribution', 'methods', 'splits', 'pairs'];

export const tests = {
  'chart colours are apart for every kind of colour vision, in every theme': async ({ open }) => {
    for (const theme of Object.keys(themes)) {
      const page = await open({ dataset: cifar, theme });
      const colours = await legendColours(page);
      const medium = mixed(colours.many, colours.paper, 0.55);
      const { many, few, weight, line, paper } = colours;
      const pairs = { many, medium, few, weight, line, paper };
      const names = Object.keys(pairs);
      for (const vision of Object.keys(visions)) {
        for (const [at, a] of names.entries()) {
          for (const b of names.slice(at + 1)) {
            const found = difference(pairs[a], pairs[b], vision);
            assert.ok(
              found >= apart,
              `${theme}, ${vision}: ${a} and ${b} are ${found.toFixed(1)} apart`,
            );
          }
        }
      }
    }
  },
  'page keeps within the window at 200 % and beside another editor, in every view': async ({
    open,
  }) => {
    for (const view of views) {
      for (const given of [{ width: 960, zoom: 2 }, { width: 360 }]) {
        const page = await open({ dataset: detection, view: viewOf({ view }), ...given });
        assert.ok((await overflow(page)) <= 0, `${view} at ${JSON.stringify(given)}`);
      }
    }
  },
  'page stands right to left, names of either direction unmixed': async ({ open }) => {
    for (const view of views) {
      const page = await open({
        dataset: view === 'pairs' ? detection : placesLt,
        view: viewOf({ view }),
      });
      await page.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      assert.ok((await overflow(page)) <= 0, view);
      const [first, second] = await page
        .getByTestId('view-distribution')
        .or(page.getByTestId('view-methods'))
        .evaluateAll((tabs) => tabs.map((tab) => tab.getBoundingClientRect().left));
      assert.ok(first > second, 'tabs run from the right');
    }
    const page = await open({ dataset: hostile });
    const directions = await page
      .getByTestId('table')
      .locator('.grid-body [data-column=name]')
      .evaluateAll((cells) =>
        cells.map((cell) => [cell.textContent, getComputedStyle(cell).direction]),
      );
    const hebrew = directions.find(([name]) => name.startsWith('עברית'));
    assert.equal(hebrew[1], 'rtl');
    assert.equal(directions.find(([name]) => name.startsWith('<img'))[1], 'ltr');
  },
};
