// Which features of a tf.train.Example are labels: by the names that TensorFlow's tools use, or as `features.json` of
// TensorFlow Datasets declares them. Must not know files.

import type { Unit } from '../model';

/** Where the labels of a record stand. */
export interface Layout {
  readonly ids: string | null;
  readonly texts: string | null;
  readonly unit: Unit;
  /** Classes that are declared by their number; null where nothing says. */
  readonly classes: number | null;
}

type Known = Pick<Layout, 'ids' | 'texts'> & { readonly boxes: boolean };

const known: readonly Known[] = [
  { ids: 'image/object/class/label', texts: 'image/object/class/text', boxes: true },
  { ids: 'objects/label', texts: null, boxes: true },
  { ids: 'image/class/label', texts: 'image/class/text', boxes: false },
  ...['label', 'image/label', 'labels', 'class', 'class_id', 'category', 'target'].map((key) => ({
    ids: key,
    texts: key === 'label' ? 'label_text' : null,
    boxes: false,
  })),
];

/** What was seen of the features of some records: by key, whether any had a value, and whether there were several. */
export type SeenFeatures = ReadonlyMap<string, { readonly filled: boolean; readonly most: number }>;

/** The label features of records; the likeliest first. */
export function layoutsOf(seen: SeenFeatures, declared: readonly DeclaredLabel[]): Layout[] {
  const there = declared.filter(({ key }) => seen.has(key));
  if (there.length > 0) {
    const of = ({ key, classes, unit }: DeclaredLabel): Layout => ({
      ...{ ids: key, texts: null, classes },
      unit: unit ?? unitOf(seen, key),
    });
    return there.toSorted((a, b) => rankOf(a) - rankOf(b)).map(of);
  }
  for (const { ids, texts, boxes } of known) {
    const hasTexts = texts !== null && seen.get(texts)?.filled === true;
    const hasIds = ids !== null && seen.get(ids)?.filled === true;
    if (!hasIds && !hasTexts) continue;
    const key = (hasIds ? ids : texts) ?? '';
    return [
      {
        ...{ ids: hasIds ? ids : null, texts: hasTexts ? texts : null, classes: null },
        unit: boxes ? 'box' : unitOf(seen, key),
      },
    ];
  }
  return [];
}

/** What a record is, by its other features: as many tokens as labels, a picture, a sound, a text. */
function unitOf(seen: SeenFeatures, label: string): Unit {
  const labels = seen.get(label)?.most ?? 0;
  const has = (pattern: RegExp): boolean => [...seen.keys()].some((key) => pattern.test(key));
  const tokens = ['tokens', 'words', 'token', 'word'].some((key) => seen.get(key)?.most === labels);
  if (labels > 1 && tokens) return 'token';
  if (has(/image|img|jpe?g|png|pixels|picture/i)) return 'image';
  if (has(/audio|wav|speech|video|frame|rgb/i)) return 'clip';
  if (seen.size === 1) return 'image';
  return has(/(?:^|[/_])(?:text|sentence\d?|review|document|premise)$/i) ? 'document' : 'row';
}

/** A ClassLabel of `features.json`. */
export interface DeclaredLabel {
  readonly key: string;
  readonly classes: number | null;
  /** Set where the feature says what its labels belong to. */
  readonly unit: 'box' | 'token' | undefined;
}

/** `label` before `coarse_label`, entities before parts of speech. */
function rankOf({ key, unit }: DeclaredLabel): number {
  const place = ['label', 'labels', 'objects/label', 'ner'].indexOf(key);
  return place < 0 ? 10 + (unit === undefined ? 0 : 1) : place;
}

const deepest = 8;

/** The labels that `features.json` declares, by the keys of their records; none where it is damaged. */
export function declaredLabels(json: string): DeclaredLabel[] {
  try {
    return labelsIn(JSON.parse(json), '', undefined, 0);
  } catch {
    // The file is a help only.
    return [];
  }
}

function labelsIn(
  feature: unknown,
  key: string,
  unit: DeclaredLabel['unit'],
  depth: number,
): DeclaredLabel[] {
  if (depth > deepest) return [];
  const label = field(feature, 'classLabel');
  if (label !== undefined) {
    const classes = Number(field(label, 'numClasses'));
    return [{ key, unit, classes: Number.isSafeInteger(classes) && classes > 0 ? classes : null }];
  }
  const inner = field(field(feature, 'sequence'), 'feature');
  if (inner !== undefined) return labelsIn(inner, key, unit, depth + 1);
  const parts = field(field(feature, 'featuresDict'), 'features');
  if (typeof parts !== 'object' || parts === null) return [];
  const all = Object.entries(parts);
  const boxes = all.some(([, one]) => isKind(one, 'BBoxFeature'));
  const tokens = all.some(([, one]) => isKind(field(field(one, 'sequence'), 'feature'), 'Text'));
  return all.flatMap(([name, one]) => {
    const isList = field(one, 'sequence') !== undefined;
    const own = boxes ? 'box' : tokens && isList ? 'token' : unit;
    return labelsIn(one, key === '' ? name : `${key}/${name}`, own, depth + 1);
  });
}

function isKind(feature: unknown, kind: string): boolean {
  const name = field(feature, 'pythonClassName');
  return typeof name === 'string' && name.endsWith(`.${kind}`);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
