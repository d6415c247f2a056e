// Tables that JSON holds column by column: lists beside each other, and what pandas writes as columns or split.
// Must not know other formats; files of records are theirs.

import type { JsonRow, JsonSelection } from '../bytes/jsonSelect';
import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import type { WorkUnit } from '../claims';
import { isImage } from '../detect/media';
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
import { at, isList, isObject, sketchLimits, textOf } from '../jsonFiles/sketch';
import { isMetricsHeader, readLabelName } from '../tables/columnNames';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'json-columns';

/** Where the labels stand. `lists`: a list a column; `columns`: by row below the column; `split`: lists of cells. */
interface Layout {
  readonly shape: 'lists' | 'columns' | 'split';
  readonly column: string;
  /** Its place among the columns, from 0; of `split`. */
  readonly place: number;
  /** Key of the list of class names that the labels are indexes of; '' where there is none. */
  readonly names: string;
}

/** A label column that was seen, with some of its cells. */
interface Seen {
  readonly layout: Layout;
  readonly cells: readonly JsonValue[];
  readonly columns: readonly string[];
}

const nameKeys = /^(?:mapping|classes|class_?names|label_?names|target_?names|categories)$/i;

export const jsonColumns: LabelFormat = {
  id,
  title: 'JSON by columns',
  units: ['row', 'document', 'image'],
  notes: {
    detects:
      'One object of lists as long as each other, one of them named like a label (`{"mapping", "mfcc", "labels"}`), ' +
      'or pandas’ `to_json` by columns and `orient="split"`',
    splits: 'File or folder names; of few-shot learning `base` is train and `novel` test',
    remarks:
      'Indexes get their names from `mapping`, `classes`, `target_names` … in the same file.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { order: 'label', openVocabulary: true }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root, lines, path }: JsonFile): Finding | undefined {
  if (lines.length > 1 || !isObject(root)) return undefined;
  const seen = splitIn(root) ?? columnsIn(root) ?? listsIn(root);
  if (seen === undefined) return undefined;
  const { layout, cells, columns } = seen;
  const labels = cells.map(textOf).filter((text) => text !== '');
  const distinct = new Set(labels).size;
  // Values that hardly repeat are ids, texts or the ticks of a chart.
  if (distinct < 2 || distinct * 2 > labels.length) return undefined;
  const isText = columns.some((name) =>
    /^(?:text|sentence|review|comment|tweet|content)s?$/i.test(name),
  );
  const isOfImages = layout.shape === 'lists' && columns.some((name) => holdsImages(root[name]));
  return {
    unit: isOfImages ? 'image' : isText ? 'document' : 'row',
    confidence: 0.85,
    evidence: `JSON by columns with ${layout.column}`,
    options: { ...layout },
    ...(isOfImages ? { placed: path.replace(fewShot, (_, word: string) => splitOf(word)) } : {}),
  };
}

/** Few-shot learning trains on `base` classes and is tested on `novel` ones. */
const fewShot = /(?<=^|\/)(base|novel)(?=\.json$)/;

function splitOf(word: string): string {
  return word === 'base' ? 'train' : 'test';
}

function holdsImages(value: JsonValue | undefined): boolean {
  return isList(value) && typeof value[0] === 'string' && isImage(value[0]);
}

const isCell = (value: JsonValue): boolean => value === null || !(isObject(value) || isList(value));

/** The column whose name promises a label the most; none in files of measures and guesses. */
function labelAmong(columns: readonly string[]): string | undefined {
  if (isMetricsHeader(columns) || columns.some((name) => /pred|prob|logit|loss/i.test(name))) {
    return undefined;
  }
  const best = columns
    .filter((name) => !/[.[\]*]/.test(name))
    .map((name) => ({ name, promise: readLabelName(name).promise }))
    .sort((a, b) => b.promise - a.promise)
    .at(0);
  return best !== undefined && best.promise >= 2 ? best.name : undefined;
}

/** `{"columns": ["text", "label"], "index": [0, …], "data": [["…", "a"], …]}` */
function splitIn(root: JsonObject): Seen | undefined {
  const columns = at(root, 'columns');
  const data = at(root, 'data');
  if (!isList(columns) || !isList(data) || data.length === 0) return undefined;
  const names = columns.map(textOf);
  const column = labelAmong(names);
  const rows = data.filter(isList);
  if (column === undefined || rows.length < data.length) return undefined;
  const place = names.indexOf(column);
  const cells = rows.map((row) => row.at(place) ?? null);
  return { layout: { shape: 'split', column, place, names: '' }, cells, columns: names };
}

/** `{"text": {"0": "…"}, "label": {"0": "a"}}`: two columns or more, all of them by the same rows. */
function columnsIn(root: JsonObject): Seen | undefined {
  const columns = Object.keys(root);
  if (columns.length < 2 || !Object.values(root).every(isObject)) return undefined;
  const column = labelAmong(columns);
  if (column === undefined) return undefined;
  const keys = Object.keys(root[column] as JsonObject);
  const isRows = (value: JsonValue): boolean =>
    isObject(value) && Object.keys(value).every((key) => /^\d+$/.test(key));
  const first = root[columns[0]] as JsonObject;
  if (!Object.values(root).every(isRows) || keys[0] !== Object.keys(first)[0]) return undefined;
  const cells = Object.values(root[column] as JsonObject);
  if (!cells.every(isCell)) return undefined;
  return { layout: { shape: 'columns', column, place: 0, names: '' }, cells, columns };
}

/** `{"mapping": ["a", "b"], "labels": [0, 0, 1], "features": [[…], …]}` */
function listsIn(root: JsonObject): Seen | undefined {
  const columns = Object.keys(root).filter((key) => isList(root[key]) && !nameKeys.test(key));
  const names = Object.keys(root).find((key) => nameKeys.test(key) && areNames(root[key]));
  const column = labelAmong(columns);
  if (column === undefined) return undefined;
  const cells = root[column] as readonly JsonValue[];
  const { elements } = sketchLimits;
  // A sketch holds the first elements: what is longer counts as long.
  const others = columns.filter(
    (key) =>
      key !== column &&
      (root[key] as readonly JsonValue[]).length === Math.min(cells.length, elements),
  );
  if (!cells.every(isCell) || others.length === 0) return undefined;
  return { layout: { shape: 'lists', column, place: 0, names: names ?? '' }, cells, columns };
}

function areNames(value: JsonValue): boolean {
  return isList(value) && value.length > 1 && value.every((one) => typeof one === 'string');
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const layout = unit.options as unknown as Layout;
  const samples = new SampleCounter(tally, 'labels');
  const cell = (row: JsonRow): void => {
    samples.add(row);
    samples.end(unit.split, file, row.line);
  };
  const reader = jsonReader(tally, file, selectionOf(layout, cell, tally));
  return {
    feed: (chunk) => {
      reader.feed(chunk);
    },
    end: () => {
      reader.end();
    },
  };
}

function selectionOf(layout: Layout, cell: (row: JsonRow) => void, tally: Tally): JsonSelection {
  const { shape, column, place, names } = layout;
  if (shape === 'split') {
    let next = 0;
    const begin = (): void => {
      next = 0;
    };
    const each = (row: JsonRow): void => {
      if (next++ === place) cell(row);
    };
    return {
      rows: [
        { path: 'data[]', fields: [], onStart: begin, onRow: () => undefined },
        { path: 'data[][]', fields: [''], onRow: each },
      ],
    };
  }
  const declare = (value: JsonValue): void => {
    if (!isList(value)) return;
    for (const [index, name] of value.entries()) {
      tally.declare({ id: String(index), name: textOf(name) });
    }
  };
  return {
    rows: [{ path: shape === 'lists' ? `${column}[]` : `${column}.*`, fields: [''], onRow: cell }],
    values: names === '' ? [] : [{ path: names, onValue: declare }],
  };
}
