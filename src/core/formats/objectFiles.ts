// Objects of one image a JSON file, as V7 Darwin, SuperAnnotate, Dataloop, DeepFashion2, Unity, FUNSD and CORD write them.
// Must not know other formats; each writer is one dialect: what its files look like and which key names the class.

import type { JsonRow } from '../bytes/jsonSelect';
import type { JsonObject } from '../bytes/jsonValue';
import type { WorkUnit } from '../claims';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  countDocuments,
  detectDocuments,
  placeOf,
  type DocumentFinding,
  planDocuments,
} from '../jsonFiles/documents';
import { SampleCounter } from '../jsonFiles/samples';
import { at, hasKeys, isList, isObject, objectsIn, valuesIn } from '../jsonFiles/sketch';
import { plural } from '../plural';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'object-files';

/** How one tool or dataset writes a file. */
interface Dialect {
  readonly name: string;
  /** Path of the objects: keys, `[]` for elements, `*` for any key. */
  readonly path: string;
  /** Key of an object that holds its class. */
  readonly label: string;
  /** Key of the whole file that must be there; a file that is cut before it is left out. */
  readonly root: string;
  /** Key of an object that tells labels of the whole image from objects, and its value; any object where that is ''. */
  readonly tag?: { readonly key: string; readonly value: string };
  /** Key that only objects of the counted kind have, where the file tells the same ones in several ways. */
  readonly kind?: string;
  /** Each file lies in a folder of its own, beside what it describes. */
  readonly isInOwnFolder?: boolean;
  objectsOf(root: JsonFile['root']): readonly JsonObject[];
  fits(root: JsonFile['root'], objects: readonly JsonObject[]): boolean;
}

const each =
  (...keys: readonly string[]) =>
  (objects: readonly JsonObject[]): boolean =>
    objects.every((one) => hasKeys(one, ...keys));

const listed = (key: string) => (root: JsonFile['root']) => objectsIn(at(root, key));

const dialects: readonly Dialect[] = [
  {
    name: 'V7 Darwin',
    ...{ path: 'annotations[]', label: 'name', root: 'annotations' },
    tag: { key: 'tag', value: '' },
    objectsOf: listed('annotations'),
    fits: (root, objects) =>
      isList(at(root, 'annotations')) &&
      (hasKeys(root, 'version', 'item') || hasKeys(root, 'dataset', 'image')) &&
      each('name')(objects),
  },
  {
    name: 'SuperAnnotate',
    ...{ path: 'instances[]', label: 'className', root: 'instances' },
    tag: { key: 'type', value: 'tag' },
    objectsOf: listed('instances'),
    fits: (root, objects) =>
      isList(at(root, 'instances')) &&
      isObject(at(root, 'metadata')) &&
      each('className', 'type')(objects),
  },
  {
    name: 'Dataloop',
    ...{ path: 'annotations[]', label: 'label', root: 'annotations' },
    tag: { key: 'type', value: 'class' },
    objectsOf: listed('annotations'),
    fits: (root, objects) =>
      isList(at(root, 'annotations')) &&
      hasKeys(root, 'filename', 'itemMetadata') &&
      each('label', 'type')(objects),
  },
  {
    name: 'DeepFashion2',
    ...{ path: '*', label: 'category_name', root: 'pair_id' },
    objectsOf: (root) => valuesIn(root).filter(isObject),
    fits: (root, objects) =>
      hasKeys(root, 'source', 'pair_id') && each('category_name', 'bounding_box')(objects),
  },
  {
    name: 'ScanNet',
    ...{ path: 'segGroups[]', label: 'label', root: 'segGroups' },
    isInOwnFolder: true,
    objectsOf: listed('segGroups'),
    fits: (root, objects) =>
      isList(at(root, 'segGroups')) &&
      hasKeys(root, 'sceneId') &&
      each('label', 'segments')(objects),
  },
  {
    // com.unity.perception, SOLO: boxes have an origin and a dimension, cuboids and keypoints of the same objects other keys.
    name: 'Unity Perception',
    ...{ path: 'captures[].annotations[].values[]', label: 'labelName', root: 'captures' },
    kind: 'dimension',
    isInOwnFolder: true,
    objectsOf: (root) => boxesIn(objectsIn(at(root, 'captures'))),
    fits: (root, objects) =>
      isList(at(root, 'captures')) &&
      hasKeys(root, 'frame', 'sequence') &&
      each('labelName', 'instanceId')(objects),
  },
  {
    name: 'FUNSD',
    ...{ path: 'form[]', label: 'label', root: 'form' },
    objectsOf: listed('form'),
    fits: (root, objects) => isList(at(root, 'form')) && each('label', 'box', 'text')(objects),
  },
  {
    name: 'CORD',
    ...{ path: 'valid_line[]', label: 'category', root: 'valid_line' },
    objectsOf: listed('valid_line'),
    fits: (root, objects) => isList(at(root, 'valid_line')) && each('category', 'words')(objects),
  },
];

function boxesIn(captures: readonly JsonObject[]): JsonObject[] {
  const annotations = captures.flatMap((one) => objectsIn(at(one, 'annotations')));
  const values = annotations.flatMap((one) => objectsIn(at(one, 'values')));
  return values.filter((one) => at(one, 'dimension') !== undefined);
}

export const objectFiles: LabelFormat = {
  id,
  title: 'Objects of one image a JSON file',
  units: ['instance'],
  notes: {
    detects:
      'Files of V7 Darwin (`annotations[].name` with `item`), SuperAnnotate (`instances[].className`), Dataloop, ' +
      'DeepFashion2 (`item1.category_name`), ScanNet (`segGroups[].label`), Unity Perception (`captures[].annotations[].values[].labelName`), ' +
      'FUNSD (`form[].label`) and CORD (`valid_line[].category`)',
    splits:
      'Folders named like splits, or lists of names beside them (`train.txt`, `splits/val.txt`)',
    remarks: 'Labels of whole images (tags) are left out and said.',
  },

  async *detect(folder, signal) {
    for (const dialect of dialects) {
      yield* detectDocuments(
        id,
        folder,
        signal,
        ({ root }) => dialect.fits(root, dialect.objectsOf(root)),
        ({ files }): DocumentFinding[] => {
          const hasObjects = files.some(({ root }) => dialect.objectsOf(root).length > 0);
          return [
            {
              unit: 'instance',
              confidence: hasObjects ? 0.95 : 0.4,
              evidence: `JSON files of objects as ${dialect.name} writes them, one an image`,
              options: { dialect: dialect.name },
            },
          ];
        },
        (own) => placeOf(dialect.isInOwnFolder === true ? (own.parent ?? own) : own),
      );
    }
  },

  plan: (claim, files, folder) => planDocuments(claim, files, folder),

  count,
};

async function count(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const dialect = dialects.find(({ name }) => name === unit.options.dialect);
  if (dialect === undefined) throw new Error('The claim names no dialect.');
  const samples = new SampleCounter(tally, 'objects');
  const { tag, kind } = dialect;
  let isDocument = false;
  let tags = 0;
  let nameless = 0;
  const object = (row: JsonRow): void => {
    // Beside objects the file holds values of its own.
    if (dialect.path === '*' && row.kind(0) === 'missing') return;
    if (kind !== undefined && row.kind(1) === 'missing') return;
    if (tag !== undefined && isTag(row, tag.value)) tags += 1;
    else if (!samples.add(row)) nameless += 1;
  };
  const told = tag?.key ?? kind;
  const fields = [dialect.label, ...(told === undefined ? [] : [told])];
  const selection = {
    rows: [
      {
        path: '',
        fields: [dialect.root],
        onStart: () => {
          isDocument = false;
          samples.keep();
        },
        onRow: (row: JsonRow) => {
          isDocument = row.kind(0) !== 'missing';
        },
      },
      { path: dialect.path, fields, onRow: object },
    ],
  };
  await countDocuments(unit, input, tally, signal, selection, (file) => {
    if (isDocument) {
      samples.end(unit.split, file);
      return;
    }
    const message = `The file is no whole file of ${dialect.name}; it is left out.`;
    tally.problem({ code: 'not-objects', severity: 'warning', file, line: 1, column: 1, message });
  });
  const say = (code: string, message: string): void => {
    tally.problem({ code, severity: 'information', message });
  };
  if (tags > 0)
    say(
      'image-tags',
      plural(
        tags,
        'label of a whole image (tag) is left out.',
        'labels of whole images (tags) are left out.',
      ),
    );
  if (nameless > 0)
    say(
      'no-name',
      plural(
        nameless,
        'object has no class; it is not counted.',
        'objects have no class; they are not counted.',
      ),
    );
}

function isTag(row: JsonRow, value: string): boolean {
  return value === '' ? row.kind(1) === 'object' : row.text(1) === value;
}
