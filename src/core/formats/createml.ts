// CreateML: a JSON list of images with annotations, boxes or labels of the whole image.
// Must not know other formats.

import type { JsonRow } from '../bytes/jsonSelect';
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

const id = 'createml';
const imageKeys = ['image', 'imagefilename', 'filename', 'imageURL', 'imageName'];
const listKeys = ['annotations', 'annotation'] as const;

export const createml: LabelFormat = {
  id,
  title: 'CreateML',
  units: ['box', 'image'],
  notes: {
    detects: 'JSON list of `{image, annotations: [{label, coordinates}]}`',
    splits: 'File or folder names: `train/_annotations.createml.json`',
    remarks: 'Without coordinates the labels are those of the whole image. Classes sorted as text.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { order: 'text' }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root }: JsonFile): Finding | undefined {
  const items = objectsIn(root);
  if (!isList(root) || items.length === 0 || items.length < root.length) return undefined;
  const isItem = items.every(
    (item) =>
      imageKeys.some((key) => typeof at(item, key) === 'string') &&
      listKeys.some((key) => isList(at(item, key)) || isObject(at(item, key))),
  );
  if (!isItem) return undefined;
  const annotations = items.flatMap((item) => listKeys.flatMap((key) => annotationsOf(item, key)));
  const labelled = annotations.filter((one) => typeof at(one, 'label') === 'string');
  if (labelled.length === 0 || labelled.length < annotations.length) return undefined;
  const isBox = annotations.some((one) => isObject(at(one, 'coordinates')));
  return {
    unit: isBox ? 'box' : 'image',
    confidence: isBox ? 0.95 : 0.85,
    evidence: `CreateML list of images with ${isBox ? 'boxes' : 'labels'}`,
    options: { boxes: isBox },
  };
}

function annotationsOf(item: JsonFile['root'], key: string): ReturnType<typeof objectsIn> {
  const value = at(item, key);
  return isObject(value) ? [value] : objectsIn(value);
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const samples = new SampleCounter(tally, unit.options.boxes === true ? 'objects' : 'labels');
  const add = (row: JsonRow): void => {
    samples.add(row);
  };
  return jsonReader(tally, file, {
    rows: [
      {
        path: '[]',
        fields: ['annotations.label', 'annotation.label', 'image', 'imagefilename', 'filename'],
        onStart: () => {
          samples.keep();
        },
        onRow: (row) => {
          samples.add(row, 0);
          samples.add(row, 1);
          const name = samples.observed ? row.text(2) || row.text(3) || row.text(4) : undefined;
          samples.end(unit.split, file, row.line, name);
        },
      },
      ...listKeys.map((key) => ({ path: `[].${key}[]`, fields: ['label'], onRow: add })),
    ],
  });
}
