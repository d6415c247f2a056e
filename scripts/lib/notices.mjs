// The licences of what the bundles hold, as those licences ask: one text for all packages.
// Must not know which packages there are.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names of the packages that bytes of the outputs come from.
 * @param {readonly import('esbuild').Metafile[]} metafiles
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.entries(output.inputs)),
  );
  const names = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/**
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @param {string} modules absolute path of node_modules
 */
export function noticesOf(metafiles, modules) {
  const parts = bundledPackages(metafiles).map((name) => noticeOf(join(modules, name)));
  const head = 'Class Balance contains the following software, under the licences given here.\n';
  return [head, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

function noticeOf(folder) {
  const { name, version, license, repository, homepage } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const place = (typeof repository === 'string' ? repository : repository?.url) ?? homepage ?? '';
  const texts = licencesIn(folder);
  const told = texts.length > 0 ? texts : [licenceInReadme(folder)].filter(Boolean);
  // Where a package brings no text of its own, its licence is one whose text another brings.
  return [`${name} ${version}`, `Licence: ${license}`, place, '', ...told, ''].join('\n');
}

/** The texts in the package's folder, and in the folders in it, where a codec's own lies. */
function licencesIn(folder) {
  const below = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => join(folder, entry.name));
  return [folder, ...below].flatMap((at) =>
    readdirSync(at, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
      .map((entry) => readFileSync(join(at, entry.name), 'utf8').trim()),
  );
}

/** What a README says behind a heading that begins with the word. */
function licenceInReadme(folder) {
  const file = join(folder, 'README.md');
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const at = text.search(/^#* *licen[cs]e\b.*$/im);
  return at < 0 ? undefined : text.slice(at).trim();
}
