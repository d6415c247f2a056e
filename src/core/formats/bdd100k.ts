// BDD100K and Scalabel: frames with labels by category, in one list or wrapped in `frames`, or one file an image.
// Must not know other formats.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import type { WorkUnit } from '../claims';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  jsonReader,
  planFiles,
} from '../jsonFiles/claims';
import { nameRow } from '../jsonFiles/declaredNames';
import { detectDocuments, planDocuments } from '../jsonFiles/documents';
import { SampleCounter } from '../jsonFiles/samples';
import { at, hasKeys, isList, isObject, objectsIn } from '../jsonFiles/sketch';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'bdd100k';
const attributes = ['weather', 'scene', 'timeofday'] as const;

export const bdd100k: LabelFormat = {
  id,
  title: 'BDD100K and Scalabel',
  units: ['box', 'instance', 'image'],
  notes: {
    detects:
      'JSON list of frames, or `frames`, with `labels[].category`; one JSON file an image with `frames[].objects[].category`',
    splits: 'File or folder names',
    remarks:
      'Where boxes and polygons (lanes, drivable areas) are mixed, each is a reading of its own. Weather, scene and ' +
      'time of day of frames are offered.',
  },

  async *detect(folder, signal) {
    yield* detectFiles(id, folder, signal, look);
    yield* detectDocuments(id, folder, signal, isImage, ({ files }) => {
      const roots = files.map(({ root }) => root).filter(isObject);
      const objects = roots.flatMap(objectsOf);
      if (objects.length === 0) return [];
      const readings = [...shapeReadings(objects, true), ...attributeReadings(roots, true)];
      return readings.map((one) => ({ ...one, options: { ...one.options, each: true } }));
    });
  },

  plan: (claim, files, folder) =>
    claim.options.each === true ? planDocuments(claim, files, folder) : planFiles(claim, files),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root }: JsonFile): Finding[] | undefined {
  const wrapped = isObject(root) && isList(at(root, 'frames'));
  const frames = objectsIn(wrapped ? at(root, 'frames') : root);
  if ((!wrapped && !isList(root)) || frames.length === 0) return undefined;
  const areFrames = frames.every((frame) => hasKeys(frame, 'name') && !('objects' in frame));
  const labels = frames.flatMap((frame) => objectsIn(at(frame, 'labels')));
  const named = labels.filter((label) => typeof at(label, 'category') === 'string');
  if (!areFrames || named.length === 0 || named.length * 2 < labels.length) return undefined;
  return [...shapeReadings(named, wrapped), ...attributeReadings(frames, wrapped)];
}

/** The first release: `{"name": …, "frames": [{"objects": [{"category": …, "box2d": {…}}]}], "attributes": {…}}`. */
function isImage({ root }: JsonFile): boolean {
  const frames = at(root, 'frames');
  if (!hasKeys(root, 'name') || !isList(frames) || frames.length === 0) return false;
  const areFrames = frames.every((frame) => isList(at(frame, 'objects')));
  return areFrames && objectsOf(root).every((one) => typeof at(one, 'category') === 'string');
}

function objectsOf(root: JsonValue): JsonObject[] {
  return objectsIn(at(root, 'frames')).flatMap((frame) => objectsIn(at(frame, 'objects')));
}

function isBox(label: JsonObject): boolean {
  return ['box2d', 'box3d'].some((key) => isObject(at(label, key)));
}

/** A label that the first bytes cut short has neither shape yet, and decides nothing. */
function isPolygon(label: JsonObject): boolean {
  return ['poly2d', 'poly3d', 'rle'].some(
    (key) => isObject(at(label, key)) || isList(at(label, key)),
  );
}

function shapeReadings(labels: readonly JsonObject[], wrapped: boolean): Finding[] {
  const boxes = labels.some(isBox);
  const mixed = boxes && labels.some(isPolygon);
  const parts = mixed ? (['boxes', 'polygons'] as const) : (['objects'] as const);
  return parts.map((part): Finding => ({
    unit: part === 'polygons' || !boxes ? 'instance' : 'box',
    confidence: part === 'polygons' ? 0.85 : 0.95,
    evidence: 'Frames with labels by category',
    options: { part, wrapped },
    reading: { id: part, title: part },
  }));
}

function attributeReadings(frames: readonly JsonObject[], wrapped: boolean): Finding[] {
  return attributes
    .filter((key) => frames.some((frame) => typeof at(at(frame, 'attributes'), key) === 'string'))
    .map((key) => ({
      unit: 'image',
      confidence: 0.4,
      evidence: `Frames with the attribute ${key}`,
      options: { part: key, wrapped },
      reading: { id: `attribute:${key}`, title: `the frames’ ${key}` },
    }));
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const { part, wrapped, each } = unit.options;
  const attribute = attributes.find((key) => key === part);
  const samples = new SampleCounter(tally, attribute === undefined ? 'objects' : 'labels');
  const frames = wrapped === true ? 'frames[]' : '[]';
  // The attributes of a file an image stand beside its one frame.
  const record = each === true && attribute !== undefined ? '' : frames;
  const label = (row: JsonRow): void => {
    const box = row.kind(1) === 'object' || row.kind(2) === 'object';
    if (part === 'boxes' && !box) return;
    if (part === 'polygons' && box) return;
    samples.add(row);
  };
  const rows: JsonRowSpec[] = [
    {
      path: record,
      fields: [`attributes.${attribute ?? ''}`, 'name'],
      onStart: () => {
        samples.keep();
      },
      onRow: (row) => {
        if (attribute !== undefined && row.kind(0) === 'string') samples.add(row);
        samples.end(unit.split, file, row.line, samples.observed ? row.text(1) : undefined);
      },
    },
  ];
  if (attribute === undefined) {
    const list = each === true ? 'objects' : 'labels';
    const fields = ['category', 'box2d', 'box3d'];
    rows.push({ path: `${frames}.${list}[]`, fields, onRow: label });
    rows.push(nameRow('config.categories[]', 'name', tally));
  }
  return jsonReader(tally, file, { rows });
}
