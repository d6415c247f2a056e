// Labelbox: NDJSON exports, a data row a line with labels by project, and the lists of `Label` of old.
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

import { linesReader } from '../jsonFiles/lines';
import { SampleCounter } from '../jsonFiles/samples';
import { at, isObject, objectsIn, textOf, valuesIn } from '../jsonFiles/sketch';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'labelbox';
const labels = 'projects.*.labels[].annotations';
/** Where things stand in the export by rows, and in that of old. */
const places = {
  rows: {
    objects: [`${labels}.objects[]`, `${labels}.frames.*.objects.*`],
    choices: [`${labels}.classifications[]`, `${labels}.classifications[].checklist_answers[]`],
    name: 'name',
    one: 'radio_answer.name',
    file: 'data_row.external_id',
  },
  legacy: {
    objects: ['[].Label.objects[]'],
    choices: ['[].Label.classifications[]', '[].Label.classifications[].answers[]'],
    name: 'title',
    one: 'answer.title',
    file: 'External ID',
  },
  row: {
    objects: ['Label.objects[]'],
    choices: ['Label.classifications[]', 'Label.classifications[].answers[]'],
    name: 'title',
    one: 'answer.title',
    file: 'External ID',
  },
} as const;

export const labelbox: LabelFormat = {
  id,
  title: 'Labelbox',
  units: ['box', 'image'],
  notes: {
    detects:
      'NDJSON with `data_row` and `projects.*.labels[].annotations`; lists with `Label.objects` of old',
    splits: 'File or folder names',
    remarks:
      'Objects by name, and classifications of whole data rows as a reading of their own; where several questions are ' +
      'asked, the first is counted and the others are offered. Labels of all projects and labelers of a data row are ' +
      'counted.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { order: 'text' }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root, lines }: JsonFile): Finding[] | undefined {
  const label = at(root, 'Label');
  if (isObject(root) && isObject(label) && isOldRow(root)) return findings([label], 'row');
  const rows = lines.length > 0 ? lines : isObject(root) ? [root] : [];
  const old = objectsIn(root).filter((row) => isObject(at(row, 'Label')));
  const isOld = old.length > 0 && old.length * 2 >= objectsIn(root).length && isOldRow(old[0]);
  if (isOld)
    return findings(
      old.map((row) => at(row, 'Label')),
      'legacy',
    );
  if (rows.length === 0) return undefined;
  if (!rows.every((row) => isObject(at(row, 'data_row')) && isObject(at(row, 'projects'))))
    return undefined;
  const annotations = rows
    .flatMap((row) => objectsIn(valuesIn(at(row, 'projects'))))
    .flatMap((project) => objectsIn(at(project, 'labels')))
    .map((label) => at(label, 'annotations'));
  return findings(annotations, 'rows');
}

function isOldRow(row: JsonObject): boolean {
  return ['External ID', 'DataRow ID', 'Labeled Data', 'Created By'].some((key) => key in row);
}

function findings(
  annotations: readonly (JsonValue | undefined)[],
  shape: keyof typeof places,
): Finding[] {
  const hasObjects = annotations.some(
    (one) => objectsIn(at(one, 'objects')).length > 0 || isObject(at(one, 'frames')),
  );
  const questions = questionsIn(annotations, places[shape].name);
  const hasClasses = questions.length > 0;
  const make = (objects: boolean): Finding => {
    const what = objects ? 'objects' : 'classifications';
    return {
      unit: objects ? 'box' : 'image',
      confidence: hasObjects || hasClasses ? 0.95 : 0.4,
      evidence: `Labelbox export with ${what}`,
      options: { objects, shape },
      ...(hasObjects && hasClasses ? { reading: { id: what, title: what } } : {}),
    };
  };
  const asked = questions.map((question, at): Finding => ({
    ...make(false),
    confidence: at === 0 ? 0.95 : 0.45,
    options: { objects: false, shape, question },
    reading: { id: `classification:${question}`, title: question },
  }));
  const classes = questions.length > 1 ? asked : hasClasses ? [make(false)] : [];
  return [...(hasObjects || !hasClasses ? [make(true)] : []), ...classes];
}

/** What is asked of whole data rows, in the order in which it is first answered. */
function questionsIn(
  annotations: readonly (JsonValue | undefined)[],
  key: string,
): readonly string[] {
  const answers = annotations.flatMap((one) => objectsIn(at(one, 'classifications')));
  return [...new Set(answers.map((answer) => textOf(at(answer, key))))];
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const objects = unit.options.objects === true;
  const shape = unit.options.shape as keyof typeof places;
  const place = places[shape];
  const samples = new SampleCounter(tally, objects ? 'objects' : 'labels');
  const add = (row: JsonRow): void => {
    samples.add(row);
  };
  const record: JsonRowSpec = {
    path: shape === 'legacy' ? '[]' : '',
    fields: [place.file],
    onStart: () => {
      samples.keep();
    },
    onRow: (row) => {
      samples.end(unit.split, file, row.line, samples.observed ? row.text(0) : undefined);
    },
  };
  const rows = objects
    ? place.objects.map((path): JsonRowSpec => ({ path, fields: [place.name], onRow: add }))
    : choiceRows(unit, samples);
  const selection = { rows: [record, ...rows] };
  return shape !== 'rows'
    ? jsonReader(tally, file, selection)
    : linesReader(tally, file, selection, () => undefined);
}

/** Rows of the answers to the question that is counted, or to all. */
function choiceRows({ options }: WorkUnit, samples: SampleCounter): JsonRowSpec[] {
  const { choices, one, name } = places[options.shape as keyof typeof places];
  const [answer, several] = choices;
  let before = 0;
  return [
    {
      path: answer,
      fields: [one, name],
      onStart: () => {
        before = samples.count;
      },
      onRow: (row) => {
        const isOther = options.question !== undefined && row.text(1) !== options.question;
        if (isOther) samples.keep(before);
        else samples.add(row);
      },
    },
    {
      path: several,
      fields: [name],
      onRow: (row) => {
        samples.add(row);
      },
    },
  ];
}
