// The page of training results: what it shows of a run, live and ended, by mouse, keyboard and screen reader.
import assert from 'node:assert/strict';
import { violationsOn } from './audit.mjs';
import { arms, runs } from './runs.mjs';

const themes = ['dark', 'light', 'hc-dark', 'hc-light'];
const open = (harness, name, more = {}) =>
  harness.open({ page: 'training', initial: runs[name], ...more });

const texts = (locator) => locator.evaluateAll((all) => all.map((one) => one.textContent));

const audits = Object.fromEntries(
  themes.map((theme) => [
    `axe finds nothing in training results in the ${theme} theme`,
    async (harness) => {
      for (const name of Object.keys(runs)) {
        const page = await open(harness, name, { theme, refuse: { openReport: 'It is gone.' } });
        for (const more of await page.locator('details.more summary:visible').all()) {
          await more.click();
        }
        const report = page.getByTestId('openReport');
        if (await report.isVisible()) {
          await report.click();
          await page.locator('.notice.error').waitFor();
        }
        assert.deepEqual(await violationsOn(page), [], name);
      }
    },
  ]),
);

export const tests = {
  ...audits,
  'training results say the verdict, the ranking and its cost': async (harness) => {
    const page = await open(harness, 'finished');
    assert.match(await page.getByTestId('statement').textContent(), /beats plain softmax/);
    const rows = await texts(page.getByTestId('ranking').locator('tbody tr'));
    assert.equal(rows.length, arms.length);
    assert.match(rows[0], /chosen/);
    const base = rows.find((row) => row.startsWith('softmax'));
    assert.match(base, /baseline/);
    const head = await texts(page.getByTestId('ranking').locator('thead th'));
    const cells = await texts(
      page.getByTestId('ranking').locator('tbody tr').first().locator('td'),
    );
    const cell = (title) => cells[head.indexOf(title) - 1];
    assert.match(cell('Tail gain'), /^\+/);
    assert.match(cell('Head cost'), /^−/);
  },
  'training curves are painted, and told as a table': async (harness) => {
    const page = await open(harness, 'running');
    const coloured = await page.getByTestId('curve-accuracy').evaluate((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [r, g, b, a] = data.subarray(at, at + 4);
        if (a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 40) count += 1;
      }
      return count;
    });
    assert.ok(coloured > 300, `${coloured} coloured pixels`);
    const label = await page.getByTestId('curve-loss').getAttribute('aria-label');
    assert.match(label, /softmax, cb-softmax β=0\.9999/);
    const rows = await texts(page.getByTestId('arms').locator('tbody tr'));
    assert.equal(rows.length, arms.length);
    assert.match(rows[0], /30 \/ 30/);
    assert.match(await page.getByTestId('facts').textContent(), /Time left.*about 42 s/);
  },
  'training results follow a run while it goes on': async (harness) => {
    const page = await open(harness, 'waiting', { wait: false });
    await page.getByTestId('status').waitFor();
    assert.equal(await page.getByTestId('status').textContent(), 'Starting');
    const told = { ...runs.finished.results, run: runs.finished.results.run };
    await page.evaluate((results) => window.__tell('results', results), told);
    await page.evaluate((recalls) => window.__tell('recalls', recalls), runs.finished.recalls[0]);
    await page.locator('#root[data-state=drawn]').waitFor();
    await page.getByTestId('recall-table').locator('tbody tr').first().waitFor();
    assert.equal(await page.getByTestId('status').textContent(), 'Done');
    assert.match(await page.getByTestId('live').textContent(), /Done.*Verdict/);
    assert.ok(await page.getByTestId('openLossConfig').isVisible());
    assert.ok(await page.getByTestId('stop').isHidden());
  },
  'training buttons ask the host, and say what it refuses': async (harness) => {
    const page = await open(harness, 'running', { refuse: { stop: 'Nobody is training.' } });
    await page.getByTestId('stop').click();
    await page.locator('.notice.error', { hasText: 'Nobody is training.' }).waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.locator('.notice.error').waitFor({ state: 'hidden' });
    await page.getByTestId('showTerminal').click();
    await page.waitForFunction(() => window.__sent.requests.length > 2);
    const asked = await page.evaluate(() => window.__sent.requests.map(({ method }) => method));
    assert.deepEqual(asked, ['initialise', 'stop', 'showTerminal']);
  },
  'training results of an interrupted run offer to resume': async (harness) => {
    const { results, ...rest } = runs.running;
    const gone = { ...rest, results: { ...results, run: { ...results.run, held: false } } };
    const page = await harness.open({ page: 'training', initial: gone });
    assert.equal(await page.getByTestId('status').textContent(), 'Interrupted');
    assert.ok(await page.getByTestId('resume').isVisible());
  },
  'recall by class follows the chosen loss and is remembered': async (harness) => {
    const page = await open(harness, 'finished');
    await page.getByTestId('recall-arm').selectOption(arms[2]);
    const head = page.getByTestId('recall-table').locator('thead th', { hasText: arms[2] });
    await head.waitFor();
    const row = await texts(
      page.getByTestId('recall-table').locator('tbody tr').last().locator('*'),
    );
    assert.ok(row.some((cell) => cell === 'truck'));
    await page.reload();
    await head.waitFor();
  },
  'two runs are compared by the losses they share, with what differs': async (harness) => {
    const page = await open(harness, 'compared');
    const rows = page.getByTestId('compare').locator('tbody tr');
    assert.equal(await rows.count(), 4);
    await page.locator('.compare', { hasText: 'Model (linear, mlp)' }).waitFor();
    await page.getByTestId('other-run').selectOption('');
    await page.waitForFunction(() =>
      window.__sent.requests.some(
        ({ method, params }) => method === 'compare' && params.folder === '',
      ),
    );
  },
  'numbers of a script are plotted': async (harness) => {
    const page = await open(harness, 'own');
    const labels = await page
      .getByTestId('curve-own')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    assert.equal(labels.length, 2);
    assert.match(labels[0], /train_loss/);
  },
  'forty losses and a thousand classes with hostile names stay readable': async (harness) => {
    const page = await open(harness, 'many');
    assert.equal(await page.getByTestId('legend').locator('li').count(), 8);
    await page.getByText('32 losses more are only in the table.').waitFor();
    assert.equal(await page.getByTestId('arms').locator('tbody tr').count(), 40);
    assert.equal(await page.getByTestId('recall-table').locator('tbody tr').count(), 200);
    assert.equal(await page.locator('img').count(), 0);
  },
  'failed runs say why, everywhere it matters': async (harness) => {
    const page = await open(harness, 'failed');
    await page.locator('.head', { hasText: 'tried to allocate 2 GiB' }).waitFor();
    await page.getByTestId('arms').getByText('The loss is no number.').waitFor();
    await page.getByTestId('log-lines').getByText('CUDA out of memory').waitFor();
  },
  'keyboard reaches every control of training results': async (harness) => {
    const page = await open(harness, 'compared');
    const reached = new Set();
    for (let i = 0; i < 30; i += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const element = document.activeElement;
        const table = element.querySelector(':scope > table')?.dataset.testid;
        const outline = getComputedStyle(element).outlineStyle;
        return { id: element.dataset.testid ?? table, outline, body: element === document.body };
      });
      if (at.body) break;
      if (at.id !== undefined) reached.add(at.id);
      assert.notEqual(at.outline, 'none', `no visible focus on ${at.id}`);
    }
    const wanted = ['openLossConfig', 'openReport', 'openFolder', 'showLog', 'ranking', 'arms'];
    wanted.push('recall-arm', 'recall-table', 'other-run', 'compare');
    assert.deepEqual(
      wanted.filter((id) => !reached.has(id)),
      [],
    );
  },
};
