// VIA 1 and 2: projects and annotations in JSON, regions with attributes; which attribute is the class is a reading.
// Must not know other formats; VIA's CSV is a table.

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
import { SampleCounter } from '../jsonFiles/samples';
import { at, hasKeys, isObject, objectsIn, textOf, valuesIn } from '../jsonFiles/sketch';
import { readLabelName } from '../tables/columnNames';
import type { Tally } from '../tally';
import { isTick, tickedNames } from '../textLabels/viaMarks';
import type { LabelFormat } from './format';

const id = 'via';

export const via: LabelFormat = {
  id,
  title: 'VIA (VGG Image Annotator)',
  units: ['box', 'image'],
  notes: {
    detects:
      'JSON of files with `regions`, `shape_attributes` and `region_attributes`, or a project around them',
    splits: 'File or folder names',
    remarks:
      'The class is an attribute of regions; with several, the likeliest is taken and the others are offered. Where each ' +
      'region has one attribute ticked, that is the class. The name in shape_attributes is the kind of shape.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root }: JsonFile): Finding[] | undefined {
  const project = at(root, '_via_img_metadata');
  const files = objectsIn(valuesIn(isObject(project) ? project : root)).filter((one) =>
    hasKeys(one, 'filename', 'regions'),
  );
  const isVia = isObject(root) && files.length > 0;
  if (!isVia) return undefined;
  const path = isObject(project) ? '_via_img_metadata.*' : '*';
  const regions = files.flatMap((one) => objectsIn(valuesIn(at(one, 'regions'))));
  const attributes = regions.map((one) => at(one, 'region_attributes'));
  const marked = markedIn(attributes.filter(isObject), path);
  if (marked !== undefined) return [marked];
  return [
    ...readings(attributes, path, 'region'),
    ...readings(
      files.map((one) => at(one, 'file_attributes')),
      path,
      'file',
    ),
  ];
}

/** A reading an attribute, the likeliest first and asserted; attributes of files are only offered beside regions. */
function readings(
  all: readonly (JsonValue | undefined)[],
  path: string,
  of: 'region' | 'file',
): Finding[] {
  const attributes = all.filter(isObject);
  const keys = [...new Set(attributes.flatMap((one) => Object.keys(one)))].filter(
    (key) => !/[.[\]*]/.test(key) && key !== '',
  );
  const ranked = keys
    .map((key) => ({ key, worth: worthOf(key, attributes) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth);
  return ranked.map(({ key, worth }, place) => ({
    unit: of === 'region' ? 'box' : 'image',
    confidence: of === 'region' && place === 0 && worth > 1 ? 0.95 : 0.4,
    evidence: `VIA ${of} attribute ${key}`,
    options: { path, key, of },
    reading: { id: `${of}:${key}`, title: `the attribute ${key} of ${of}s` },
  }));
}

/** An attribute a class, of which each region has one ticked. */
function markedIn(attributes: readonly JsonObject[], path: string): Finding | undefined {
  const ticked = tickedNames(attributes);
  return (
    ticked && {
      unit: 'box',
      confidence: 0.9,
      evidence: `VIA region attributes that are ticked: ${ticked.slice(0, 5).join(', ')}`,
      options: { path, key: '', of: 'region' },
      reading: { id: 'region', title: 'the names of ticked attributes of regions' },
    }
  );
}

/** 0 where the attribute is never set; low where nearly every value is another, as of ids and notes. */
function worthOf(key: string, attributes: readonly JsonObject[]): number {
  const values = attributes
    .map((one) => at(one, key))
    .filter((one) => one !== undefined && one !== '');
  const texts = values.flatMap((one) => (isObject(one) ? Object.keys(one) : [textOf(one)]));
  if (texts.length === 0 || texts.every((text) => text === '')) return 0;
  const distinct = new Set(texts).size;
  if (texts.length >= 10 && distinct > texts.length * 0.9) return 0.5;
  const promise = /^name$/i.test(key) ? 2 : readLabelName(key).promise;
  const shared = distinct > 1 ? 0.5 : 0;
  return 2 + Math.max(0, promise) + shared + values.length / Math.max(1, attributes.length);
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const { path, key, of } = unit.options as { path: string; key: string; of: string };
  const samples = new SampleCounter(tally, of === 'region' ? 'objects' : 'labels');
  const places =
    of === 'region'
      ? ['regions[].region_attributes', 'regions.*.region_attributes']
      : ['file_attributes'];
  const value = (row: JsonRow): void => {
    samples.add(row);
  };
  const flags =
    (wildcard: number) =>
    (row: JsonRow): void => {
      if (row.kind(0) === 'true' || row.text(0) === 'true') samples.addText(row.keyText(wildcard));
    };
  const ticked =
    (wildcard: number, inner: boolean) =>
    (row: JsonRow): void => {
      const name = row.keyText(wildcard);
      const isOn = inner
        ? row.kind(0) === 'true' && isTick(row.keyText(wildcard + 1), name)
        : isTick(row.text(0), name);
      if (isOn) samples.addText(name);
    };
  const rowsOf = (place: string): JsonRowSpec[] => {
    const wildcard = place.includes('*') ? 2 : 1;
    const base = `${path}.${place}`;
    return key === ''
      ? [
          { path: `${base}.*`, fields: [''], onRow: ticked(wildcard, false) },
          { path: `${base}.*.*`, fields: [''], onRow: ticked(wildcard, true) },
        ]
      : [
          { path: base, fields: [key], onRow: value },
          { path: `${base}.${key}.*`, fields: [''], onRow: flags(wildcard) },
        ];
  };
  return jsonReader(tally, file, {
    rows: [
      {
        path,
        fields: ['filename'],
        onStart: () => {
          samples.keep();
        },
        onRow: (row) => {
          if (row.kind(0) === 'missing') return;
          samples.end(unit.split, file, row.line, samples.observed ? row.text(0) : undefined);
        },
      },
      ...places.flatMap(rowsOf),
      // Options of a drop-down, radio or checkbox are classes though nothing carries them.
      ...(key === '' ? [] : [nameRow(`_via_attributes.${of}.${key}.options.*`, undefined, tally)]),
    ],
  });
}
