// Polygons of Cityscapes, Mapillary Vistas and ADE20K: one JSON file an image with a list of objects.
// Must not know other formats; masks beside them are another format's.

import type { JsonRow } from '../bytes/jsonSelect';
import type { WorkUnit } from '../claims';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  countDocuments,
  detectDocuments,
  type DocumentFinding,
  planDocuments,
} from '../jsonFiles/documents';
import { SampleCounter } from '../jsonFiles/samples';
import { at, hasKeys, isList, objectsIn } from '../jsonFiles/sketch';
import { plural } from '../plural';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'polygons';

export const polygons: LabelFormat = {
  id,
  title: 'Cityscapes, Mapillary and ADE20K polygons',
  units: ['instance'],
  notes: {
    detects:
      'One JSON file an image with `objects[].label` and `polygon`, `bbox` or Cityscapes’ `imgWidth` and `imgHeight`, or ADE20K’s `annotation.object[].name`',
    splits:
      'Folders named like splits, with cities below them, or lists of names beside them (`splits/train.txt`)',
    remarks:
      'Deleted objects are left out. Groups (`cargroup`) are labels of their own, as written.',
  },

  detect: (folder, signal) =>
    detectDocuments(id, folder, signal, isPolygons, ({ files }): DocumentFinding[] => {
      const hasObjects = files.some(({ root }) => objectsOf(root).length > 0);
      const evidence = 'JSON files with labelled polygons, one an image';
      return [{ unit: 'instance', confidence: hasObjects ? 0.95 : 0.4, evidence }];
    }),

  plan: (claim, files, folder) => planDocuments(claim, files, folder),

  count,
};

function objectsOf(root: JsonFile['root']): ReturnType<typeof objectsIn> {
  return objectsIn(at(root, 'objects') ?? at(at(root, 'annotation'), 'object'));
}

function isPolygons({ root }: JsonFile): boolean {
  if (isList(at(at(root, 'annotation'), 'object')))
    return objectsOf(root).every((one) => 'name' in one);
  if (!isList(at(root, 'objects'))) return false;
  const objects = objectsOf(root);
  if (!objects.every((one) => 'label' in one)) return false;
  // Cityscapes gives polygons, boxes (CityPersons), or `2d` and `3d` boxes; its names of the sizes are nobody else's.
  if (hasKeys(root, 'imgHeight', 'imgWidth')) return true;
  return hasKeys(root, 'width') && objects.every((one) => 'polygon' in one || 'bbox' in one);
}

async function count(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const samples = new SampleCounter(tally, 'objects');
  let isDocument = false;
  let deleted = 0;
  const object = (row: JsonRow): void => {
    if (row.number(1) === 1 || row.kind(1) === 'true') deleted += 1;
    else samples.add(row);
  };
  const selection = {
    rows: [
      {
        path: '',
        fields: ['objects', 'annotation'],
        onStart: () => {
          isDocument = false;
          samples.keep();
        },
        onRow: (row: JsonRow) => {
          isDocument = row.kind(0) === 'array' || row.kind(1) === 'object';
        },
      },
      { path: 'objects[]', fields: ['label', 'deleted'], onRow: object },
      { path: 'annotation.object[]', fields: ['name', 'deleted'], onRow: object },
    ],
  };
  await countDocuments(unit, input, tally, signal, selection, (file) => {
    if (isDocument) {
      samples.end(unit.split, file);
      return;
    }
    const message = 'The file is no whole file of polygons; it is left out.';
    tally.problem({ code: 'not-polygons', severity: 'warning', file, line: 1, column: 1, message });
  });
  if (deleted === 0) return;
  const message = plural(
    deleted,
    'object is marked deleted and is left out.',
    'objects are marked deleted and are left out.',
  );
  tally.problem({ code: 'deleted-objects', severity: 'information', message });
}
