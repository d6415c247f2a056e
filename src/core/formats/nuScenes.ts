// nuScenes, nuImages and what is laid out like them (Lyft Level 5): tables as JSON that refer to one another by tokens.
// Must not know other formats; of the tables only those between a box and its class are read.

import { splitPlaceOf } from '../annotations/splitGroups';
import type { JsonRow } from '../bytes/jsonSelect';
import type { Claim, Source, WorkUnit } from '../claims';
import { coversOf } from '../detect/candidates';
import { isJunkFolder } from '../detect/folderWords';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { type FileReader, feedFiles, jsonReader } from '../jsonFiles/claims';
import { baseName } from '../paths';
import { plural } from '../plural';
import type { SplitTally, Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'nuscenes';
/** In the order in which they are read: each refers to the one before. Boxes are in the last. */
const layouts = [
  ['category.json', 'instance.json', 'sample_annotation.json'],
  ['category.json', 'object_ann.json'],
];

export const nuScenes: LabelFormat = {
  id,
  title: 'nuScenes',
  units: ['box'],
  notes: {
    detects:
      '`category.json`, `instance.json` and `sample_annotation.json` in one folder (nuScenes, Lyft Level 5), or `category.json` and `object_ann.json` (nuImages)',
    splits: 'folders (`v1.01-train`)',
    remarks: 'Boxes are counted: in nuScenes one for each moment in which an object is seen.',
  },

  async *detect(root, signal) {
    for (const folder of root.walk()) {
      signal.throwIfAborted();
      if (isJunkFolder(folder.name) && folder.path !== '') continue;
      for (const tables of layouts) {
        const look = (): Promise<boolean> => holdsTables(folder, tables);
        if ((await folderLookedAt(folder, signal, look)) === true) yield claimOf(folder, tables);
      }
    }
  },

  async plan(claim, files) {
    const paths = claim.sources.map(({ path }) => path);
    let bytes = 0;
    for (const path of paths) bytes += await files.size(path);
    const { split } = claim.sources[0];
    const unit: WorkUnit = { format: id, split, paths, bytes, options: {} };
    return {
      classes: [],
      order: 'declared',
      multiLabel: false,
      openVocabulary: false,
      units: [unit],
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const boxes = new Boxes(tally, tally.split(unit.split));
    await feedFiles(unit, input, tally, signal, (file) => boxes.readerFor(file));
    boxes.end(unit.paths.at(-1) ?? '');
  },
};

async function holdsTables(folder: FolderView, tables: readonly string[]): Promise<boolean> {
  if (!tables.every((name) => folder.files.includes(name))) return false;
  const last = tables.at(-1) ?? '';
  const wanted = folder.ruleFor(last)?.format;
  if (wanted !== undefined && wanted !== id) return false;
  const head = await folder.head(last);
  const text = new TextDecoder().decode(head?.bytes.subarray(0, 4096));
  return text.trim() === '[]' || /"(?:instance_token|sample_token|category_token)"\s*:/.test(text);
}

function claimOf(folder: FolderView, tables: readonly string[]): Claim {
  const { split } = splitPlaceOf(folder.pathOf('x'));
  const source = (name: string): Source => ({ path: folder.pathOf(name), kind: 'file', split });
  const others = folder.files.filter((name) => name.endsWith('.json') && !tables.includes(name));
  return {
    format: id,
    name: folder.name,
    unit: 'box',
    confidence: 0.95,
    evidence: ['tables of categories and annotations that refer to one another'],
    sources: tables.map(source),
    covers: coversOf(others.map((name) => folder.pathOf(name))),
    options: {},
  };
}

/** Follows the tokens from a box to its object and from there to the class. */
class Boxes {
  readonly #categories = new Map<string, number>();
  readonly #instances = new Map<string, number>();
  #lost = 0;

  constructor(
    private readonly tally: Tally,
    private readonly split: SplitTally,
  ) {}

  readerFor(file: string): FileReader {
    const [fields, onRow] = this.#tableOf(baseName(file));
    return jsonReader(this.tally, file, {
      rows: [
        {
          path: '[]',
          fields,
          onRow: (row) => {
            onRow(row, file);
          },
        },
      ],
    });
  }

  #tableOf(
    name: string,
  ): readonly [fields: readonly string[], onRow: (row: JsonRow, file: string) => void] {
    if (name === 'category.json') return [['token', 'name'], this.#category];
    if (name === 'instance.json') return [['token', 'category_token'], this.#instance];
    if (name === 'object_ann.json')
      return [
        ['category_token'],
        (row, file) => {
          this.#box(row, file, this.#categories);
        },
      ];
    return [
      ['instance_token'],
      (row, file) => {
        this.#box(row, file, this.#instances);
      },
    ];
  }

  readonly #category = (row: JsonRow): void => {
    const name = row.text(1);
    this.tally.declare({ id: name, name });
    this.#categories.set(row.text(0), row.intern(1, this.tally.labels));
  };

  readonly #instance = (row: JsonRow): void => {
    const category = this.#categories.get(row.text(1));
    if (category !== undefined) this.#instances.set(row.text(0), category);
  };

  #box(row: JsonRow, file: string, labels: ReadonlyMap<string, number>): void {
    const label = labels.get(row.text(0));
    this.split.samples += 1;
    if (label === undefined) this.split.unlabelled += 1;
    else this.split.add(label);
    this.#lost += label === undefined ? 1 : 0;
    this.split.recorder?.end(file, row.line);
  }

  end(file: string): void {
    if (this.#lost === 0) return;
    const message = plural(
      this.#lost,
      'box belongs to an object that no table gives a class; it is unlabelled.',
      'boxes belong to an object that no table gives a class; they are unlabelled.',
    );
    this.tally.problem({ code: 'unknown-category', severity: 'warning', file, message });
  }
}
