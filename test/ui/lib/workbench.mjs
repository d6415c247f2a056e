// VS Code's window as UI tests use it: what a person does, each with the wait that makes it safe.
// Must not know Class Balance: only the workbench's own parts (selectors hold for 1.139).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {import('playwright-core').FrameLocator} FrameLocator */

const THEME_CLASSES = /\b(hc-light|hc-black|vs-dark|vs)\b/;

/** Text as the start of a name, with everything literal. */
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** One VS Code window. All waits end after the page's default time-out with Playwright's message. */
export class Workbench {
  /** @param {Page} page */
  constructor(page) {
    /** @type {Page} */
    this.page = page;
  }

  // --- window ---------------------------------------------------------------------------------

  /**
   * Waits until the window is drawn, and its Explorer shows a row with this name if one is given.
   * @param {{row?: string}} [options]
   */
  async ready({ row } = {}) {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    if (row) await this.explorerRow(row).waitFor();
  }

  /** A button of the activity bar by its view container's title. @param {string} title */
  activity(title) {
    const name = new RegExp(`^${literal(title)}( \\(|$)`);
    return this.page.locator('.part.activitybar').getByRole('tab', { name });
  }

  /** Shows a view container through its activity bar button. @param {string} title */
  async openActivity(title) {
    const tab = this.activity(title);
    // A click on the open one would close the side bar.
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.page.locator('.part.sidebar .composite.title', { hasText: title }).waitFor();
  }

  /** A status bar item. @param {string} id `<publisher>.<name>.<item id>` */
  statusItem(id) {
    return this.page.locator(`.part.statusbar .statusbar-item[id="${id}"]`);
  }

  /** An editor's tab by its label. @param {string} name */
  tab(name) {
    return this.page.locator('.part.editor .tab').filter({ hasText: name });
  }

  /** Closes all editors; discards nothing: unsaved ones would ask. */
  async closeEditors() {
    await this.command('View: Close All Editors');
    await this.page.locator('.part.editor .tab').first().waitFor({ state: 'detached' });
  }

  // --- command palette, quick pick, input box --------------------------------------------------

  /** The input of the quick input widget: palette, quick pick and input box are all this one. */
  get quickInput() {
    return this.page.locator('.quick-input-widget .quick-input-box input');
  }

  /**
   * Opens the palette with this text in it. F1 does nothing where focus is nowhere (an editor has
   * closed) or in a webview that is still loading: the window gets the focus then.
   * @param {string} text e.g. `>View: Close` or a file name
   */
  async openPalette(text) {
    await this.#until(async () => {
      await this.page.keyboard.press('F1');
      const opened = await isSeen(this.quickInput, 1000);
      if (!opened) await this.page.locator('.part.activitybar').getByRole('tab').first().focus();
      return opened;
    }, 'the palette opens');
    await this.quickInput.fill(text);
  }

  /**
   * Runs a command from the palette. In a window that is just starting, the extension's commands
   * may still be missing, and an open palette does not take them up: it is opened again then.
   * @param {string} title as the palette shows it, e.g. `Class Balance: Open Panel`
   */
  async command(title) {
    const row = this.quickRow(title, { exact: true });
    await this.#until(async () => {
      await this.openPalette(`>${title}`);
      const found = await isSeen(row, 1000);
      if (!found) await this.page.keyboard.press('Escape');
      return found;
    }, `the palette offers "${title}"`);
    await row.click();
  }

  /**
   * A row of the open quick pick or palette.
   * @param {string} text
   * @param {{exact?: boolean}} [options] exact: the row's label is the text, nothing before or after
   * @returns {Locator}
   */
  quickRow(text, { exact = false } = {}) {
    const rows = this.page.locator('.quick-input-widget .quick-input-list .monaco-list-row');
    if (!exact) return rows.filter({ hasText: text }).first();
    const label = this.page.locator('.label-name', { hasText: new RegExp(`^${literal(text)}$`) });
    return rows.filter({ has: label }).first();
  }

  /** The labels of the rows that the open quick pick shows (it draws only those in view). */
  async quickRows() {
    const labels = this.page.locator('.quick-input-list .monaco-list-row .label-name');
    await labels.first().waitFor();
    return labels.allTextContents();
  }

  /**
   * Picks a row of a quick pick.
   * @param {string} text
   * @param {{title?: string, exact?: boolean}} [options] title: the quick pick's, waited for
   */
  async pick(text, { title, exact } = {}) {
    if (title) await this.#quickTitle(title);
    await this.quickRow(text, { exact }).click();
  }

  /**
   * Ticks rows of a quick pick that takes several, and accepts.
   * @param {readonly string[]} texts
   * @param {{title?: string}} [options]
   */
  async pickMany(texts, { title } = {}) {
    if (title) await this.#quickTitle(title);
    for (const text of texts) await this.quickRow(text).getByRole('checkbox').check();
    await this.quickInput.press('Enter');
  }

  /** Answers an input box. @param {string} value @param {{title: string}} options its title */
  async answer(value, { title }) {
    await this.#quickTitle(title);
    await this.quickInput.fill(value);
    await this.quickInput.press('Enter');
  }

  /** The error or hint that an input box shows below its input. */
  get inputMessage() {
    return this.page.locator('.quick-input-widget .quick-input-message');
  }

  /**
   * Answers a save or open dialog (the simple one, in the quick input).
   * @param {string} path absolute
   * @param {{title: string, defaultName: string}} options the dialog's title, and the end of the
   *   path it proposes: that is filled in late and would overwrite one given before
   */
  async fileDialog(path, { title, defaultName }) {
    await this.#quickTitle(title);
    const input = this.quickInput;
    await this.#until(
      async () => (await input.inputValue()).endsWith(defaultName),
      `the dialog proposes ${defaultName}`,
    );
    // It proposes its own path again while it looks at the folder; the value must stay.
    await this.#until(async () => {
      if ((await input.inputValue()) !== path) await input.fill(path);
      await this.page.waitForTimeout(300);
      return (await input.inputValue()) === path;
    }, `the dialog keeps ${path}`);
    await input.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async #quickTitle(title) {
    await this.page.locator('.quick-input-widget .quick-input-title', { hasText: title }).waitFor();
  }

  // --- trees and menus -------------------------------------------------------------------------

  /** A row of the Explorer's files. @param {string} name */
  explorerRow(name) {
    return this.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });
  }

  /** A view (pane) of a side bar by its title. @param {string} title */
  pane(title) {
    const header = this.page.locator('.pane-header', { hasText: title });
    return this.page.locator('.pane').filter({ has: header });
  }

  /** Unfolds a view if it is folded. @param {string} title */
  async unfold(title) {
    const header = this.pane(title).locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** A row of a tree view. @param {string} pane the view's title @param {string} text */
  treeRow(pane, text) {
    return this.pane(pane).locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Folds or unfolds a row by its arrow. @param {string} pane the view's title @param {string} text */
  async foldRow(pane, text) {
    const row = this.treeRow(pane, text);
    const before = await row.getAttribute('aria-expanded');
    await row.locator('.monaco-tl-twistie').click();
    await this.#until(
      async () => (await row.getAttribute('aria-expanded')) !== before,
      `the row "${text}" folds or unfolds`,
    );
  }

  /**
   * A button in a view's title bar; a container's only view has it in the side bar's title.
   * @param {string} pane the view's title
   * @param {string} name the command's title
   */
  paneAction(pane, name) {
    const own = this.pane(pane).locator('.pane-header');
    const merged = this.page.locator('.part.sidebar .composite.title', { hasText: pane });
    return own.or(merged).getByRole('button', { name });
  }

  /**
   * Chooses from a context menu.
   * @param {Locator} target what to click with the right button
   * @param {string} item the menu entry's text
   */
  async contextMenu(target, item) {
    await this.#still(target);
    await target.click({ button: 'right' });
    const entry = this.#menuEntry(item);
    await entry.waitFor();
    // Menus ignore a mouse-up just after opening, so the keyboard chooses.
    await this.#until(async () => {
      await entry.hover();
      return /\bfocused\b/.test((await entry.getAttribute('class')) ?? '');
    }, `the menu entry "${item}" has the focus`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.monaco-menu').first().waitFor({ state: 'detached' });
  }

  /** The texts of a context menu, which is closed again. @param {Locator} target */
  async contextMenuItems(target) {
    await this.#still(target);
    await target.click({ button: 'right' });
    const labels = this.page.locator('.monaco-menu .action-item .action-label');
    await labels.first().waitFor();
    const texts = await labels.allTextContents();
    await this.page.keyboard.press('Escape');
    await this.page.locator('.monaco-menu').first().waitFor({ state: 'detached' });
    return texts.map((text) => text.trim()).filter(Boolean);
  }

  /** Waits until a row stays where it is: a list that is just being filled moves its rows under the pointer. */
  async #still(target) {
    let [place, since] = ['', Date.now()];
    await this.#until(async () => {
      const now = JSON.stringify(await target.boundingBox());
      if (now !== place) [place, since] = [now, Date.now()];
      return place !== 'null' && Date.now() - since >= 400;
    }, 'the row stays in its place');
  }

  #menuEntry(item) {
    const label = this.page.locator('.action-label', { hasText: new RegExp(`^${literal(item)}$`) });
    return this.page.locator('.monaco-menu .action-item').filter({ has: label });
  }

  // --- webviews --------------------------------------------------------------------------------

  /**
   * The inside of a webview (panel, view or custom editor): the document the extension wrote.
   * @param {number} [index] among those that are shown; default the last
   * @returns {FrameLocator}
   */
  webview(index = -1) {
    const shown = this.page.locator('iframe.webview.ready:visible').nth(index);
    return shown.contentFrame().frameLocator('iframe#active-frame');
  }

  // --- messages and dialogs --------------------------------------------------------------------

  /** A notification by its text. @param {string} text */
  toast(text) {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  /** Presses a notification's button. @param {string} text @param {string} button */
  async answerToast(text, button) {
    await this.toast(text).getByRole('button', { name: button, exact: true }).click();
    await this.toast(text).waitFor({ state: 'detached' });
  }

  /** Presses a modal dialog's button. @param {string} text in the dialog @param {string | RegExp} button */
  async answerDialog(text, button) {
    const dialog = this.page.locator('.monaco-dialog-box').filter({ hasText: text });
    await dialog.getByRole('button', { name: button }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /**
   * Answers the question whether to trust the folder (only with `export const trust = false`).
   * @param {boolean} trusts
   */
  async answerTrust(trusts) {
    const button = trusts ? /^Yes, I trust/ : /^No, I don't trust/;
    await this.answerDialog('trust', button);
    const restricted = this.statusItem('status.workspaceTrust');
    await restricted.waitFor({ state: trusts ? 'detached' : 'visible' });
  }

  // --- tasks and terminals ---------------------------------------------------------------------

  /** Runs a contributed task. @param {string} type the task type @param {string} row `<source>: <name>` */
  async runTask(type, row) {
    await this.command('Tasks: Run Task');
    await this.page.locator(`.quick-input-list [aria-label^="All ${type} tasks"]`).first().click();
    await this.quickRow(row).click();
    const scan = this.quickRow('Continue without scanning the task output');
    const terminal = this.page.locator('.terminal-wrapper.active');
    await scan.or(terminal).first().waitFor();
    if (await scan.isVisible()) await scan.click();
  }

  /** The rows of the terminal in front; wait with its `filter({ hasText })`. */
  get terminal() {
    return this.page.locator('.terminal-wrapper.active .xterm-rows');
  }

  // --- settings and themes ---------------------------------------------------------------------

  /**
   * Changes settings while the window is open, through the workspace's `.vscode/settings.json`
   * (an outside change of the user settings would not be noticed). The caller waits for what it
   * should change.
   * @param {string} workspace the folder that is open
   * @param {Record<string, unknown>} changes undefined removes one
   */
  writeSettings(workspace, changes) {
    const file = join(workspace, '.vscode', 'settings.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ ...readSettings(file), ...changes }, null, 2));
  }

  /**
   * The kind of the current theme.
   * @returns {Promise<'light' | 'dark' | 'hc-light' | 'hc-dark'>}
   */
  async themeKind() {
    const classes = await this.page.locator('.monaco-workbench').first().getAttribute('class');
    const [, found = 'vs'] = THEME_CLASSES.exec(classes ?? '') ?? [];
    const kinds = { vs: 'light', 'vs-dark': 'dark', 'hc-black': 'hc-dark', 'hc-light': 'hc-light' };
    return kinds[found];
  }

  /**
   * Sets the colour theme and waits until its kind is drawn.
   * @param {string} workspace the folder that is open
   * @param {'Dark Modern' | 'Light Modern' | 'Default High Contrast' | 'Default High Contrast Light'} theme
   */
  async setColorTheme(workspace, theme) {
    const kinds = {
      'Dark Modern': 'dark',
      'Light Modern': 'light',
      'Default High Contrast': 'hc-dark',
      'Default High Contrast Light': 'hc-light',
    };
    this.writeSettings(workspace, { 'workbench.colorTheme': theme });
    await this.#until(
      async () => (await this.themeKind()) === kinds[theme],
      `the theme is ${theme}`,
    );
  }

  // --- inner -----------------------------------------------------------------------------------

  async #until(holds, what, timeoutMs = 20_000) {
    const until = Date.now() + timeoutMs;
    while (!(await holds())) {
      if (Date.now() > until) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`);
      await this.page.waitForTimeout(50);
    }
  }
}

async function isSeen(locator, timeout) {
  try {
    await locator.waitFor({ timeout });
    return true;
  } catch {
    return false;
  }
}

function readSettings(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}
