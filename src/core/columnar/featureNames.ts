// Class names that Hugging Face datasets keep in a file's metadata: info.features, by column.
// Must not know files.

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
    return names === undefined ? [] : [[column, names] as const];
  });
  return Object.fromEntries(found);
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
