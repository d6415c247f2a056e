// A graphics adapter in software, which Chromium brings, so that WebGPU can be tested on any machine.
// Must not know what is tested.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { onPath } from './exec.mjs';

const name = 'vk_swiftshader_icd.json';
const folders = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];

/**
 * @returns {Promise<{ VK_ICD_FILENAMES: string, LD_LIBRARY_PATH: string }>} environment in which Vulkan finds that
 * adapter: the browser, which is installed where there is none, brings the loader too. Rejects where there is no adapter.
 */
export async function swiftShader() {
  const found = adapter() ?? (await installed());
  if (found === undefined) {
    throw new Error(
      `There is no ${name}; on Debian: apt-get install chromium. VK_ICD_FILENAMES names another.`,
    );
  }
  const libraries = [dirname(found), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return { VK_ICD_FILENAMES: found, LD_LIBRARY_PATH: libraries };
}

async function installed() {
  await ensureChromium({ log: console.log });
  return adapter();
}

function adapter() {
  const browser = onPath(['chromium', 'google-chrome']);
  const places = [...folders, ...(browser === undefined ? [] : [dirname(browser)])];
  const given = process.env.VK_ICD_FILENAMES?.split(delimiter)[0];
  const files = [...(given ? [given] : []), ...places.map((folder) => join(folder, name))];
  return files.find((file) => existsSync(file));
}
