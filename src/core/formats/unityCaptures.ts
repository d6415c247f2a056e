// Unity Perception before SOLO: captures_000.json, captures_001.json and so on, each of many captures with their objects.
// Must not know other formats; definitions, sensors and metrics beside the captures are not read.

import type { JsonRow } from '../bytes/jsonSelect';
import type { JsonObject } from '../bytes/jsonValue';
import type { Claim } from '../claims';
import { type JsonFile, type JsonFolder, jsonFolders } from '../jsonFiles/catalog';
import { feedFiles, jsonReader } from '../jsonFiles/claims';
import { type DocumentPlace, placeOf } from '../jsonFiles/documents';
import { SampleCounter } from '../jsonFiles/samples';
import { at, hasKeys, isList, objectsIn } from '../jsonFiles/sketch';
import { plural } from '../plural';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'unity-captures';

/** As the package numbers them, from one run of the simulation. */
const captureName = /^captures_\d+\.json$/i;

/** Keys that only 2D and only 3D boxes have; the same objects may be told by both, so that one kind is counted. */
const kinds = { '2D': 'width', '3D': 'size' } as const;
type Kind = keyof typeof kinds;

interface Dataset {
  readonly place: DocumentPlace;
  readonly folders: JsonFolder[];
}

export const unityCaptures: LabelFormat = {
  id,
  title: 'Unity Perception captures',
  units: ['box'],
  notes: {
    detects:
      '`captures_000.json` and so on of Unity Perception before SOLO: `captures[].annotations[].values[].label_name`',
    splits: 'Folders named like splits',
    remarks: '2D boxes are counted, 3D boxes where there are no others. A capture is a sample.',
  },

  async *detect(root, signal) {
    const datasets = new Map<string, Dataset>();
    for (const json of await jsonFolders(root, signal)) {
      if (!json.files.some(isCaptures)) continue;
      const place = placeOf(json.folder);
      const dataset = datasets.get(place.base.path) ?? { place, folders: [] };
      datasets.set(place.base.path, dataset);
      dataset.folders.push(json);
    }
    for (const dataset of datasets.values()) {
      const claim = claimOf(dataset);
      if (claim !== undefined) yield claim;
    }
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'text'),

  async count(unit, input, tally, signal) {
    const samples = new SampleCounter(tally, 'objects');
    const kind = kinds[unit.options.kind === '3D' ? '3D' : '2D'];
    let nameless = 0;
    const rowsOf = (file: string) => [
      {
        path: 'captures[].annotations[].values[]',
        fields: ['label_name', kind],
        onRow: (row: JsonRow) => {
          if (row.kind(1) !== 'missing' && !samples.add(row)) nameless += 1;
        },
      },
      {
        path: 'captures[]',
        fields: ['filename'],
        onStart: () => {
          samples.keep();
        },
        onRow: (row: JsonRow) => {
          samples.end(unit.split, file, row.line, samples.observed ? row.text(0) : undefined);
        },
      },
    ];
    await feedFiles(unit, input, tally, signal, (file) => {
      return jsonReader(tally, file, { rows: rowsOf(file) });
    });
    if (nameless === 0) return;
    const message = plural(
      nameless,
      'box has no label_name; it is not counted.',
      'boxes have no label_name; they are not counted.',
    );
    tally.problem({ code: 'no-name', severity: 'warning', file: unit.paths[0], message });
  },
};

function isCaptures({ root, name }: JsonFile): boolean {
  return captureName.test(name) && capturesIn({ root }).length > 0;
}

function capturesIn({ root }: Pick<JsonFile, 'root'>): readonly JsonObject[] {
  return objectsIn(at(root, 'captures')).filter(
    (one) => hasKeys(one, 'sequence_id') && isList(at(one, 'annotations')),
  );
}

function claimOf({ place, folders }: Dataset): Claim | undefined {
  const values = folders
    .flatMap(({ files }) => files.filter(isCaptures))
    .flatMap(capturesIn)
    .flatMap((capture) => objectsIn(at(capture, 'annotations')))
    .flatMap((annotation) => objectsIn(at(annotation, 'values')));
  const named = values.filter((value) => hasKeys(value, 'label_name', 'instance_id'));
  const kind = (['2D', '3D'] satisfies Kind[]).find((one) =>
    named.some((value) => hasKeys(value, kinds[one])),
  );
  if (kind === undefined) return undefined;
  return {
    format: id,
    name: place.base.name,
    unit: 'box',
    confidence: 0.95,
    evidence: [`Captures of Unity Perception with ${kind} boxes of label_name`],
    sources: folders.flatMap(({ folder, names }) =>
      names
        .filter((name) => captureName.test(name))
        .map((name) => {
          return { path: folder.pathOf(name), kind: 'file' as const, split: placeOf(folder).split };
        }),
    ),
    options: { kind },
  };
}
