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
import {
  detectDocuments,
  type DocumentFinding,
  type DocumentSet,
  planDocuments,
} from '../jsonFiles/documents';
import { SampleCounter } from '../jsonFiles/samples';
import { at, isList, isObject, objectsIn } from '../jsonFiles/sketch';
import { baseName } from '../paths';
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
    detects:
      'JSON list of `{image, annotations: [{label, coordinates}]}`; also one file an image, as LabelImg writes',
    splits: 'File or folder names: `train/_annotations.createml.json`',
    remarks: 'Without coordinates the labels are those of the whole image. Classes sorted as text.',
  },

  async *detect(folder, signal) {
    yield* detectFiles(id, folder, signal, (file) => (isOfOne(file) ? undefined : look(file)));
    yield* detectDocuments(id, folder, signal, isOfOne, describe);
  },

  plan: (claim, files, folder) =>
    claim.options.documents === true
      ? planDocuments(claim, files, folder, { order: 'text' })
      : planFiles(claim, files, { order: 'text' }),

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

/** A list of one image that the file is called after. */
function isOfOne({ root, name }: JsonFile): boolean {
  const [item, ...others] = objectsIn(root);
  if (!isList(root) || others.length > 0 || !isObject(item)) return false;
  if (!listKeys.some((key) => isList(at(item, key)))) return false;
  const image = imageKeys.map((key) => at(item, key)).find((one) => typeof one === 'string');
  return typeof image === 'string' && stemOf(baseName(image)) === stemOf(name);
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}

function describe({ files }: DocumentSet): DocumentFinding[] {
  const found = files.flatMap((file) => look(file) ?? []);
  const best = found.find(({ unit }) => unit === 'box') ?? found.at(0);
  return best === undefined ? [] : [{ ...best, options: { ...best.options, documents: true } }];
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
