// Datumaro JSON: `categories.label.labels` and `items` with annotations of several types.
// Must not know other formats.

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
import { SampleCounter } from '../jsonFiles/samples';
import { at, isList, isObject, objectsIn } from '../jsonFiles/sketch';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'datumaro';

export const datumaro: LabelFormat = {
  id,
  title: 'Datumaro',
  units: ['image', 'box'],
  notes: {
    detects: 'JSON with `categories.label.labels` and `items`',
    splits: 'File names: one file a subset in `annotations`',
    remarks:
      'Classes in the order of the label category. Labels of images and objects in them are readings of their own; ' +
      'captions have no class.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { denseIndexes: true }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root, complete }: JsonFile): Finding[] {
  const items = at(root, 'items');
  const labels = at(at(at(root, 'categories'), 'label'), 'labels');
  if (!isList(items) && (complete || !isObject(at(root, 'infos') ?? at(root, 'info')))) return [];
  if (!isList(labels)) return [];
  const annotations = objectsIn(items)
    .flatMap((item) => objectsIn(at(item, 'annotations')))
    .filter((one) => typeof at(one, 'label_id') === 'number');
  const hasLabels = annotations.some((one) => at(one, 'type') === 'label');
  const hasObjects = annotations.some((one) => at(one, 'type') !== 'label');
  const both = hasLabels && hasObjects;
  return [false, true].flatMap((objects): Finding[] => {
    if (!(objects ? hasObjects || !hasLabels : hasLabels)) return [];
    const title = objects ? 'objects in images' : 'labels of images';
    return [
      {
        unit: objects ? 'box' : 'image',
        confidence: annotations.length > 0 ? 0.95 : 0.6,
        evidence: `JSON with label categories and items (${title})`,
        options: { objects },
        ...(both ? { reading: { id: objects ? 'objects' : 'labels', title } } : {}),
      },
    ];
  });
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const objects = unit.options.objects === true;
  const samples = new SampleCounter(tally, objects ? 'objects' : 'labels');
  let declared = 0;
  return jsonReader(tally, file, {
    rows: [
      {
        path: 'categories.label.labels[]',
        fields: ['name'],
        onRow: (row) => {
          tally.declare({ id: String(declared), name: row.text(0) });
          declared += 1;
        },
      },
      {
        path: 'items[]',
        fields: ['image.path', 'id'],
        onStart: () => {
          samples.keep();
        },
        onRow: (row) => {
          const path = samples.observed ? row.text(0) || row.text(1) : undefined;
          samples.end(unit.split, file, row.line, path);
        },
      },
      {
        path: 'items[].annotations[]',
        fields: ['type', 'label_id'],
        onRow: (row) => {
          if (row.kind(1) === 'number' && (row.text(0) === 'label') !== objects)
            samples.add(row, 1);
        },
      },
    ],
  });
}
