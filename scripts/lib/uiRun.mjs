// Runs one UI test: a fresh server, browser and workspace for it, its steps timed, its faults kept.
// Must not know which tests there are, nor how the run as a whole is reported.
import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Workbench } from '../../test/ui/lib/workbench.mjs';
import { openBrowser } from './chromium.mjs';
import { removeFolder, root, tempFolder } from './paths.mjs';
import { quietSettings, startServer } from './runServer.mjs';

/** What VS Code itself says wrong in a browser; none of it is about the extension. */
const PRODUCTS_OWN = [
  /vsda/,
  /serviceWorker\.js/,
  /web worker extension host is started in a same-origin iframe/,
  /allow-scripts and allow-same-origin/,
  /github.*authentication provider/i,
  /authentication provider.*github/i,
  /No available adapters/,
];
const CSP = /Content Security Policy/i;

/**
 * @typedef {object} UiTest a module `test/ui/*.test.mjs`
 * @property {string} name
 * @property {(ctx: UiContext) => Promise<void>} run
 * @property {string | ((folder: string) => void | Promise<void>)} [workspace] a folder to copy, from the root of the checkout, or what fills an empty one
 * @property {Record<string, unknown>} [settings] user settings over the quiet ones
 * @property {boolean} [trust] false: VS Code asks whether to trust the folder
 * @property {Record<string, string>} [env] for the extension host
 * @property {readonly string[]} [browserArgs] in place of `--disable-gpu`
 * @property {readonly RegExp[]} [allow] console messages and page errors that are expected
 * @property {number} [timeoutMs] for the whole test; default 3 minutes
 *
 * @typedef {object} UiContext
 * @property {import('playwright-core').Page} page already at the window's address
 * @property {Workbench} workbench the window's parts
 * @property {import('./runServer.mjs').RunningServer} server
 * @property {string} base the server's `http://127.0.0.1:<port>`
 * @property {string} workspace absolute path of the open folder, a copy of its own
 * @property {{type: string, text: string, url: string}[]} console every console message so far, of all frames
 * @property {<T>(name: string, work: () => T | Promise<T>) => Promise<T>} step a named, timed part
 * @property {(name: string) => Promise<string>} screenshot kept as out/ui/<test>-<name>.png
 *
 * @typedef {{title: string, passed: boolean, ms: number, error?: string}} UiStep
 *
 * @typedef {object} UiSetup
 * @property {import('./vscodeServer.mjs').ServerInstall} install
 * @property {string} executablePath of Chromium
 * @property {string} extensionsDir the template with the extension installed
 * @property {(step: UiStep) => void} onStep
 */

async function makeWorkspace({ workspace = 'test/fixtures/workspaces/ui' }, work) {
  const isPath = typeof workspace === 'string';
  const folder = join(work, isPath ? basename(workspace) : 'workspace');
  if (isPath) {
    cpSync(resolve(root, workspace), folder, { recursive: true });
  } else {
    mkdirSync(folder);
    await workspace(folder);
  }
  return folder;
}

function settingsOf({ settings, trust = true }) {
  const ask = trust ? {} : { 'security.workspace.trust.startupPrompt': 'always' };
  return { ...quietSettings, ...ask, ...settings };
}

/** Watches all frames, the webviews' too, for what must not happen anywhere in a run. */
function watch(page, allow) {
  const console = [];
  const faults = [];
  const allowed = (text) => [...PRODUCTS_OWN, ...allow].some((pattern) => pattern.test(text));
  page.on('console', (message) => {
    const text = message.text();
    console.push({ type: message.type(), text, url: message.location().url });
    if (CSP.test(text) && !allowed(text)) faults.push(`content security policy: ${text}`);
  });
  page.on('pageerror', (error) => {
    const text = error.stack ?? error.message;
    console.push({ type: 'pageerror', text, url: '' });
    if (!allowed(text)) faults.push(`page error: ${text}`);
  });
  return { console, faults };
}

function keepFailure(test, { server, console }) {
  const folder = join(root, 'out', 'ui-failures', test.name);
  writeFileSync(
    join(folder, 'console.log'),
    console.map(({ type, text, url }) => `${type}: ${text} (${url})`).join('\n'),
  );
  copyFileSync(server.logFile, join(folder, 'server.log'));
  const logs = join(server.dir, 'u', 'logs');
  if (existsSync(logs)) cpSync(logs, join(folder, 'logs'), { recursive: true });
  return folder;
}

/** Playwright colours its messages, also where nobody sees colours. */
const describe = (error) => stripVTControlCharacters(error.stack ?? String(error));

/** The steps of one test; the first that fails ends it. */
function recorder(onStep) {
  const steps = [];
  const add = (step) => {
    steps.push(step);
    onStep(step);
  };
  const step = async (title, work) => {
    const started = performance.now();
    const ms = () => Math.round(performance.now() - started);
    try {
      const result = await work();
      add({ title, passed: true, ms: ms() });
      return result;
    } catch (error) {
      add({ title, passed: false, ms: ms(), error: describe(error) });
      throw error;
    }
  };
  return { steps, add, step };
}

async function runSteps(test, context, record) {
  const { timeoutMs = 180_000 } = test;
  const late = sleep(timeoutMs, undefined, { ref: false }).then(() => {
    throw new Error(`time-out after ${timeoutMs / 1000} s`);
  });
  late.catch(() => {});
  try {
    await Promise.race([test.run(context), late]);
    if (record.steps.length === 0) throw new Error('the test took no step');
  } catch (error) {
    if (record.steps.at(-1)?.passed === false) return;
    const title = 'between the steps';
    record.add({ title, passed: false, ms: 0, error: describe(error) });
  }
}

/**
 * Runs one test from nothing to nothing.
 * @param {UiTest} test
 * @param {UiSetup} setup
 * @returns {Promise<{steps: UiStep[], kept?: string}>} `kept`: the folder with what helps to understand a failure
 */
export async function runUiTest(test, { install, executablePath, extensionsDir, onStep }) {
  const work = tempFolder('ui');
  const record = recorder(onStep);
  const workspace = await makeWorkspace(test, work);
  const extensions = join(work, 'extensions');
  cpSync(extensionsDir, extensions, { recursive: true });
  const failures = join(root, 'out', 'ui-failures', test.name);
  rmSync(failures, { recursive: true, force: true });
  const server = await startServer({
    install,
    workspace,
    extensionsDir: extensions,
    settings: settingsOf(test),
    trust: test.trust ?? true,
    env: test.env,
  });
  let browser;
  try {
    const opened = await openBrowser({ executablePath, args: test.browserArgs });
    browser = opened.browser;
    const { page } = opened;
    page.setDefaultTimeout(20_000);
    const watched = watch(page, test.allow ?? []);
    const context = {
      ...{ page, server, base: server.base, workspace, console: watched.console },
      workbench: new Workbench(page),
      step: record.step,
      screenshot: async (title) => {
        const path = join(root, 'out', 'ui', `${test.name}-${title}.png`);
        await page.screenshot({ path });
        return path;
      },
    };
    await page.goto(server.url);
    await runSteps(test, context, record);
    for (const error of watched.faults) {
      record.add({ title: 'no fault in the page', passed: false, ms: 0, error });
    }
    if (record.steps.every(({ passed }) => passed)) return { steps: record.steps };
    await page.screenshot({ path: join(failures, 'window.png') });
    return { steps: record.steps, kept: keepFailure(test, { server, console: watched.console }) };
  } finally {
    await browser?.close();
    await server.stop();
    removeFolder(work);
  }
}
