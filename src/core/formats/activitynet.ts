// ActivityNet and Kinetics: videos by id, with annotated segments or one label.
// Must not know other formats.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { WorkUnit } from '../claims';
import { splitOfWord } from '../detect/splits';
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
import { at, isList, isObject, objectsIn, valuesIn } from '../jsonFiles/sketch';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'activitynet';

export const activitynet: LabelFormat = {
  id,
  title: 'ActivityNet and Kinetics',
  units: ['span', 'clip'],
  notes: {
    detects:
      'JSON with `database` of videos whose `annotations` have labels, or videos by id (Kinetics)',
    splits: 'The `subset` of each video, else file names',
    remarks: 'ActivityNet counts segments, Kinetics clips. The taxonomy is not read.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { order: 'text' }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root }: JsonFile): Finding | undefined {
  const database = at(root, 'database');
  const videos = objectsIn(valuesIn(isObject(database) ? database : root));
  if (!isObject(root) || videos.length === 0) return undefined;
  const listed = videos.filter(
    (one) => isList(at(one, 'annotations')) && ('subset' in one || hasDuration(one)),
  );
  const single = videos.filter(
    (one) => isSingle(at(one, 'annotations')) && ('subset' in one || 'url' in one),
  );
  const segments = listed.flatMap((one) => objectsIn(at(one, 'annotations')));
  const areSegments =
    segments.length > 0 && segments.every((one) => typeof at(one, 'label') === 'string');
  const isSpan = listed.length * 2 > videos.length && areSegments;
  if (!isSpan && single.length * 2 < videos.length) return undefined;
  return {
    unit: isSpan ? 'span' : 'clip',
    confidence: 0.95,
    evidence: isSpan ? 'Videos with labelled segments' : 'Videos with one label each',
    options: { path: isObject(database) ? 'database.*' : '*' },
  };
}

/** `duration`, or `duration_second` as feature files have it. */
function hasDuration(video: object): boolean {
  return Object.keys(video).some((key) => /^duration(?:_|$)/.test(key));
}

function isSingle(annotation: JsonFile['root'] | undefined): boolean {
  return isObject(annotation) && typeof at(annotation, 'label') === 'string';
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const path = unit.options.path === '*' ? '*' : 'database.*';
  const samples = new SampleCounter(tally, 'objects');
  // A video is no image: how many videos hold a class is counted, but not called so.
  tally.traits.delete('images');
  const video: JsonRowSpec = {
    path,
    fields: ['subset', 'annotations.label', 'annotations'],
    onStart: () => {
      samples.keep();
    },
    onRow: (row) => {
      if (row.kind(2) === 'missing') return;
      samples.add(row, 1);
      const name = samples.observed ? row.keyText(0) : undefined;
      samples.end(splitOfWord(row.text(0)) ?? unit.split, file, row.line, name);
    },
  };
  const segment = (row: JsonRow): void => {
    samples.add(row);
  };
  return jsonReader(tally, file, {
    rows: [video, { path: `${path}.annotations[]`, fields: ['label'], onRow: segment }],
  });
}
