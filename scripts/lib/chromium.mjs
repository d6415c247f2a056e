// Finds a Chromium for the browser tests, or installs one; starts it the way the tests need it.
// Must not know what is tested.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { chromium as playwright } from 'playwright-core';
import { exec, isExecutable, onPath } from './exec.mjs';
import { withLock } from './lock.mjs';
import { root } from './paths.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];
const MAC_APPS = ['Chromium', 'Google Chrome', 'Microsoft Edge'].flatMap((name) =>
  ['/Applications', join(homedir(), 'Applications')].map(
    (folder) => `${folder}/${name}.app/Contents/MacOS/${name}`,
  ),
);

/** True where the file is a browser that starts: one with missing libraries does not. */
async function starts(file) {
  try {
    return /\d+\.\d+/.test(await exec(file, ['--version'], { timeoutMs: 20_000 }));
  } catch {
    return false;
  }
}

/**
 * The first Chromium that starts: CHROMIUM, then PATH, macOS applications, Playwright's own.
 * @returns {Promise<string | undefined>}
 * @throws {Error} where CHROMIUM is set but is not such a program
 */
export async function findChromium() {
  const wanted = process.env.CHROMIUM;
  if (wanted) {
    const file = wanted.includes('/') ? wanted : onPath([wanted]);
    if (file && (await starts(file))) return file;
    throw new Error(`CHROMIUM is set to "${wanted}", which does not start`);
  }
  const places = [
    ...NAMES.map((name) => onPath([name])),
    ...(process.platform === 'darwin' ? MAC_APPS : []),
    playwright.executablePath(),
  ];
  for (const file of places) {
    if (file && isExecutable(file) && (await starts(file))) return file;
  }
  return undefined;
}

async function installWithApt() {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await exec('apt-get', ['update', '-q'], { env, timeoutMs: 180_000 });
  const packages = ['chromium', 'fonts-dejavu-core'];
  await exec('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
}

/** Playwright's download: it fails at once without a network, but may hang behind a firewall. */
async function installWithPlaywright(withLibraries) {
  const cli = join(root, 'node_modules', 'playwright-core', 'cli.js');
  const libraries = withLibraries ? ['--with-deps'] : [];
  const args = [cli, 'install', '--no-shell', ...libraries, 'chromium'];
  await exec(process.execPath, args, { stallMs: 30_000 });
}

/** The ways to try here, the best first. Ubuntu's apt package is only a stub for a snap. */
function waysToInstall() {
  const isRoot = process.getuid?.() === 0;
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const isDebian = /^ID=debian$/m.test(release);
  const hasApt = isRoot && onPath(['apt-get']) !== undefined;
  const apt = { name: 'apt', install: installWithApt };
  const own = { name: 'Playwright', install: () => installWithPlaywright(hasApt && !isDebian) };
  if (!hasApt) return [own];
  return isDebian ? [apt, own] : [own, apt];
}

/**
 * Finds Chromium, or installs it (from apt as root on Debian, else Playwright's own build).
 * @param {{log?: (line: string) => void}} [options]
 * @returns {Promise<string>} the program's path
 * @throws {Error} saying what to install, where nothing worked
 */
export async function ensureChromium({ log = () => {} } = {}) {
  const found = await findChromium();
  if (found) return found;
  return withLock('chromium', () => installChromium(log), { log });
}

async function installChromium(log) {
  const already = await findChromium();
  if (already) return already;
  const failures = [];
  for (const { name, install } of waysToInstall()) {
    log(`No Chromium found: installing it with ${name} (once)`);
    try {
      await install();
      const file = await findChromium();
      if (file) return file;
      failures.push(`${name}: installed, but it does not start (missing libraries?)`);
    } catch (error) {
      failures.push(`${name}: ${error.message}`);
    }
    log(`That did not work: ${failures.at(-1).split('\n')[0]}`);
  }
  throw new Error(
    [
      'The browser tests need Chromium. Install it in one of these ways:',
      '  sudo apt-get install chromium                       (Debian)',
      '  npx playwright-core install --with-deps chromium    (any Linux, macOS)',
      '  or set CHROMIUM to the path of a Chromium, Chrome or Edge program.',
      'Tried here:',
      ...failures,
    ].join('\n'),
  );
}

const QUIET = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless browser with one page.
 * @param {{executablePath: string, args?: readonly string[]}} options `args` replace --disable-gpu
 */
export async function openBrowser({ executablePath, args = ['--disable-gpu'] }) {
  const browser = await playwright.launch({
    executablePath,
    args: [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args],
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  return { browser, context, page: await context.newPage() };
}
