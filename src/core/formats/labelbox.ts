// Labelbox: NDJSON exports, a data row a line with labels by project.
// Must not know other formats.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { WorkUnit } from '../claims';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  planFiles,
} from '../jsonFiles/claims';
import { linesReader } from '../jsonFiles/lines';
import { SampleCounter } from '../jsonFiles/samples';
import { at, isObject, objectsIn, valuesIn } from '../jsonFiles/sketch';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'labelbox';
const labels = 'projects.*.labels[].annotations';

export const labelbox: LabelFormat = {
  id,
  title: 'Labelbox',
  units: ['box', 'image'],
  notes: {
    detects: 'NDJSON with `data_row` and `projects.*.labels[].annotations`',
    splits: 'File or folder names',
    remarks:
      'Objects by name, and classifications of whole data rows as a reading of their own. Labels of all projects and ' +
      'labelers of a data row are counted.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { order: 'text' }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root, lines }: JsonFile): Finding[] | undefined {
  const rows = lines.length > 0 ? lines : isObject(root) ? [root] : [];
  if (rows.length === 0) return undefined;
  if (!rows.every((row) => isObject(at(row, 'data_row')) && isObject(at(row, 'projects'))))
    return undefined;
  const annotations = rows
    .flatMap((row) => objectsIn(valuesIn(at(row, 'projects'))))
    .flatMap((project) => objectsIn(at(project, 'labels')))
    .map((label) => at(label, 'annotations'));
  const hasObjects = annotations.some(
    (one) => objectsIn(at(one, 'objects')).length > 0 || isObject(at(one, 'frames')),
  );
  const hasClasses = annotations.some((one) => objectsIn(at(one, 'classifications')).length > 0);
  const make = (objects: boolean): Finding => ({
    unit: objects ? 'box' : 'image',
    confidence: hasObjects || hasClasses ? 0.95 : 0.4,
    evidence: `Labelbox export with ${objects ? 'objects' : 'classifications'}`,
    options: { objects },
    ...(hasObjects && hasClasses
      ? {
          reading: {
            id: objects ? 'objects' : 'classifications',
            title: objects ? 'objects' : 'classifications',
          },
        }
      : {}),
  });
  return [...(hasObjects || !hasClasses ? [make(true)] : []), ...(hasClasses ? [make(false)] : [])];
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const objects = unit.options.objects === true;
  const samples = new SampleCounter(tally, objects ? 'objects' : 'labels');
  const add = (row: JsonRow): void => {
    samples.add(row);
  };
  const record: JsonRowSpec = {
    path: '',
    fields: ['data_row.external_id'],
    onStart: () => {
      samples.keep();
    },
    onRow: (row) => {
      samples.end(unit.split, file, row.line, samples.observed ? row.text(0) : undefined);
    },
  };
  const rows = objects
    ? [
        { path: `${labels}.objects[]`, fields: ['name'], onRow: add },
        { path: `${labels}.frames.*.objects.*`, fields: ['name'], onRow: add },
      ]
    : [
        { path: `${labels}.classifications[]`, fields: ['radio_answer.name'], onRow: add },
        { path: `${labels}.classifications[].checklist_answers[]`, fields: ['name'], onRow: add },
      ];
  return linesReader(tally, file, { rows: [record, ...rows] }, () => undefined);
}
