// Class names that Hugging Face datasets keep in a file's metadata: info.features, by column.
// Must not know files.

import { partName } from './partColumns';

/** Names by column, in the order of their ids. */
export type FeatureNames = Readonly<Record<string, readonly string[]>>;

const deepest = 6;

/** Reads the JSON under the key `huggingface`, or a `dataset_info.json`; nothing where it is none. */
export function readFeatureNames(json: string | undefined): FeatureNames {
  if (json === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Names are a help only.
    return {};
  }
  const info = field(value, 'info') ?? value;
  const features = field(info, 'features');
  if (typeof features !== 'object' || features === null) return {};
  const found = Object.entries(features).flatMap(([column, feature]) => {
    const names = namesIn(feature, 0);
    return names === undefined ? partNames(column, feature, 0) : [[column, names] as const];
  });
  return Object.fromEntries(found);
}

/** Names of the parts of a structure, or of a list of structures: `objects.category`. */
function partNames(
  column: string,
  feature: unknown,
  depth: number,
): (readonly [string, readonly string[]])[] {
  if (depth > deepest || typeof feature !== 'object' || feature === null) return [];
  if (Array.isArray(feature)) return partNames(column, feature.at(0), depth + 1);
  const inner = field(feature, 'feature');
  if (typeof field(feature, '_type') === 'string') return partNames(column, inner, depth + 1);
  return Object.entries(feature).flatMap(([part, one]) => {
    const names = namesIn(one, depth + 1);
    return names === undefined ? [] : [[partName(column, part), names] as const];
  });
}

/** The names of a `ClassLabel`, also inside `Sequence`, `List` and `LargeList`. */
function namesIn(feature: unknown, depth: number): readonly string[] | undefined {
  if (depth > deepest) return undefined;
  if (Array.isArray(feature)) return namesIn(feature.at(0), depth + 1);
  const names = field(feature, 'names');
  if (field(feature, '_type') === 'ClassLabel' && Array.isArray(names)) return names.map(String);
  const inner = field(feature, 'feature');
  return inner === undefined ? undefined : namesIn(inner, depth + 1);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
