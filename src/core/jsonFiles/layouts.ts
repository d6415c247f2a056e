// Where samples lie in a JSON text that is no known tool's: maps of paths, lists of pairs, lists and maps of records, columns.
// Must not know files; judges from a sketch, counts nothing.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import { areSplitByFolder, splitOfWord } from '../detect/splits';
import { readLabelName } from '../tables/columnNames';
import { declaredIn } from './declaredNames';
import { groupsIn, intentMapIn, keyedGroupsIn } from './groups';
import type { FoundLayout, JsonLayout, LayoutKind, Place } from './layoutKinds';
import { objectListsIn, pagesIn } from './objectLists';
import { readRecords } from './records';
import { isMediaPath, unitOfPaths } from './sampleUnits';
import { labelLast } from './lastField';
import { rowsIn } from './numberRows';
import { at, hasKeys, isList, isObject, objectsIn, textOf } from './sketch';

/** The layout of a text; undefined where no samples with labels are seen. */
export function layoutOf(root: JsonValue, fileName: string): JsonLayout | undefined {
  const layout = samplesIn(root, fileName);
  const declared =
    layout === undefined || !isObject(root) ? undefined : declaredIn(root, layout.labels);
  return layout === undefined || declared === undefined ? layout : { ...layout, declared };
}

function samplesIn(root: JsonValue, fileName: string): JsonLayout | undefined {
  const whole = layoutAt(root, '', fileName);
  if (whole !== undefined) return placed(whole, [{ path: whole.path, split: 'all' }]);
  if (!isObject(root)) return undefined;
  const entries = Object.entries(root).filter(([key]) => isPlain(key));
  const splits = entries.flatMap(([key, value]) => {
    const split = splitOfWord(key) ?? splitOfWord(key.replace(/^.*_/, ''));
    const found = split === undefined ? undefined : layoutAt(value, key, fileName);
    return found === undefined || split === undefined ? [] : [{ found, split }];
  });
  const first = splits.at(0)?.found;
  if (first?.kind.how === 'pairs') return placed(first, pairPlaces(entries));
  if (first !== undefined) {
    const same = splits.filter(({ found }) => sameKind(found.kind, first.kind));
    return placed(
      first,
      same.map(({ found, split }) => ({ path: found.path, split })),
    );
  }
  const besideClasses = labelsBesideClasses(root);
  if (besideClasses !== undefined) return besideClasses;
  for (const [key, value] of entries) {
    if (!listKeys.test(key)) continue;
    const found = layoutAt(value, key, fileName);
    if (found !== undefined) return placed(found, [{ path: found.path, split: 'all' }]);
  }
  for (const [key, value] of entries) {
    const found = isList(value) ? groupsIn(value, key) : undefined;
    if (found?.kind.how === 'groups' && /^(?:tag|intent)$/.test(found.kind.label))
      return placed(found, [{ path: found.path, split: 'all' }]);
  }
  return columnsOf(root) ?? labelLast(root) ?? recordsOfMedia(entries);
}

/** Records under a key that says nothing (`test_cases`, `frames`), where each names its picture, and a label or boxes. */
function recordsOfMedia(
  entries: readonly (readonly [string, JsonValue])[],
): JsonLayout | undefined {
  for (const [key, value] of entries) {
    if (!isList(value) || !objectsIn(value).every(namesPicture)) continue;
    const found = recordsIn(objectsIn(value), value.length, `${key}[]`);
    if (found?.kind.how !== 'records') continue;
    const { how, path } = found.kind.recipe;
    // The categories of a site's pictures say where they are shown.
    const isTold =
      how === 'field' && /class|label|target|truth|diagnos|disease|species/i.test(path);
    const isOfBoxes = how === 'spans' && found.unit === 'box';
    if (isOfBoxes || isTold) return placed(found, [{ path: found.path, split: 'all' }]);
  }
  return undefined;
}

function namesPicture(record: JsonObject): boolean {
  return Object.entries(record).some(
    ([key, value]) =>
      /^(?:frames?|images?|img|pictures?|photo|slide|scan)(?:$|[_A-Z])/.test(key) ||
      (typeof value === 'string' && isMediaPath(value)),
  );
}

/** Small splits are pairs, too, beside one that shows what pairs are. */
function pairPlaces(entries: readonly (readonly [string, JsonValue])[]): readonly Place[] {
  return entries.flatMap(([key, value]) => {
    const split = splitOfWord(key) ?? splitOfWord(key.replace(/^.*_/, ''));
    const arePairs =
      isList(value) &&
      value.every((pair) => isList(pair) && typeof pair[0] === 'string' && isLabel(pair[1]));
    return split !== undefined && arePairs ? [{ path: `${key}[]`, split }] : [];
  });
}

const listKeys =
  /^(?:data|samples?|records?|rows?|items?|examples?|entries|annotations?|labels?|bounding_?boxes|images?|imgs|features|files|root|dataset|instances|gt|ground_?truth|questions|clips|videos|documents|results|list|intents?|utterances|sentences|common_?examples|classes|glosses)$/i;

function placed(found: FoundLayout, places: readonly Place[]): JsonLayout {
  const { kind, unit, confidence, evidence, labels } = found;
  return { kind, unit, confidence, evidence, labels, places };
}

function sameKind(a: LayoutKind, b: LayoutKind): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isPlain(key: string): boolean {
  return key !== '' && !/[.[\]*]/.test(key);
}

function layoutAt(
  value: JsonValue | undefined,
  path: string,
  fileName: string,
): FoundLayout | undefined {
  if (isList(value))
    return (
      pairsIn(value, path) ??
      textPairsIn(value, path) ??
      rowsIn(value, path) ??
      entitiesIn(value, path) ??
      groupsIn(value, path) ??
      recordsIn(objectsIn(value), value.length, `${path}[]`)
    );
  if (!isObject(value)) return undefined;
  const below = path === '' ? '*' : `${path}.*`;
  const map =
    mapOf(value, path, fileName) ??
    classesOf(value, path) ??
    keyedGroupsIn(value, path) ??
    intentMapIn(value, path, fileName) ??
    objectListsIn(value, path) ??
    (path === '' ? pagesIn(value) : undefined);
  if (map !== undefined) return map;
  return recordMapIn(value, below);
}

/** Records by sample: `{"1.jpg": {"label": "cat"}, …}`. */
function recordMapIn(map: JsonObject, below: string): FoundLayout | undefined {
  const records = Object.values(map);
  const keys = Object.keys(map);
  // A handful of named objects is a configuration; samples are many, or called by paths or numbers.
  const areSamples = keys.every((key) => isMediaPath(key) || /\d/.test(key));
  if (keys.length < 2 || !areSamples) return undefined;
  const found = recordsIn(objectsIn(records), records.length, below);
  const named = found?.unit === 'row' ? unitOfPaths(keys) : undefined;
  return found === undefined || named === undefined ? found : { ...found, unit: named };
}

function recordsIn(
  records: readonly JsonObject[],
  all: number,
  path: string,
): FoundLayout | undefined {
  if (records.length === 0 || records.length * 1.2 < all) return undefined;
  const reading = readRecords(records);
  if (reading === undefined) return undefined;
  const { recipe, unit, confidence, labels } = reading;
  const evidence = `JSON records with ${recipe.path}`;
  const kind = { how: 'records', recipe } as const;
  return { kind, path, unit, confidence: confidence - 0.05, evidence, labels };
}

function pairsIn(list: readonly JsonValue[], path: string): FoundLayout | undefined {
  const pairs = list.filter(isList);
  const isPair = (pair: readonly JsonValue[]): boolean =>
    pair.length >= 2 &&
    pair.length <= 3 &&
    typeof pair[0] === 'string' &&
    isMediaPath(pair[0]) &&
    isLabel(pair[1]);
  if (pairs.length === 0 || pairs.length !== list.length || !pairs.every(isPair)) return undefined;
  return {
    kind: { how: 'pairs' },
    path: `${path}[]`,
    unit: unitOfPaths(pairs.map((pair) => textOf(pair[0]))) ?? 'row',
    confidence: 0.85,
    evidence: 'JSON list of [path, label]',
    labels: pairs.map((pair) => textOf(pair[1])),
  };
}

const fewestPairs = 5;

/** CLINC: `["how do you say hi", "translate"]`; the labels recur, the texts are of some words. */
function textPairsIn(list: readonly JsonValue[], path: string): FoundLayout | undefined {
  const pairs = list.flatMap((pair) => {
    if (!isList(pair) || pair.length !== 2) return [];
    const [text, label] = pair;
    return typeof text === 'string' && typeof label === 'string' && isLabel(label)
      ? [{ text, label }]
      : [];
  });
  if (pairs.length < fewestPairs || pairs.length !== list.length) return undefined;
  const words = pairs.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
  // A list that is called a split holds samples, however short their texts.
  const isSplit = splitOfWord(path) !== undefined;
  const areTexts = isSplit
    ? new Set(pairs.map(({ text }) => text)).size === pairs.length
    : words >= pairs.length * 2.5;
  const labels = new Set(pairs.map(({ label }) => label));
  const areNames = pairs.every(({ label }) => label.split(/\s+/).length <= 4);
  if (!areTexts || labels.size * 2 > pairs.length || !areNames) return undefined;
  return {
    kind: { how: 'pairs' },
    path: `${path}[]`,
    unit: 'document',
    confidence: 0.75,
    evidence: 'JSON list of [text, label]',
    labels: [...labels],
  };
}

/** What spaCy 2 trains on, and NER Annotator writes. */
function entitiesIn(list: readonly JsonValue[], path: string): FoundLayout | undefined {
  const items = list.filter(isList);
  const spans = items.flatMap(([, notes]) => {
    const entities = isObject(notes) ? notes.entities : undefined;
    return isList(entities) ? [entities.filter(isList)] : [];
  });
  const labels = spans.flat().map((span) => span.at(2));
  const areLabels = labels.length > 0 && labels.every((label) => typeof label === 'string');
  if (spans.length === 0 || spans.length !== items.length || !areLabels) return undefined;
  return {
    kind: { how: 'entities' },
    path: `${path}[]`,
    unit: 'span',
    confidence: 0.9,
    evidence: 'JSON list of [text, {"entities": [[start, end, label]]}]',
    labels: labels.map((label) => textOf(label)),
  };
}

function isLabel(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value.length <= 120 && !isMediaPath(value);
  return Number.isInteger(value) || typeof value === 'boolean';
}

function mapOf(map: JsonObject, path: string, fileName: string): FoundLayout | undefined {
  const entries = Object.entries(map);
  const values = Object.values(map);
  const areLabels = values.every(
    (value) => value === null || isLabel(value) || (isList(value) && value.every(isLabel)),
  );
  const flat = values
    .flatMap((value) => (isList(value) ? value : [value]))
    .filter((value) => value !== null);
  if (entries.length === 0 || !areLabels || flat.length === 0) return undefined;
  if (areCaptions(flat)) return undefined;
  const paths = entries.filter(([key]) => isMediaPath(key)).length;
  const isMap = paths * 10 >= entries.length * 9;
  if (!isMap && !looksLikeIds(entries, flat, fileName)) return undefined;
  const keys = Object.keys(map);
  return {
    kind: { how: 'map', ...(isMap && areSplitByFolder(keys) ? { inPath: true } : {}) },
    path,
    unit: unitOfPaths(keys) ?? 'row',
    confidence: isMap
      ? 0.85
      : entries.length >= 20 && new Set(flat).size * 5 <= flat.length
        ? 0.55
        : 0.45,
    evidence: isMap
      ? 'JSON map of path to label'
      : 'JSON map whose values repeat, in a file named like labels',
    labels: flat.map(String),
  };
}

/** Sentences that hardly recur say what is to be seen or heard, and no class. */
function areCaptions(values: readonly unknown[]): boolean {
  const texts = values.filter((value) => typeof value === 'string');
  const words = texts.reduce((sum, text) => sum + text.trim().split(/\s+/).length, 0);
  const isProse = texts.length === values.length && words > texts.length * captionWords;
  return isProse && new Set(texts).size * 10 > texts.length * 9;
}

/** More words than this are a sentence rather than the name of a class. */
const captionWords = 4;

/** `{"0001": "cat", …}` in labels.json: names maps have each value once, samples repeat them. */
function looksLikeIds(
  entries: readonly unknown[],
  values: readonly unknown[],
  fileName: string,
): boolean {
  const named =
    /label|annotation|classes|target|gt/i.test(fileName) &&
    !/idx|index|map|names|id2/i.test(fileName);
  return named && entries.length >= 10 && new Set(values).size * 3 <= values.length;
}

/** Fewest files a class where they are no pictures, sounds or films. */
const fewestTexts = 3;

function classesOf(map: JsonObject, path: string): FoundLayout | undefined {
  const lists = Object.values(map).filter(isList);
  const full = lists.filter((list) => list.length > 0);
  if (full.length === 0 || lists.length !== Object.keys(map).length) return undefined;
  // Food-101 leaves the extension out.
  const arePaths = Object.entries(map).every(
    ([key, list]) =>
      isList(list) &&
      list.every(
        (one) => typeof one === 'string' && (isMediaPath(one) || one.startsWith(`${key}/`)),
      ),
  );
  // Lists of images under names of splits say nothing of classes.
  if (!arePaths || Object.keys(map).every((key) => splitOfWord(key) !== undefined))
    return undefined;
  const unit = unitOfPaths(full.flat().map((one) => textOf(one)));
  // What a part of a program needs is listed by part, too: a file or two of text each.
  const isSure = unit !== undefined || full.flat().length >= full.length * fewestTexts;
  return {
    kind: { how: 'classes' },
    path,
    unit: unit ?? 'image',
    confidence: isSure ? 0.85 : 0.4,
    evidence: 'JSON map of class to a list of paths',
    labels: [],
  };
}

/** FiftyOne: `{"classes": ["cat", "dog"], "labels": {"000001": 0, …}}`; with `null` for the classes the labels are names. */
function labelsBesideClasses(root: JsonObject): JsonLayout | undefined {
  const labels = at(root, 'labels');
  if (!hasKeys(root, 'classes') || !isObject(labels)) return undefined;
  const values = Object.values(labels).filter((value) => value !== null);
  const areLabels = values.every(
    (value) => isLabel(value) || (isList(value) && value.length > 0 && value.every(isLabel)),
  );
  if (values.length < 2 || !areLabels) return undefined;
  return {
    kind: { how: 'map' },
    places: [{ path: 'labels', split: 'all' }],
    unit: unitOfPaths(Object.keys(labels)) ?? 'image',
    confidence: 0.85,
    evidence: 'JSON map of sample to label beside the list of classes',
    labels: values.flat().map((value) => textOf(value)),
  };
}

/** `{"image_names": […], "image_labels": […], "label_names": […]}`. */
function columnsOf(root: JsonObject): JsonLayout | undefined {
  const lists = Object.entries(root).filter(([key, value]) => isList(value) && isPlain(key));
  const paths = lists.find(
    ([, value]) =>
      isList(value) &&
      value.length > 1 &&
      value.every((one) => typeof one === 'string' && isMediaPath(one)),
  );
  const wanted = paths === undefined ? 0 : (paths[1] as readonly JsonValue[]).length;
  const isNames = /^(?:label_names|class_names|classes|names)$/;
  const labels = lists.find(([key, value]) => {
    const fits = wanted > 0 && isList(value) && value.length === wanted && value.every(isLabel);
    return fits && !isNames.test(key) && readLabelName(key).promise >= 2;
  });
  if (paths === undefined || labels === undefined) return undefined;
  const values = labels[1] as readonly JsonValue[];
  return {
    kind: { how: 'column' },
    places: [{ path: `${labels[0]}[]`, split: 'all' }],
    unit: unitOfPaths(paths[1] as readonly string[]) ?? 'row',
    confidence: 0.75,
    evidence: `JSON lists of paths and of ${labels[0]}`,
    labels: values.map((one) => textOf(one)),
  };
}
