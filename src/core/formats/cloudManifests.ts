// Manifests of cloud services, one JSON object a line: Vertex AI, Azure ML, SageMaker Ground Truth.
// Must not know other formats; what lies in the buckets is never fetched.

import type { JsonRow, JsonSelection } from '../bytes/jsonSelect';
import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import type { WorkUnit } from '../claims';
import { splitOfWord } from '../detect/splits';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  planFiles,
} from '../jsonFiles/claims';
import { linesReader } from '../jsonFiles/lines';
import { type Counting, SampleCounter } from '../jsonFiles/samples';
import { at, hasKeys, isList, isObject, objectsIn, textOf } from '../jsonFiles/sketch';
import type { Unit } from '../model';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'cloud-manifests';

/** Where a line holds its labels. */
interface Layout {
  /** Paths of the objects that carry one label each, and the key of the label in them. */
  readonly paths: readonly string[];
  readonly label: string;
  readonly counting: Counting;
  /** Key of the sample's address. */
  readonly address: string;
  /** Path of a map from the labels, which are ids then, to names; '' where labels are names. */
  readonly names: string;
}

const splitKey = 'aiplatform.googleapis.com/ml_use';
const metadataEnd = '-metadata';

export const cloudManifests: LabelFormat = {
  id,
  title: 'Manifests of Vertex AI, Azure ML and SageMaker Ground Truth',
  units: ['image', 'document', 'clip', 'box', 'span'],
  notes: {
    detects:
      'Lines with `classificationAnnotation`, `boundingBoxAnnotations` … beside a `gs://` address; with `image_url` and ' +
      'a list of labelled objects; or with `source-ref` and the `-metadata` of a label attribute',
    splits: '`ml_use` of a line, else file or folder names',
    remarks: 'Class names of Ground Truth come from the metadata of each line.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { order: 'text' }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ lines }: JsonFile): Finding | undefined {
  for (const line of lines) {
    const found = vertex(line) ?? azure(line) ?? groundTruth(line);
    if (found === undefined) continue;
    const { unit, evidence, ...layout } = found;
    return { unit, confidence: 0.95, evidence, options: { ...layout } };
  }
  return undefined;
}

type Found = Layout & { readonly unit: Unit; readonly evidence: string };

const vertexAddresses: readonly (readonly [string, Unit])[] = [
  ['imageGcsUri', 'image'],
  ['textContent', 'document'],
  ['textGcsUri', 'document'],
  ['videoGcsUri', 'clip'],
];

function vertex(line: JsonObject): Found | undefined {
  const [address, unit] = vertexAddresses.find(([key]) => hasKeys(line, key)) ?? [];
  if (address === undefined || unit === undefined) return undefined;
  const found = { label: 'displayName', address, names: '', evidence: 'Lines of Vertex AI' };
  if (hasKeys(line, 'boundingBoxAnnotations')) {
    return { ...found, unit: 'box', counting: 'objects', paths: ['boundingBoxAnnotations[]'] };
  }
  if (hasKeys(line, 'textSegmentAnnotations')) {
    return { ...found, unit: 'span', counting: 'objects', paths: ['textSegmentAnnotations[]'] };
  }
  const paths = ['classificationAnnotation', 'classificationAnnotations[]'];
  const isOne = isObject(at(line, 'classificationAnnotation'));
  const isKnown = isOne || hasKeys(line, 'classificationAnnotations');
  return isKnown ? { ...found, unit, counting: 'labels', paths } : undefined;
}

/** Objects only: labels as text are any JSON lines. */
function azure(line: JsonObject): Found | undefined {
  if (!hasKeys(line, 'image_url')) return undefined;
  const [first] = objectsIn(at(line, 'label'));
  const isObjects = hasKeys(first, 'label', 'topX') || hasKeys(first, 'label', 'polygon');
  if (!isObjects) return undefined;
  const evidence = 'Lines of Azure ML, image_url with labelled objects';
  return {
    ...{ unit: 'box', label: 'label', counting: 'objects', address: 'image_url', names: '' },
    ...{ paths: ['label[]'], evidence },
  };
}

/** The attribute of the job is the one with metadata; its name is the user's. */
function groundTruth(line: JsonObject): Found | undefined {
  const address = ['source-ref', 'source'].find((key) => hasKeys(line, key));
  if (address === undefined) return undefined;
  for (const [key, value] of Object.entries(line)) {
    const metadata = at(line, key + metadataEnd);
    if (!isObject(metadata) || /[.[\]*]/.test(key)) continue;
    const evidence = `Lines of SageMaker Ground Truth with ${key}`;
    const map = `${key}${metadataEnd}.class-map`;
    if (objectsIn(at(value, 'annotations')).some((one) => hasKeys(one, 'class_id'))) {
      const paths = [`${key}.annotations[]`];
      return {
        unit: 'box',
        label: 'class_id',
        counting: 'objects',
        address,
        names: map,
        paths,
        evidence,
      };
    }
    if (isList(at(at(value, 'annotations'), 'entities'))) {
      const paths = [`${key}.annotations.entities[]`];
      return {
        unit: 'span',
        label: 'label',
        counting: 'objects',
        address,
        names: '',
        paths,
        evidence,
      };
    }
    const unit = address === 'source' ? 'document' : 'image';
    const found = { unit, counting: 'labels', address, evidence } as const;
    if (hasKeys(metadata, 'class-name')) {
      return { ...found, label: 'class-name', names: '', paths: [key + metadataEnd] };
    }
    if (hasKeys(metadata, 'class-map') && isList(value)) {
      return { ...found, label: '', names: map, paths: [`${key}[]`] };
    }
  }
  return undefined;
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const layout = unit.options as unknown as Layout;
  const samples = new SampleCounter(tally, layout.counting);
  let split = unit.split;
  let names: JsonValue = null;
  /** Ids wait for the map, which stands behind them. */
  const ids: string[] = [];
  const begin = (): void => {
    samples.keep();
    ids.length = 0;
    names = null;
    split = unit.split;
  };
  const label = (row: JsonRow): void => {
    if (layout.names === '') samples.add(row);
    else ids.push(row.text(0));
  };
  const end = (row: JsonRow): void => {
    if (row.kind(0) === 'missing') {
      const message = 'This line has no address of a sample; it is left out.';
      tally.problem({
        code: 'no-record',
        severity: 'warning',
        file,
        line: row.line,
        column: 1,
        message,
      });
      return;
    }
    for (const one of ids) samples.addText(textOf(at(names, one)) || one);
    samples.end(split, file, row.line, samples.observed ? row.text(0) : undefined);
  };
  const part = (row: JsonRow): void => {
    if (row.keyText(0) === splitKey) split = splitOfWord(row.text(0)) ?? unit.split;
  };
  const selection: JsonSelection = {
    rows: [
      { path: '', fields: [layout.address], onStart: begin, onRow: end },
      ...layout.paths.map((path) => ({ path, fields: [layout.label], onRow: label })),
      { path: 'dataItemResourceLabels.*', fields: [''], onRow: part },
    ],
    values:
      layout.names === '' ? [] : [{ path: layout.names, onValue: (value) => (names = value) }],
  };
  return linesReader(tally, file, selection, () => undefined);
}
