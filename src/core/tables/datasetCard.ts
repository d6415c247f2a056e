// Class names in the front matter of a Hugging Face dataset card (README.md): dataset_info, by configuration and feature.
// Must not know which labels ask. What belongs to a configuration is documented as `configs` of the Hub's repository cards.

import { partName } from '../columnar/partColumns';
import type { ClassEntry } from '../model';
import type { NamedFeature } from './nameFiles';

interface Configuration {
  readonly name: string;
  readonly features: readonly NamedFeature[];
}

/**
 * The features with class names that a card declares for a file, whose path is relative to the card's folder. Of several
 * configurations it is the one that the file belongs to; none where nothing tells which, unless all declare the same.
 */
export async function cardFeatures(text: string, file: string): Promise<readonly NamedFeature[]> {
  const front = /^\uFEFF?---\r?\n(.*?)\r?\n---/s.exec(text)?.[1];
  if (front?.includes('class_label') !== true) return [];
  // As for data.yaml: it takes long to load, and few folders need it.
  const { parse } = await import('yaml');
  let card: unknown;
  try {
    card = parse(front, { maxAliasCount: 0 });
  } catch {
    // Names are a help only.
    return [];
  }
  const all = listOf(field(card, 'dataset_info')).map(configurationOf);
  const [first, ...others] = all;
  if (all.length === 0) return [];
  const same = JSON.stringify(first.features);
  if (others.every(({ features }) => JSON.stringify(features) === same)) return first.features;
  return configurationFor(all, listOf(field(card, 'configs')), file)?.features ?? [];
}

function configurationOf(info: unknown): Configuration {
  const features = listOf(field(info, 'features')).flatMap((one) => namesIn(one, '', 0));
  return { name: textOf(field(info, 'config_name')), features };
}

function configurationFor(
  all: readonly Configuration[],
  declared: readonly unknown[],
  file: string,
): Configuration | undefined {
  const holding = new Set(
    declared
      .filter((one) => patternsOf(one).some((pattern) => fits(pattern, file)))
      .map((one) => textOf(field(one, 'config_name'))),
  );
  const byFiles = all.filter(({ name }) => holding.has(name));
  // A file in no declared place is not what `configs` speaks of: a folder may still bear a configuration's name.
  const folders = new Set(file.split('/').slice(0, -1));
  const found = byFiles.length > 0 ? byFiles : all.filter(({ name }) => folders.has(name));
  return found.length === 1 ? found[0] : undefined;
}

/** `data_files` is a pattern, a list of them, or a list of `{split, path}`; all of it below `data_dir`. */
function patternsOf(declared: unknown): string[] {
  const folder = textOf(field(declared, 'data_dir')).replace(/^\.?\/|\/$/g, '');
  const below = (pattern: string): string => (folder === '' ? pattern : `${folder}/${pattern}`);
  const files = listOf(field(declared, 'data_files')).flatMap((one) =>
    typeof one === 'string' ? [one] : listOf(field(one, 'path')).map(textOf),
  );
  const all = files.length === 0 && folder !== '' ? ['**'] : files;
  return all.filter((one) => one !== '' && one.length <= longestPattern).map(below);
}

/** A longer pattern is none that somebody wrote. */
const longestPattern = 300;

/**
 * Whether a path fits a pattern: `**` crosses folders, `*` and `?` do not. All places where the path can stand in the
 * pattern are followed at once, so that no pattern takes long to fail, as it may in a regular expression.
 */
function fits(pattern: string, path: string): boolean {
  const parts = pattern.replace(/^\.\//, '').match(/\*\*[*/]*|[^]/g) ?? [];
  let places = new Set([0]);
  const skipStars = (): void => {
    for (const at of places) if (parts.at(at)?.startsWith('*') === true) places.add(at + 1);
  };
  skipStars();
  for (const letter of path) {
    const next = new Set<number>();
    for (const at of places) {
      const part = parts.at(at);
      if (part === undefined) continue;
      if (part.startsWith('**') || (part === '*' && letter !== '/')) next.add(at);
      else if (part === letter || (part === '?' && letter !== '/')) next.add(at + 1);
    }
    places = next;
    skipStars();
  }
  return places.has(parts.length);
}

const deepest = 12;

/** `{name, dtype: {class_label: {names}}}`; a list has `sequence` or `list` in its place, and a structure has features. */
function namesIn(feature: unknown, parent: string, depth: number): NamedFeature[] {
  if (depth > deepest || typeof feature !== 'object' || feature === null) return [];
  const own = textOf(field(feature, 'name'));
  const column = own === '' || parent === '' ? parent + own : partName(parent, own);
  const names = field(field(feature, 'class_label'), 'names');
  if (names !== undefined) return [{ column, classes: entriesOf(names) }];
  return ['dtype', 'sequence', 'list', 'struct'].flatMap((key) =>
    listOf(field(feature, key)).flatMap((inner) => namesIn(inner, column, depth + 1)),
  );
}

function entriesOf(names: unknown): ClassEntry[] {
  if (typeof names !== 'object' || names === null) return [];
  // A list's keys are its indexes.
  return Object.entries(names).map(([id, name]) => ({ id, name: String(name) }));
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? value.toString() : '';
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
