// What a project's files name: imported modules, required packages, the marks of framework configs.
// Knows file forms only; not what a name means for weights.

import { baseName, extensionOf } from '../paths';

/** The start of a file; enough of it to hold the imports. */
export interface ProjectText {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly text: string;
}

/** Something a file names. Modules are top-level Python modules; packages are in lower case with `-` for `_` and `.`. */
export interface NamedThing {
  readonly kind: 'module' | 'package' | 'config';
  readonly name: string;
  /** As it stands in the file, short: `import torch`. */
  readonly shown: string;
}

/** Everything a text names that can tell of a framework, each once. Never throws. */
export function namesIn({ path, text }: ProjectText): readonly NamedThing[] {
  const found = [...readerOf(path)(text)];
  return [...new Map(found.map((thing) => [`${thing.kind} ${thing.name}`, thing])).values()];
}

function readerOf(path: string): (text: string) => Iterable<NamedThing> {
  const name = baseName(path).toLowerCase();
  if (/^(requirements|constraints).*\.(txt|in)$/.test(name)) return listed;
  if (name === 'pyproject.toml' || name === 'pipfile' || name === 'pixi.toml') return tomlListed;
  if (name === 'setup.cfg') return setupListed;
  if (name === 'package.json') return nodePackages;
  if (/^environment.*\.ya?ml$/.test(name)) return condaListed;
  return readers[extensionOf(path)] ?? (() => []);
}

const readers: Readonly<Partial<Record<string, (text: string) => Iterable<NamedThing>>>> = {
  '.py': (text) => [...imports(text), ...pythonConfig(text)],
  // Cells are JSON strings: every quote and every escaped line end starts a line.
  '.ipynb': (text) => imports(text.replace(/\\n"?|"/g, '\n')),
  '.yaml': yamlConfig,
  '.yml': yamlConfig,
  '.cfg': (text) => (/^\[nlp\]/m.test(text) && /^\[training\]/m.test(text) ? [mark('[nlp]')] : []),
};

const mark = (name: string, shown = name): NamedThing => ({ kind: 'config', name, shown });

function packageOf(name: string): NamedThing {
  const plain = name.toLowerCase();
  return { kind: 'package', name: plain.replace(/[-_.]+/g, '-'), shown: plain };
}

function* imports(text: string): Iterable<NamedThing> {
  const lines =
    /^[ \t]*(?:from[ \t]+([A-Za-z_]\w*)(?:\.[\w.]*)?[ \t]+import\b|import[ \t]+([A-Za-z_][^\n#;]*))/gm;
  for (const match of text.matchAll(lines)) {
    const [from, list = ''] = [match.at(1), match.at(2)];
    const names =
      from === undefined ? list.split(',').map((part) => /\w+/.exec(part)?.[0]) : [from];
    for (const name of names) {
      if (name !== undefined) yield { kind: 'module', name, shown: `import ${name}` };
    }
  }
}

function* listed(text: string): Iterable<NamedThing> {
  for (const line of text.split(/\r?\n/)) {
    const [word = ''] = line.trimStart().split(/\s/, 1);
    const own = word.includes('://') ? undefined : /^[A-Za-z0-9][\w.-]*/.exec(word)?.[0];
    const name = own ?? repository(line);
    if (name !== undefined) yield packageOf(name);
  }
}

const repository = (line: string): string | undefined =>
  /^[^#]*github\.com\/[\w.-]+\/([\w.-]+?)(?:\.git)?(?:[@#/\s]|$)/.exec(line)?.[1];

function* setupListed(text: string): Iterable<NamedThing> {
  for (const [, name] of text.matchAll(/^(?:\s+|install_requires\s*=\s*)([A-Za-z0-9][\w.-]*)/gm)) {
    yield packageOf(name);
  }
}

function* condaListed(text: string): Iterable<NamedThing> {
  for (const [, name] of text.matchAll(/^\s*-\s*["']?(?:[\w-]+::)?([A-Za-z0-9][\w.-]*)/gm)) {
    yield packageOf(name);
  }
}

/** Names only where the table or the key speaks of dependencies: keywords and classifiers name frameworks too. */
function* tomlListed(text: string): Iterable<NamedThing> {
  const isList = (name: string): boolean => /depend|requires|packages/i.test(name);
  let table = '';
  let key = '';
  for (const line of text.split(/\r?\n/)) {
    const header = /^\[+([^[\]]+)\]+\s*(?:#.*)?$/.exec(line)?.[1];
    if (header !== undefined) [table, key] = [header, ''];
    const assigned = /^\s*["']?([\w.-]+)["']?\s*=/.exec(line)?.[1];
    if (assigned !== undefined) {
      key = assigned;
      if (isList(table)) yield packageOf(assigned);
    }
    if (header !== undefined || !isList(`${table}.${key}`)) continue;
    for (const [, name] of line.matchAll(/["']([A-Za-z][\w.-]*)/g)) yield packageOf(name);
  }
}

function* nodePackages(text: string): Iterable<NamedThing> {
  for (const [, name] of text.matchAll(/"(@?[a-z][\w./-]*)"\s*:\s*"/g)) {
    yield { kind: 'package', name: `npm:${name}`, shown: name };
  }
}

function* pythonConfig(text: string): Iterable<NamedThing> {
  if (!/^_base_\s*=/m.test(text) && !/^(?:model|dataset_type)\s*=/m.test(text)) return;
  const parts: readonly (readonly [string, RegExp])[] = [
    [
      'decode_head',
      /decode_head\s*=|mmseg::|['"]EncoderDecoder['"]|_base_\/schedules\/schedule_\d+k/,
    ],
    ['bbox_head', /(?:bbox|rpn|roi)_head\s*=|mmdet::|coco_(?:detection|instance)/],
    ['ImageClassifier', /['"]ImageClassifier['"]|mmpretrain::|imagenet_bs\d+/],
  ];
  for (const [name, pattern] of parts) if (pattern.test(text)) yield mark(name, '_base_');
}

function* yamlConfig(text: string): Iterable<NamedThing> {
  if (/^_BASE_\s*:/m.test(text)) yield mark('_BASE_');
  const isDataset = /^names\s*:/m.test(text) && /^(?:train|val|path)\s*:/m.test(text);
  if (isDataset) yield mark('names:');
}
