// Where the class stands in records that are JSON objects: a field, spans, a map of categories, objects of an image.
// Must not know files; judges from a few records, counts nothing.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import { splitOfWord } from '../detect/splits';
import type { Unit } from '../model';
import { isMetricsHeader, promisesSeveral, readLabelName } from '../tables/columnNames';
import { type Join, sniffJoin, splitLabels } from '../tables/multiLabel';
import { areCatalogue } from './keptRecords';
import { isEndOfLink, isOfParts, isRelationOfRecord, structuredLabel } from './relations';
import { at, isList, isObject, objectsIn } from './sketch';
import { isMediaPath, unitOf } from './sampleUnits';
import { isSplitKey, isSplitPath } from './splitKeys';
import { type Make, readObjects } from './recordObjects';
import { areInText, isScalar, spanLabel } from './spans';
import { votesIn } from './votes';

/** How a record is counted; plain JSON. Paths are as in bytes/jsonPath. */
export interface RecordRecipe {
  /**
   * `field`: `path` is a scalar or a list of them, or a list of objects with the label at `inner`; `triples`: a list of [start, end, label]; `spans`: a list of objects;
   * `keyed`: an object of id to object;
   * `cats`: an object of class to 0 or 1; `objects`: a list of labels, one a box; `tags`: a list of a tag a token, whose
   * spans are counted where they begin with B- and I-; `mentions`: an object of class to an object of text to its places;
   * `votes`: a list of objects, one an annotator, of which the label that most gave is counted.
   */
  readonly how:
    'field' | 'triples' | 'spans' | 'keyed' | 'cats' | 'objects' | 'tags' | 'mentions' | 'votes';
  readonly path: string;
  /** Path of the label in each object of `spans`, `keyed` and such a `field`, with `[]` behind it where it is a list of one; `bio` for such `tags`. */
  readonly inner: string;
  /** Key that names the split, '' where none does. */
  readonly split: string;
  /** That key holds a path, and a folder of it names the split. */
  readonly inPath?: true;
  /** Prodigy's verdict stands in `answer`. */
  readonly answer: boolean;
  /** Prodigy's choices stand in `options`. */
  readonly choices: boolean;
  /** Brackets around what fills a template are taken off: `Pushing [something]` is `Pushing something`. */
  readonly unbracketed?: boolean;
  /** A lone `-` says that there is no label: annotators did not agree (SNLI). */
  readonly dashIsNone?: boolean;
  /** How a text joins several labels. */
  readonly join?: Join;
}

export interface RecordReading {
  readonly recipe: RecordRecipe;
  readonly unit: Unit;
  readonly confidence: number;
  /** The labels of the records looked at, as text. */
  readonly labels: readonly string[];
}

/** The likeliest place of the class; undefined where nothing looks like one. */
export function readRecords(records: readonly JsonObject[]): RecordReading | undefined {
  if (records.length === 0) return undefined;
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
  if (isMetricsHeader(keys) || isPrediction(keys)) return undefined;
  const plain = keys.filter((key) => isPlainKey(key) && !isEndOfLink(key, records));
  const all = plain.flatMap((key) => readingsOf(key, records, keys));
  const best = all.reduce<RecordReading | undefined>(
    (first, one) => (first === undefined || one.confidence > first.confidence ? one : first),
    undefined,
  );
  if (best === undefined || areNames(best, keys)) return undefined;
  const told = keys.find((key) => isSplitKey(key, records));
  const placed = keys.find((key) => isSplitPath(key, records));
  const inPath = told === undefined && placed !== undefined ? ({ inPath: true } as const) : {};
  const split = told ?? placed ?? '';
  const choices = best.recipe.path === 'accept';
  const answer = keys.includes('answer') && records.every((one) => isAnswer(at(one, 'answer')));
  const words = best.labels.some((label) => /\p{L}{2}/u.test(label)) && !best.labels.includes('+');
  const dash = best.recipe.how === 'field' && words ? { dashIsNone: true } : {};
  const joined = joinOf(best, records);
  const isKept = areCatalogue(records, keys, best.recipe.path);
  const confidence = Math.min(best.confidence, isKept ? 0.45 : 1);
  const labels =
    joined === undefined ? best.labels : best.labels.flatMap((label) => splitLabels(label, joined));
  const join = joined === undefined ? {} : { join: joined };
  return {
    ...best,
    confidence,
    labels,
    recipe: { ...best.recipe, split, choices, answer, ...inPath, ...dash, ...join },
  };
}

/** A list that tells each label and says something of it, and nothing of any sample: `{"label": "100", "label_desc": "news"}`. */
function areNames({ recipe, labels }: RecordReading, keys: readonly string[]): boolean {
  const isOnce = recipe.how === 'field' && new Set(labels).size === labels.length;
  const isAbout = (key: string): boolean =>
    key === recipe.path ||
    readLabelName(key).promise >= 2 ||
    /^(?:id|index|name|colou?r|(?:\w+_)?desc(?:ription)?|supercategory|zh|cn|en)$/i.test(key);
  return isOnce && keys.length <= 4 && keys.every(isAbout);
}

/** Only of texts: a list of labels needs no joining. */
function joinOf(
  { recipe, labels }: RecordReading,
  records: readonly JsonObject[],
): Join | undefined {
  if (recipe.how !== 'field') return undefined;
  const values = records.map((record) => deep(record, recipe.path));
  if (!values.every((value) => value === undefined || value === null || typeof value === 'string'))
    return undefined;
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const join = sniffJoin(counts, promisesSeveral(recipe.path));
  return join === 'regions' || join === 'list' || join === 'items' ? undefined : join;
}

function isAnswer(value: JsonValue | undefined): boolean {
  return value === undefined || value === 'accept' || value === 'reject' || value === 'ignore';
}

/** Results of a detector: boxes with scores. */
function isPrediction(keys: readonly string[]): boolean {
  if (keys.includes('max_detection_conf')) return true;
  return keys.includes('score') && (keys.includes('bbox') || keys.includes('segmentation'));
}

function isPlainKey(key: string): boolean {
  return key !== '' && !/[.[\]*]/.test(key);
}

function readingsOf(
  key: string,
  records: readonly JsonObject[],
  keys: readonly string[],
): RecordReading[] {
  const values = records.flatMap((record) => at(record, key) ?? []);
  const present = records.map((record) => at(record, key)).filter((one) => one !== undefined);
  const make = (
    how: RecordRecipe['how'],
    path: string,
    confidence: number,
    unit: Unit,
    labels: readonly JsonValue[],
    inner = '',
  ): RecordReading => ({
    recipe: { how, path, inner, split: '', answer: false, choices: false },
    unit,
    confidence,
    labels: labels.filter((one) => typeof one !== 'object').map(String),
  });
  const lists = present.filter(isList);
  const unit = unitOf(records, keys);
  const triples = triplesIn(key, lists);
  if (triples !== undefined) return [make('triples', triples.path, 0.9, 'span', triples.labels)];
  const tags = tagsIn(key, lists, records);
  if (tags !== undefined) return [make('tags', key, 0.9, tags.unit, tags.labels, tags.inner)];
  const spans = objectsIn(values.filter(isObject));
  const inner = lists.length > 0 ? spanLabel(spans) : undefined;
  if (inner !== undefined) {
    const labels = spans.flatMap((span) => deep(span, inner.replace('[]', '')) ?? []).flat();
    const isText = areInText(spans) || spans.some(isTurk);
    // What a whole utterance is meant to do goes before the words in it.
    const below = keys.some((name) => /^intent$/i.test(name)) ? 0.75 : 0.9;
    return [make('spans', key, isText ? below : 0.75, isText ? 'span' : 'box', labels, inner)];
  }
  const structured = lists.length > 0 ? structuredLabel(spans) : undefined;
  if (structured !== undefined) {
    const { unit: held, inner: label } = structured;
    const labels = spans.flatMap((span) => at(span, label) ?? []);
    return [make('spans', key, 0.7, held, labels, label)];
  }
  const voted = votedIn(key, lists, unit, make);
  if (voted !== undefined) return [voted];
  const objects = present.filter(isObject);
  if (objects.length > 0 && objects.length === present.length) {
    return readObjects(key, objects, unit, make, keys).filter(
      ({ recipe }) => !isOfParts(recipe.path, records, keys),
    );
  }
  const written = writtenIn(key, present, keys, make);
  if (written !== undefined) return [written];
  // Tags of the words beside it are a tagger's.
  const confidence = isRelationOfRecord(key, keys) ? 0.92 : fieldConfidence(key, present);
  if (confidence === 0) return [];
  const flat = present.flatMap((one) => (isList(one) ? one : [one]));
  return [make('field', key, confidence, keys.includes('bbox') ? 'box' : unit, flat)];
}

/** Labels with those who gave them. */
function votedIn(
  key: string,
  lists: readonly (readonly JsonValue[])[],
  unit: Unit,
  make: Make,
): RecordReading | undefined {
  const votes = votesIn(lists);
  if (votes === undefined) return undefined;
  const { label, isOfOne } = votes;
  const given = objectsIn(lists.flat()).flatMap((one) => at(one, label) ?? []);
  return make(isOfOne ? 'field' : 'votes', key, 0.85, unit, given, label);
}

/** What a model is to answer, or a template that is filled in. */
function writtenIn(
  key: string,
  values: readonly JsonValue[],
  keys: readonly string[],
  make: Make,
): RecordReading | undefined {
  const completions = completionsIn(key, values, keys);
  if (completions !== undefined) return make('field', key, 0.75, 'document', completions);
  const templates = templatesIn(key, values, keys);
  if (templates === undefined) return undefined;
  const reading = make('field', key, 0.9, 'clip', templates);
  return { ...reading, recipe: { ...reading.recipe, unbracketed: true } };
}

/** Lists of [start, end, label]: doccano's, and those of SciERC, which has one a sentence. */
function triplesIn(
  key: string,
  lists: readonly (readonly JsonValue[])[],
): { readonly path: string; readonly labels: readonly JsonValue[] } | undefined {
  const labelsOf = (triples: readonly JsonValue[]): readonly JsonValue[] =>
    triples.map((one) => (isList(one) ? one[2] : ''));
  const flat = lists.flat();
  if (flat.length > 0 && flat.every(isTriple)) return { path: key, labels: labelsOf(flat) };
  const bySentence = flat.every(isList) ? flat.flat() : [];
  const areTriples = bySentence.every((one) => isTriple(one) && isList(one) && one.length === 3);
  return bySentence.length > 0 && areTriples
    ? { path: `${key}[]`, labels: labelsOf(bySentence) }
    : undefined;
}

/** Something-Something: `"template": "Pushing [something]"` beside its placeholders; the label has them filled in. */
function templatesIn(
  key: string,
  values: readonly JsonValue[],
  keys: readonly string[],
): readonly string[] | undefined {
  if (key !== 'template' || !keys.includes('placeholders')) return undefined;
  const texts = values.filter((one) => typeof one === 'string');
  return texts.length === values.length ? texts.map(withoutBrackets) : undefined;
}

/** A template's text as the list of its classes has it. */
export function withoutBrackets(text: string): string {
  return text.replace(/[[\]]/g, '');
}

/** What a language model is to answer after a prompt, where that is one of a few names: OpenAI's classifiers. */
function completionsIn(
  key: string,
  values: readonly JsonValue[],
  keys: readonly string[],
): readonly string[] | undefined {
  if (key !== 'completion' || !keys.includes('prompt')) return undefined;
  const texts = values.filter((one) => typeof one === 'string').map((one) => one.trim());
  const distinct = new Set(texts).size;
  const areNames = texts.every((text) => text.length <= 40 && text.split(/\s+/).length <= 4);
  const recur = texts.length >= 4 && distinct >= 2 && distinct * 2 <= texts.length;
  return recur && texts.length === values.length && areNames ? texts : undefined;
}

/** `ner_tags` beside `tokens`, as long as these. */
function tagsIn(
  key: string,
  lists: readonly (readonly JsonValue[])[],
  records: readonly JsonObject[],
): { unit: Unit; labels: readonly JsonValue[]; inner: string } | undefined {
  const labels = lists.flat();
  const isBio = labels.every((tag) => typeof tag === 'string' && /^(?:O$|[BIESLU]-.)/.test(tag));
  const isNamed = /^(?:\w+_)?(?:tags?|labels?|slots|bio|[ux]?pos|ner)$/i.test(key);
  if (lists.length !== records.length || !(isNamed || (isBio && labels.some((tag) => tag !== 'O'))))
    return undefined;
  const tokens = ['tokens', 'words', 'token', 'text', 'sentence'].find((name) =>
    records.every((one) => isList(at(one, name))),
  );
  if (tokens === undefined || tokens === key) return undefined;
  const even = records.every((one, row) => {
    const words = at(one, tokens);
    return isList(words) && words.length === lists[row].length;
  });
  if (!even || !labels.every(isScalar)) return undefined;
  // Lists of one may be anything but for tags that say so.
  if (!isBio && !lists.some((list) => list.length > 1)) return undefined;
  return { unit: isBio ? 'span' : 'token', labels, inner: isBio ? 'bio' : '' };
}

/** Dataturks: `{"label": ["Name"], "points": [{"start": 0, "end": 4}]}`. */
function isTurk(span: JsonObject): boolean {
  return objectsIn(at(span, 'points')).some((point) => 'start' in point);
}

function isTriple(value: JsonValue): boolean {
  if (!isList(value) || value.length < 3) return false;
  const [start, end, label] = value;
  return typeof start === 'number' && typeof end === 'number' && typeof label === 'string';
}

function deep(value: JsonObject, path: string): JsonValue | undefined {
  return path.split('.').reduce<JsonValue | undefined>((inside, key) => at(inside, key), value);
}

/** 0 where the values are no labels. Names beat numbers that stand for them. */
function fieldConfidence(key: string, values: readonly JsonValue[]): number {
  const flat = values.flatMap((one) => (isList(one) ? one : [one])).filter((one) => one !== null);
  const isText = flat.every((one) => typeof one === 'string' && one.length <= 120);
  const isNumber = flat.every((one) => Number.isInteger(one) || typeof one === 'boolean');
  if (flat.length === 0 || !(isText || isNumber)) return 0;
  // A mask of each image (Medical Segmentation Decathlon) is no class.
  if (flat.every((one) => typeof one === 'string' && isMediaPath(one))) return 0;
  if (key === 'accept' && values.every(isList)) return 0.85;
  // FiftyOne tells the split of a sample among its tags.
  if (flat.every((one) => typeof one === 'string' && splitOfWord(one) !== undefined)) return 0;
  // BoolQ answers yes or no.
  if (key === 'answer' && flat.every((one) => typeof one === 'boolean')) return 0.7;
  const { promise, isId } = readLabelName(key);
  const base = { [3]: 0.8, [2]: 0.7, [1]: 0.55, [0.5]: 0.4, [0]: 0, [-1]: 0 }[promise];
  if (base === 0) return 0;
  const ofKind = sortNames.test(key) ? 0.015 : 0;
  // What a message is meant to do, where nothing beside it is called a label in words.
  const ofIntent = /^intent$/i.test(key) ? 0.005 : 0;
  const penalty =
    ofKind + ofIntent + (isId ? 0.02 : 0) + (isNumber ? 0.01 : 0) + (isSpread(flat) ? 0.3 : 0);
  // `"class": "image"` beside the objects in it (Sloth) says what a record is.
  return base - penalty - (isOnlyOne(flat) ? 0.1 : 0);
}

/** What sort a text is: an attribute where a name beside it says label outright (`genre` beside MultiNLI's `gold_label`). */
const sortNames = /^(?:genres?|topics?|tags?)$/i;

/** Fewest records that show that a value never changes. */
const enoughAlike = 4;

function isOnlyOne(values: readonly JsonValue[]): boolean {
  return values.length >= enoughAlike && new Set(values).size === 1;
}

/** Values that hardly recur, or of some records never, are ids or texts rather than classes. */
function isSpread(values: readonly JsonValue[]): boolean {
  const distinct = new Set(values).size;
  const isLong = distinct > 20 && distinct > values.length * 0.8;
  return isLong || (values.length >= 8 && distinct === values.length);
}
