// Where the class stands in an object that each record holds under one key: flags by class, mentions, objects by id, one name.
// Must not know files; judges from a few records, counts nothing.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import type { Unit } from '../model';
import { readLabelName } from '../tables/columnNames';
import type { RecordReading, RecordRecipe } from './records';
import { at, isList, isObject, objectsIn } from './sketch';
import { areInText, isScalar, spanLabel } from './spans';

/** Makes a reading of what was found at a path. */
export type Make = (
  how: RecordRecipe['how'],
  path: string,
  confidence: number,
  unit: Unit,
  labels: readonly JsonValue[],
  inner?: string,
) => RecordReading;

/** Readings of a key that holds an object in each record. */
export function readObjects(
  key: string,
  objects: readonly JsonObject[],
  unit: Unit,
  make: Make,
  keys: readonly string[],
): RecordReading[] {
  const values = objects.flatMap((one) => Object.values(one));
  const isFlags = values.length > 0 && values.every(isFlag);
  if (isFlags && (key === 'cats' || readLabelName(key).promise >= 2)) {
    return [
      make(
        'cats',
        key,
        0.9,
        unit,
        objects.flatMap((one) => Object.keys(one)),
      ),
    ];
  }
  const mentions = objects.flatMap((one) => Object.entries(one));
  if (mentions.length > 0 && mentions.every(([, texts]) => arePlaces(texts))) {
    return [
      make(
        'mentions',
        key,
        0.9,
        'span',
        mentions.map(([name]) => name),
      ),
    ];
  }
  for (const name of ['categories', 'category', 'labels', 'label', 'classes', 'class']) {
    const lists = objects.map((one) => at(one, name)).filter(isList);
    if (lists.length > 0 && /^(?:objects|annotations?|boxes|instances|gt)$/.test(key)) {
      return [make('objects', `${key}.${name}`, 0.9, 'box', lists.flat())];
    }
  }
  const below = keyedObjects(key, objects, make) ?? listedBelow(key, objects, make);
  if (below !== undefined) return [below];
  const isMapped = key === 'properties' && keys.includes('geometry');
  const inside = [
    'name',
    'label',
    'class',
    'category',
    'label_name',
    'class_name',
    'title',
    'displayName',
  ].find((name) => objects.every((one) => isScalar(at(one, name))));
  const feature = key === 'properties' ? featureClass(objects) : undefined;
  if (feature !== undefined) {
    const labels = objects.flatMap((one) => at(one, feature) ?? []);
    return [make('field', `${key}.${feature}`, 0.8, 'box', labels)];
  }
  // What a map draws, each with its geometry, is sorted by kind; nobody asks a model for it.
  if (inside === undefined || isMapped) return [];
  const path = `${key}.${inside}`;
  const promise = Math.max(readLabelName(key).promise, readLabelName(inside).promise);
  const labels = objects.flatMap((one) => at(one, inside) ?? []);
  return promise >= 2 ? [make('field', path, 0.75, unit, labels)] : [];
}

const listNames =
  /^(?:annotations?|objects|instances|detections|labels|boxes|shapes|polylines|figures|regions)$/;

/** Objects in a list one key further: FiftyOne's `ground_truth.detections`, Scale's `response.annotations`. */
function listedBelow(
  key: string,
  holders: readonly JsonObject[],
  make: Make,
): RecordReading | undefined {
  for (const name of new Set(holders.flatMap((one) => Object.keys(one)))) {
    const objects = listNames.test(name) ? holders.flatMap((one) => objectsIn(at(one, name))) : [];
    const inner = spanLabel(objects);
    if (inner === undefined || inner.endsWith('[]')) continue;
    const labels = objects.flatMap((one) => at(one, inner) ?? []);
    const [confidence, unit] = areInText(objects)
      ? ([0.85, 'span'] as const)
      : ([0.75, 'box'] as const);
    return make('spans', `${key}.${name}`, confidence, unit, labels, inner);
  }
  return undefined;
}

/** The objects of a scene by their ids: GQA's with a name and a box, YouTube-VOS' with a category and frames. */
function keyedObjects(
  key: string,
  maps: readonly JsonObject[],
  make: Make,
): RecordReading | undefined {
  const entries = maps.flatMap((map) => Object.entries(map));
  const objects = objectsIn(entries.map(([, one]) => one));
  const areIds = entries.length > 0 && entries.every(([id]) => /^\d+$/.test(id));
  if (key !== 'objects' || !areIds || objects.length < entries.length) return undefined;
  const inner = ['category', 'name', 'label', 'class'].find((name) =>
    objects.every((one) => isScalar(at(one, name))),
  );
  if (inner === undefined) return undefined;
  const labels = objects.flatMap((one) => at(one, inner) ?? []);
  const unit = spanLabel(objects) === undefined ? 'instance' : 'box';
  return make('keyed', key, 0.85, unit, labels, inner);
}

/** CLUENER: `{"Anna": [[0, 3]]}`, the places of each text. */
function arePlaces(texts: JsonValue): boolean {
  const places = isObject(texts) ? Object.values(texts) : [];
  const isPlace = (place: JsonValue): boolean =>
    isList(place) && place.length === 2 && place.every((one) => Number.isInteger(one));
  return places.length > 0 && places.every((list) => isList(list) && list.every(isPlace));
}

/** The class of xView's and RarePlanes' features, which say their image; a map's features do not. */
function featureClass(objects: readonly JsonObject[]): string | undefined {
  const inImage = objects.every((one) =>
    Object.keys(one).some((key) => /^(?:image|img)_?id$|^loc_id$/i.test(key)),
  );
  const names = ['type_id', 'class_id', 'class_name', 'category', 'class', 'label', 'role'];
  return inImage
    ? names.find((name) => objects.every((one) => isScalar(at(one, name))))
    : undefined;
}

function isFlag(value: JsonValue): boolean {
  return typeof value === 'boolean' || (typeof value === 'number' && value >= 0 && value <= 1);
}
