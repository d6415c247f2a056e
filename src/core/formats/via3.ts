// VIA 3 projects: metadata with attribute values (`av`) of regions, of files and of stretches of time.
// Must not know other formats; VIA 1 and 2 are another.

import type { JsonRow } from '../bytes/jsonSelect';
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
import { at, isObject, objectsIn, textOf, valuesIn } from '../jsonFiles/sketch';
import type { Unit } from '../model';
import { readLabelName } from '../tables/columnNames';
import type { SplitTally, Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'via3';

/** What an attribute belongs to, by the anchor of the project. */
const anchors: Readonly<Record<string, Unit>> = {
  FILE1_Z0_XY1: 'box',
  FILE1_Z1_XY1: 'box',
  FILE1_Z0_XY0: 'image',
  FILE1_Z2_XY0: 'clip',
  FILE1_Z1_XY0: 'image',
};

export const via3: LabelFormat = {
  id,
  title: 'VIA 3 project',
  units: ['box', 'image', 'clip'],
  notes: {
    detects: 'JSON with `attribute`, `metadata` and `view`, as VIA 3 saves its projects',
    splits: 'File or folder names',
    remarks:
      'The class is an attribute; with several, the likeliest is taken and the others are offered. Options of a ' +
      'select or radio attribute are classes though nothing carries them.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root }: JsonFile): Finding[] | undefined {
  const attributes = at(root, 'attribute');
  const isProject =
    isObject(attributes) &&
    isObject(at(root, 'project')) &&
    isObject(at(root, 'view') ?? at(root, 'file'));
  if (!isProject) return undefined;
  const marks = objectsIn(valuesIn(at(root, 'metadata')));
  return Object.entries(attributes)
    .flatMap(([key, attribute]) => {
      const name = textOf(at(attribute, 'aname'));
      const unit = anchors[textOf(at(attribute, 'anchor_id'))] ?? 'box';
      const used = marks.filter((mark) => isSet(at(at(mark, 'av'), key))).length;
      return used === 0 ? [] : [{ key, name, unit, worth: worthOf(name, used, attribute) }];
    })
    .sort((a, b) => b.worth - a.worth)
    .map(({ key, name, unit, worth }, place): Finding => ({
      unit,
      confidence: place === 0 && worth >= 1 ? 0.95 : 0.4,
      evidence: `VIA 3 attribute ${name}`,
      options: { key },
      signature: name,
      reading: { id: `attribute:${name}`, title: `the attribute ${name}` },
    }));
}

function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && textOf(value) !== '';
}

/** Attributes that are chosen from options, or named like labels; free text of another name may be a note. */
function worthOf(name: string, used: number, attribute: JsonValue): number {
  const options = at(attribute, 'options');
  const chosen = isObject(options) && Object.keys(options).length > 1 ? 2 : 0;
  const promise = /^name$/i.test(name) ? 2 : readLabelName(name).promise;
  return chosen + Math.max(0, promise) + used / (used + 1);
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const { key } = unit.options as { key: string };
  const split = tally.split(unit.split);
  const samples = new Marks(split, tally, file);
  const options = new Map<string, string>();
  return samples.reader(
    jsonReader(tally, file, {
      rows: [
        {
          path: `attribute.${key}.options.*`,
          fields: [''],
          onRow: (row) => {
            const id = row.keyText(0);
            const name = row.text(0).trim();
            options.set(id, name);
            if (name !== '') tally.declare({ id: name, name });
          },
        },
        {
          path: 'metadata.*',
          fields: ['vid', `av.${key}`],
          onRow: (row: JsonRow) => {
            samples.add(row.text(0), row.text(1), options);
          },
        },
      ],
    }),
  );
}

/** Marks of all files; those of one file need not follow each other. */
class Marks {
  readonly #files = new Map<string, Set<number>>();
  readonly #indexes = new Map<string, number>();

  constructor(
    private readonly split: SplitTally,
    private readonly tally: Tally,
    private readonly file: string,
  ) {}

  add(view: string, value: string, options: ReadonlyMap<string, string>): void {
    const seen = this.#files.get(view) ?? new Set();
    this.#files.set(view, seen);
    this.#indexes.set(view, this.#indexes.get(view) ?? this.#indexes.size);
    // A checkbox holds the numbers of several options.
    const several = value.split(',').every((one) => options.has(one));
    const labels = several ? value.split(',').map((one) => options.get(one) ?? one) : [value];
    for (const label of labels.map((one) => one.trim()).filter((one) => one !== '')) {
      const index = this.tally.labels.indexOfText(label);
      this.split.add(index);
      if (!seen.has(index)) this.split.addImages(index);
      seen.add(index);
    }
    this.split.recorder?.park(this.#indexes.get(view) ?? 0);
  }

  reader(inner: FileReader): FileReader {
    return {
      feed: (chunk) => {
        inner.feed(chunk);
      },
      end: () => {
        inner.end();
        this.tally.traits.add('images');
        this.split.samples += this.#files.size;
        for (const [view, seen] of this.#files) {
          if (seen.size === 0) this.split.unlabelled += 1;
          this.split.recorder?.endParked(this.#indexes.get(view) ?? 0, this.file, undefined, view);
        }
      },
    };
  }
}
