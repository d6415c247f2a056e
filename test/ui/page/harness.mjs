// Serves the built page as the host does, with the same content policy, a theme and a canned dataset, and opens it in
// a plain browser. Must not know what is tested.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { bundles } from '../../../esbuild.mjs';
import { ensureChromium, openBrowser } from '../../../scripts/lib/chromium.mjs';
import { root } from '../../../scripts/lib/paths.mjs';
import { themes } from './themes.mjs';

const nonce = 'dGVzdC1vbmx5LW5vbmNl';
const fakeHost = readFileSync(join(import.meta.dirname, 'fakeHost.js'), 'utf8');

/** What VS Code puts into every webview before the page's own style, as far as it shows. */
const editorDefaults = `
@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body { background-color: transparent; color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight);
    font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  a { color: var(--vscode-textLink-foreground); }
  a:focus, input:focus, select:focus, textarea:focus {
    outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
}`;
const fonts = {
  'font-family': "system-ui, 'Ubuntu', 'Droid Sans', 'DejaVu Sans', sans-serif",
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': "'Droid Sans Mono', 'DejaVu Sans Mono', monospace",
};

function themeCss(kind) {
  const all = {
    '/favicon.ico': '',
    ...fonts,
    ...themes[kind].variables,
  };
  const lines = Object.entries(all).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `html { ${lines.join('\n')}\nbackground: var(--vscode-editor-background); }\n${editorDefaults}`;
}

function html({ theme, motion, page = 'main' }, origin) {
  const policy = [
    "default-src 'none'",
    `img-src ${origin} data:`,
    `style-src ${origin}`,
    `script-src 'nonce-${nonce}'`,
    `font-src ${origin}`,
  ].join('; ');
  const classes = `${themes[theme].classes} ${motion ? '' : 'vscode-reduce-motion'}`;
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/styles.css">
<title>Class distribution</title></head>
<body class="${classes}" data-vscode-theme-kind="${themes[theme].classes}">
<div id="root"></div>
<script nonce="${nonce}" src="/given.js"></script>
<script nonce="${nonce}" src="/fakeHost.js"></script>
<script nonce="${nonce}" src="/${page}.js"></script>
</body></html>`;
}

/** Builds the page in memory, as the bundler does. */
async function built() {
  const { outputFiles } = await esbuild.build({
    ...bundles.webview,
    ...{ absWorkingDir: root, write: false, metafile: false, sourcemap: false },
  });
  const text = (name) => outputFiles.find((file) => file.path.endsWith(name))?.text ?? '';
  return {
    '/main.js': text('main.js'),
    '/training.js': text('training.js'),
    '/styles.css': text('styles.css'),
  };
}

/**
 * @typedef {object} Given
 * @property {object} [dataset] absent for a panel without one
 * @property {string} [theme] dark, light, hc-dark, hc-light
 * @property {object} [view] what the host asks for
 * @property {object} [wanted] where the host has the page turn
 * @property {object} [shown] over what follows from the dataset
 * @property {Record<string, string>} [strings] translations
 * @property {Record<string, string>} [refuse] method to error message
 * @property {readonly string[]} [silent] methods that are never answered
 * @property {string} [page] `main`, the class distribution, or `training`
 * @property {object} [initial] the whole answer to `initialise`, in place of what follows from the dataset
 */

/** A server and a browser for as many pages as wanted. */
export async function openHarness({ log = () => {} } = {}) {
  const files = await built();
  let current = { theme: 'dark' };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const origin = `http://${request.headers.host}`;
    const all = {
      '/favicon.ico': '',
      ...files,
      '/': html(current, origin),
      '/theme.css': themeCss(current.theme),
      '/fakeHost.js': fakeHost,
      '/given.js': `window.__given = ${JSON.stringify(givenOf(current))};`,
    };
    const type = path.endsWith('.js')
      ? 'text/javascript'
      : path.endsWith('.css')
        ? 'text/css'
        : 'text/html';
    const body = all[path];
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': `${type}; charset=utf-8`,
    });
    response.end(body ?? '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = `http://127.0.0.1:${server.address().port}/`;
  const { browser } = await openBrowser({ executablePath: await ensureChromium({ log }) });

  /** @param {Given & {width?: number, height?: number, zoom?: number, motion?: boolean,
   *   clock?: boolean, wait?: boolean}} given */
  async function open(given) {
    current = { theme: 'dark', ...given };
    const { width = 1200, height = 900, zoom = 1 } = given;
    const viewport = { width: Math.round(width / zoom), height: Math.round(height / zoom) };
    const context = await browser.newContext({ viewport, deviceScaleFactor: zoom });
    const page = await context.newPage();
    if (given.clock) await page.clock.install();
    const faults = [];
    page.on('pageerror', (error) => faults.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || /Content Security Policy/.test(message.text())) {
        faults.push(`console: ${message.text()}`);
      }
    });
    await page.goto(address);
    const settled = ['drawn', 'empty', 'failed']
      .map((state) => `#root[data-state=${state}]`)
      .join(',');
    if (given.wait !== false) await page.waitForSelector(settled, { timeout: 30_000 });
    return { page, faults, close: () => context.close() };
  }
  const close = async () => {
    await browser.close();
    server.close();
  };
  return { open, close };
}

function givenOf({ dataset, view, wanted, shown, strings = {}, refuse, silent, initial }) {
  if (initial !== undefined) return { initial, refuse, silent };
  const listed = dataset ? [dataset] : [];
  return {
    shown: {
      ...(dataset && { dataset }),
      ...{ notice: '', scanning: false },
      datasets: listed.map(({ id, name, status }) => ({ id, name, status })),
      ...shown,
    },
    ...{ view, wanted, strings, refuse, silent },
  };
}

/** A whole view as the host would send it. */
export function viewOf(patch = {}) {
  return {
    ...{ version: 1, datasetId: '', split: '', counted: 'unit', scheme: 'effective-number' },
    ...{ parameters: { n: 10_000 }, normalisation: 'sum-to-classes', zeroCount: 'zero' },
    ...{ sort: 'count', descending: true, search: '', logarithmic: false },
    ...patch,
  };
}
