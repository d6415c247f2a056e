// OpenMMLab 2.x annotation files: `metainfo` and `data_list`, for classification and detection.
// Must not know other formats; 1.x pickles are never read.

import type { JsonRowSpec } from '../bytes/jsonSelect';
import type { JsonValue } from '../bytes/jsonValue';
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
import { at, isList, isObject, objectsIn, textOf } from '../jsonFiles/sketch';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'openmmlab';

export const openmmlab: LabelFormat = {
  id,
  title: 'OpenMMLab 2.x',
  units: ['image', 'box'],
  notes: {
    detects: 'JSON with `metainfo` and `data_list`',
    splits: 'File or folder names',
    remarks:
      'Classes in the order of `metainfo`. Instances with `ignore_flag`, `ignore` or label -1 are left out, and that is said.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { denseIndexes: true }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root }: JsonFile): readonly Finding[] {
  const list = at(root, 'data_list');
  const meta = at(root, 'metainfo') ?? at(root, 'METAINFO');
  if (!isList(list) || (meta !== undefined && !isObject(meta))) return [];
  const items = objectsIn(list);
  const instances = items.flatMap((item) => objectsIn(at(item, 'instances')));
  const isBoxes = instances.some((one) => 'bbox_label' in one || 'bbox_label_3d' in one);
  if (!isBoxes && !items.some((item) => 'gt_label' in item)) return [];
  const finding: Finding = {
    unit: isBoxes ? 'box' : 'image',
    confidence: meta === undefined ? 0.8 : 0.95,
    evidence: `JSON with data_list of ${isBoxes ? 'instances' : 'gt_label'}`,
    options: { boxes: isBoxes },
  };
  const named = objectsIn(at(meta, 'tasks')).map((task) => textOf(at(task, 'name')));
  // Other names cannot be written in a path of keys.
  const tasks = isBoxes ? [] : named.filter((task) => /^[^.[\]*]+$/.test(task));
  if (tasks.length === 0) return [finding];
  return tasks.map((task) => ({
    ...finding,
    options: { ...finding.options, task },
    reading: { id: `task:${task}`, title: `the task “${task}”` },
  }));
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const boxes = unit.options.boxes === true;
  const { task } = unit.options;
  if (typeof task === 'string') return taskReader(file, unit, tally, task);
  const samples = new SampleCounter(tally, boxes ? 'objects' : 'labels');
  let ignored = 0;
  const item: JsonRowSpec = {
    path: 'data_list[]',
    fields: ['gt_label', 'img_path'],
    onStart: () => {
      samples.keep();
    },
    onRow: (row) => {
      if (!boxes) samples.add(row);
      samples.end(unit.split, file, row.line, samples.observed ? row.text(1) : undefined);
    },
  };
  const labels: JsonRowSpec = {
    path: 'data_list[].gt_label[]',
    fields: [''],
    onRow: (row) => {
      if (!boxes) samples.add(row);
    },
  };
  const instances: JsonRowSpec = {
    path: 'data_list[].instances[]',
    fields: ['bbox_label', 'bbox_label_3d', 'ignore_flag', 'ignore'],
    onRow: (row) => {
      const field = row.kind(0) === 'missing' ? 1 : 0;
      const isMarked = [2, 3].some((at) => row.number(at) >= 1 || row.kind(at) === 'true');
      const isIgnored = isMarked || row.number(field) < 0;
      if (boxes && isIgnored) ignored += 1;
      else if (boxes) samples.add(row, field);
    },
  };
  const reader = jsonReader(tally, file, {
    rows: [item, labels, instances],
    values: ['metainfo', 'METAINFO'].map((path) => ({
      path,
      onValue: (value) => {
        declare(value, tally);
      },
    })),
  });
  return {
    feed: (chunk) => {
      reader.feed(chunk);
    },
    end: () => {
      reader.end();
      if (ignored === 0) return;
      const message = `${ignored} instances are marked to be ignored (ignore_flag, ignore, or label -1) and are left out.`;
      tally.problem({ code: 'ignored-annotations', severity: 'information', file, message });
    },
  };
}

/** One task of several: `gt_label` holds the class of each, or a 0 or 1 for each class. */
function taskReader(file: string, unit: WorkUnit, tally: Tally, task: string): FileReader {
  const samples = new SampleCounter(tally, 'labels');
  let marks = 0;
  const item: JsonRowSpec = {
    path: 'data_list[]',
    fields: [`gt_label.${task}`, 'img_path'],
    onStart: () => {
      samples.keep();
      marks = 0;
    },
    onRow: (row) => {
      if (row.kind(0) !== 'array') samples.add(row);
      samples.end(unit.split, file, row.line, samples.observed ? row.text(1) : undefined);
    },
  };
  const mark: JsonRowSpec = {
    path: `data_list[].gt_label.${task}[]`,
    fields: [''],
    onRow: (row) => {
      if (row.number(0) >= 1) samples.addText(String(marks));
      marks += 1;
    },
  };
  return jsonReader(tally, file, {
    rows: [item, mark],
    values: ['metainfo', 'METAINFO'].map((path) => ({
      path,
      onValue: (value) => {
        const known = objectsIn(at(value, 'tasks'));
        const own = known.find((one) => textOf(at(one, 'name')) === task);
        if (own !== undefined) declare({ classes: at(own, 'categories') ?? [] }, tally);
      },
    })),
  });
}

/** `classes: [name]`, `categories: [{id, name}]` or `categories: {name: id}`; MMOCR says `category`. */
function declare(meta: JsonValue, tally: Tally): void {
  const names = at(meta, 'classes') ?? at(meta, 'CLASSES');
  if (isList(names)) {
    names.forEach((name, index) => {
      tally.declare({ id: String(index), name: textOf(name) });
    });
    return;
  }
  const categories = at(meta, 'categories') ?? at(meta, 'category');
  if (isObject(categories)) {
    const byId = Object.entries(categories).sort((a, b) => Number(a[1]) - Number(b[1]));
    for (const [name, number] of byId) tally.declare({ id: textOf(number), name });
  }
  objectsIn(categories).forEach((one, index) => {
    const number = at(one, 'id') ?? index;
    const name = at(one, 'name') ?? at(one, 'category_name') ?? number;
    tally.declare({ id: textOf(number), name: textOf(name) });
  });
}
