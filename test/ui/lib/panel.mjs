// The panel's page as UI tests use it: its table, slider and buttons inside VS Code's webview.
// Must not know what a test wants to see.

/** @typedef {import('playwright-core').FrameLocator} FrameLocator */

export class Panel {
  /** @param {import('./workbench.mjs').Workbench} workbench */
  constructor(workbench) {
    /** @type {FrameLocator} */
    this.frame = workbench.webview();
  }

  /** Waits until a chart is on the screen. */
  async drawn() {
    await this.frame.locator('[data-state="drawn"]').waitFor();
  }

  /** @param {string} id a `data-testid` */
  part(id) {
    return this.frame.getByTestId(id);
  }

  /** The cells of a class's row in the table, as shown. @param {string} name */
  async row(name) {
    const row = this.part('table').getByRole('row').filter({ hasText: name }).first();
    await row.waitFor();
    return (await row.getByRole('gridcell').allInnerTexts()).map((text) => text.trim());
  }

  /** Waits until the row of a class says this. @param {string} name @param {string} text */
  async rowSays(name, text) {
    await this.part('table')
      .getByRole('row')
      .filter({ hasText: name })
      .filter({ hasText: text })
      .first()
      .waitFor();
  }

  /** Waits until a class is the active row of the table, on the screen. @param {string} name */
  async active(name) {
    const cell = this.frame.locator('.cell.active');
    const row = this.part('table').getByRole('row').filter({ hasText: name }).filter({ has: cell });
    await row.first().waitFor();
  }

  /** Number of pixels of the chart that are not background, so that an empty canvas is noticed. */
  async chartPixels() {
    return this.frame
      .locator('canvas')
      .first()
      .evaluate((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let painted = 0;
        for (let at = 3; at < data.length; at += 4) if (data[at] > 0) painted += 1;
        return painted;
      });
  }
}
