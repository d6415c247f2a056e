// Maps of a sample to a list of objects of one label each: boxes by image, or words with their tags by sentence.
// Must not know files; judges from a sketch, and gives the rows that count.

import type { JsonRowSpec } from '../bytes/jsonSelect';
import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import type { SplitName } from '../model';
import type { Tally } from '../tally';
import type { FoundLayout } from './layoutKinds';
import { isMediaPath } from './sampleUnits';
import { areInText, isScalar, spanLabel } from './spans';
import { SampleCounter } from './samples';
import { at, isList, isObject, objectsIn, textOf } from './sketch';

/** `{"1.png": [{"class": 41, "coord": […]}], …}`; of words `{"查电话": [{"word": "查", "label": "O"}, …], …}`. */
export function objectListsIn(map: JsonObject, path: string): FoundLayout | undefined {
  const entries = Object.entries(map);
  const lists = entries.map(([, list]) => list);
  if (entries.length < 2 || !lists.every((list) => list === null || isList(list))) return undefined;
  const objects = lists.flatMap((list) => objectsIn(list ?? undefined));
  if (objects.length === 0) return undefined;
  const tag = wordTag(entries, objects);
  const inner = tag ?? spanLabel(objects);
  if (inner === undefined || inner.endsWith('[]')) return undefined;
  const areMedia = entries.every(([key]) => isMediaPath(key));
  // Boxes say what they are in by the media they lie in; a list beside `classes` says it otherwise.
  if (tag === undefined && !areMedia && path === '') return undefined;
  return {
    kind: { how: 'lists', inner },
    path,
    unit: tag === undefined ? 'box' : 'token',
    confidence: 0.85,
    evidence: tag === undefined ? 'JSON map of image to boxes' : 'JSON map of sentence to words',
    labels: objects.map((one) => textOf(at(one, inner))),
  };
}

/** Boxes by page of a document: `{"book": {"1": [{"x": 3, "y": 4, "label": "figure"}], …}}`. */
export function pagesIn(documents: JsonObject): FoundLayout | undefined {
  const pages = Object.values(documents).flatMap((one) =>
    isObject(one) ? Object.entries(one) : [],
  );
  const areDocuments = Object.values(documents).every(isObject) && pages.length > 0;
  const arePages = pages.every(([page, list]) => /^\d+$/.test(page) && isList(list));
  const boxes = pages.flatMap(([, list]) => objectsIn(list));
  const inner = spanLabel(boxes);
  const isNamed = inner !== undefined && /^(?:label|class|category)$/.test(inner);
  if (!areDocuments || !arePages || !isNamed || areInText(boxes)) return undefined;
  return {
    kind: { how: 'lists', inner },
    path: '*',
    unit: 'box',
    confidence: 0.8,
    evidence: 'JSON map of document and page to boxes',
    labels: boxes.map((one) => textOf(at(one, inner))),
  };
}

/** The tag of words that make up the key: each entry is a sentence. */
function wordTag(
  entries: readonly (readonly [string, JsonValue])[],
  objects: readonly JsonObject[],
): string | undefined {
  const word = ['word', 'token', 'char', 'text'].find((key) =>
    objects.every((one) => typeof at(one, key) === 'string'),
  );
  if (word === undefined) return undefined;
  const areSentences = entries.every(([key, list]) => {
    const words = objectsIn(list);
    return words.every((one) => key.includes(textOf(at(one, word))));
  });
  const tags = ['label', 'tag', 'ner', 'pos'];
  return areSentences
    ? tags.find((key) => objects.every((one) => isScalar(at(one, key))))
    : undefined;
}

/** Rows that count the objects of each sample. */
export function objectListRows(
  inner: string,
  below: string,
  split: SplitName,
  tally: Tally,
  file: string,
  inImages: boolean,
): JsonRowSpec[] {
  const samples = new SampleCounter(tally, 'objects');
  if (!inImages) tally.traits.delete('images');
  const wildcard = below.split('*').length - 2;
  return [
    {
      path: below,
      fields: [],
      onStart: () => {
        samples.keep();
      },
      onRow: (row) => {
        samples.end(split, file, row.line, samples.observed ? row.keyText(wildcard) : undefined);
      },
    },
    {
      path: `${below}[]`,
      fields: [inner],
      onRow: (row) => {
        samples.add(row);
      },
    },
  ];
}
