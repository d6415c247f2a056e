// Label Studio: exports of tasks with annotations and results, a file each in its first releases, and the flat JSON-MIN.
// Must not know other formats; predictions are never counted.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import type { Plan, WorkUnit } from '../claims';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  jsonReader,
  planFiles,
} from '../jsonFiles/claims';
import { detectDocuments, planDocuments } from '../jsonFiles/documents';
import { at, hasKeys, isList, isObject, objectsIn, textOf, valuesIn } from '../jsonFiles/sketch';
import { unitOfPaths } from '../jsonFiles/sampleUnits';
import { minRows } from '../jsonFiles/studioMin';
import { StudioTasks } from '../jsonFiles/studioTasks';
import type { Unit } from '../model';
import { readLabelName } from '../tables/columnNames';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'label-studio';

export const labelStudio: LabelFormat = {
  id,
  title: 'Label Studio',
  units: ['box', 'span', 'document', 'image', 'clip', 'row'],
  notes: {
    detects:
      'JSON lists of tasks with `data` and `annotations[].result[]`, one JSON file a task (`completions/0.json`), or flat JSON-MIN',
    splits: 'File or folder names',
    remarks:
      'Of several annotations the ground truth is taken, else all regions or the last choices; cancelled ones and ' +
      'predictions are left out. Each control (`from_name`) is a reading of its own where regions and choices are mixed.',
  },

  async *detect(folder, signal) {
    yield* detectFiles(id, folder, signal, look);
    yield* detectDocuments(id, folder, signal, isTask, ({ files }) => {
      const tasks = files.map(({ root }) => root).filter(isObject);
      return findings(tasks).map((one) => ({ ...one, options: { ...one.options, each: true } }));
    });
  },

  plan: (claim, files, folder) => {
    const how: Partial<Plan> = { order: 'text', openVocabulary: claim.options.min === true };
    return claim.options.each === true
      ? planDocuments(claim, files, folder, how)
      : planFiles(claim, files, how);
  },

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root }: JsonFile): Finding[] | Finding | undefined {
  const items = objectsIn(root);
  if (!isList(root) || items.length === 0) return undefined;
  if (items.every((item) => hasKeys(item, 'annotation_id') && hasKeys(item, 'lead_time')))
    return lookAtMin(items);
  const tasks = items.filter((item) => isList(listOf(item)));
  if (tasks.length * 2 < items.length) return undefined;
  const areTasks =
    tasks.flatMap(annotationsOf).some((one) => isList(at(one, 'result'))) ||
    items.some((one) => 'data' in one && 'predictions' in one);
  return areTasks ? findings(tasks) : undefined;
}

/** `{"id": 0, "data": {…}, "completions": [{"result": [ … ]}]}`. */
function isTask({ root }: JsonFile): boolean {
  if (!isObject(root) || !isObject(at(root, 'data'))) return false;
  const annotations = annotationsOf(root);
  const isJudged = annotations.length > 0 && annotations.every((one) => isList(at(one, 'result')));
  return isJudged || (hasKeys(root, 'predictions') && isList(listOf(root)));
}

function listOf(task: JsonObject): JsonValue {
  return at(task, 'annotations') ?? at(task, 'completions') ?? null;
}

function annotationsOf(task: JsonObject): JsonObject[] {
  return objectsIn(listOf(task));
}

const documentTypes: ReadonlySet<string> = new Set(['choices', 'taxonomy']);
const otherTypes: ReadonlySet<string> = new Set([
  'relation',
  'textarea',
  'rating',
  'number',
  'pairwise',
  'ranker',
  'datetime',
  'rectangle',
  'polygon',
  'brush',
  'ellipse',
  'keypoint',
  'video',
]);

/** A reading for regions and one for the choices of whole tasks. */
function findings(tasks: readonly JsonObject[]): Finding[] {
  const results = tasks.flatMap(annotationsOf).flatMap((one) => objectsIn(at(one, 'result')));
  const types = new Set(
    results
      .map((one) => textOf(at(one, 'type')))
      .filter((type) => type !== '' && !otherTypes.has(type)),
  );
  const isWhole = (type: string): boolean => documentTypes.has(type);
  const whole = [...types].some(isWhole);
  const regions = [...types].some((type) => !isWhole(type));
  const evidence = 'Label Studio tasks with annotations and results';
  const make = (part: 'regions' | 'choices', unit: Unit): Finding => ({
    unit,
    confidence: types.size > 0 ? 0.95 : 0.4,
    evidence,
    options: { part },
    ...(whole && regions ? { reading: { id: part, title: part } } : {}),
  });
  return [
    ...(regions || !whole ? [make('regions', types.has('labels') ? 'span' : 'box')] : []),
    ...(whole ? [make('choices', sampleUnit(tasks))] : []),
  ];
}

function sampleUnit(tasks: readonly JsonObject[]): Unit {
  const data = tasks.slice(0, 20).flatMap((task) => valuesIn(at(task, 'data')));
  return unitOfPaths(data.map(textOf)) ?? 'document';
}

const minKeys = /^(?:id|annotator|annotation_id|created_at|updated_at|lead_time)$/;

/** The one key that is neither the tool's own nor the data: labels as text, lists, or region lists. */
function lookAtMin(items: readonly JsonObject[]): Finding | undefined {
  const keys = [...new Set(items.flatMap((item) => Object.keys(item)))].filter(
    (key) => !minKeys.test(key),
  );
  const ranked = keys
    .map((key) => ({ key, score: scoreOf(key, items) }))
    .filter(({ score, key }) => score > 0 && !/[.[\]*]/.test(key))
    .sort((a, b) => b.score - a.score);
  const best = ranked.at(0);
  if (best === undefined) return undefined;
  const isRegions = items.some((item) => objectsIn(at(item, best.key)).length > 0);
  const texts = items.flatMap((item) => Object.values(item).map(textOf));
  return {
    unit: isRegions ? 'box' : (unitOfPaths(texts) ?? 'document'),
    confidence: 0.9,
    evidence: `Label Studio JSON-MIN with ${best.key}`,
    options: { min: true, key: best.key, regions: isRegions },
  };
}

function scoreOf(key: string, items: readonly JsonObject[]): number {
  const values = items.map((item) => at(item, key)).filter((value) => value !== undefined);
  if (values.some((value) => objectsIn(value).length > 0)) return 3;
  if (values.some((value) => isObject(value) && isList(at(value, 'choices')))) return 3;
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length < values.length || texts.length === 0) return 0;
  if (texts.some((text) => text.length > 100 || /[/\\]|\.\w{3,4}$/.test(text))) return 0;
  const repeats = new Set(texts).size < texts.length ? 0.5 : 0;
  return Math.max(0, readLabelName(key).promise) + repeats + 0.1;
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const { options } = unit;
  if (options.min === true) {
    const key = typeof options.key === 'string' ? options.key : '';
    return jsonReader(tally, file, {
      rows: minRows(key, options.regions === true, unit.split, tally, file),
    });
  }
  const place = options.each === true ? '' : '[]';
  const tasks = new StudioTasks(tally, file, unit.split, options.part === 'choices', place);
  const reader = jsonReader(tally, file, { rows: tasks.rows });
  return {
    feed: (chunk) => {
      reader.feed(chunk);
    },
    end: () => {
      reader.end();
      tasks.end();
    },
  };
}
