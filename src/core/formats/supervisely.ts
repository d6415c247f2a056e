// Supervisely: a project with meta.json and one JSON file an image (or video, point cloud) in `ann` folders.
// Must not know other formats.

import type { JsonRow } from '../bytes/jsonSelect';
import type { JsonValue } from '../bytes/jsonValue';
import type { Claim, WorkUnit } from '../claims';
import { splitOfFolder } from '../detect/folderWords';
import type { FolderView } from '../folderView';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  countDocuments,
  detectDocuments,
  type DocumentFinding,
  type DocumentPlace,
  type DocumentSet,
  placeOf,
  planDocuments,
} from '../jsonFiles/documents';
import { SampleCounter } from '../jsonFiles/samples';
import { at, isList, objectsIn, textOf } from '../jsonFiles/sketch';
import type { ClassEntry } from '../model';
import type { ByteInput } from '../ports';
import { SourceError } from '../ports';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'supervisely';
const metaLimit = 8 * 1024 * 1024;

export const supervisely: LabelFormat = {
  id,
  title: 'Supervisely',
  units: ['instance', 'image'],
  notes: {
    detects:
      '`meta.json` with classes, and `ann` folders of JSON files with `objects[].classTitle`',
    splits: 'Datasets (folders) named like splits',
    remarks:
      'Figures of videos and point clouds count for their object’s class. Tags of images are a reading of their own.',
  },

  detect: (folder, signal) =>
    detectDocuments(id, folder, signal, isAnnotation, describe, projectPlace),

  async plan(claim, files, folder) {
    const tags = claim.options.tags === true;
    const classes = await namesIn(metaOf(claim), tags ? 'tags' : 'classes', files);
    return planDocuments(claim, files, folder, { classes, order: 'declared' });
  },

  count,
};

function metaOf(claim: Claim): string {
  return textOf((claim.options.meta ?? null) as string | null);
}

function isAnnotation({ root }: JsonFile): boolean {
  const objects = at(root, 'objects');
  if (!isList(objects)) return false;
  const titled = objectsIn(objects).every((one) => 'classTitle' in one);
  const isEmpty = objects.length === 0;
  return (
    titled &&
    (!isEmpty ||
      (isList(at(root, 'tags')) &&
        ['size', 'frames', 'figures'].some((key) => at(root, key) !== undefined)))
  );
}

/** The project is the folder with meta.json; the folder below it is a dataset, which may be a split. */
function projectPlace(folder: FolderView): DocumentPlace {
  let child = folder;
  for (let up: FolderView | undefined = folder; up !== undefined; child = up, up = up.parent) {
    if (!up.files.includes('meta.json')) continue;
    return { base: up, split: splitOfFolder(child.name) ?? 'all' };
  }
  return placeOf(folder);
}

function describe({ base, files }: DocumentSet): DocumentFinding[] {
  const hasMeta = base.files.includes('meta.json');
  const meta = hasMeta ? base.pathOf('meta.json') : '';
  const hasObjects = files.some(({ root }) => objectsIn(at(root, 'objects')).length > 0);
  const hasTags = files.some(({ root }) => objectsIn(at(root, 'tags')).length > 0);
  const make = (tags: boolean): DocumentFinding => ({
    unit: tags ? 'image' : 'instance',
    confidence: hasObjects || hasTags ? 0.95 : 0.4,
    evidence: `Supervisely annotations with ${tags ? 'tags of images' : 'objects'}`,
    options: { meta, tags },
    covers: hasMeta ? [{ path: meta, kind: 'file', split: 'all' }] : [],
    ...(hasObjects && hasTags
      ? { reading: { id: tags ? 'tags' : 'objects', title: tags ? 'tags of images' : 'objects' } }
      : {}),
  });
  return [...(hasObjects || !hasTags ? [make(false)] : []), ...(hasTags ? [make(true)] : [])];
}

async function namesIn(path: string, list: string, files: ByteInput): Promise<ClassEntry[]> {
  if (path === '') return [];
  try {
    const meta = JSON.parse(
      new TextDecoder().decode(await files.whole(path, metaLimit)),
    ) as JsonValue;
    const key = list === 'tags' ? 'name' : 'title';
    return objectsIn(at(meta, list)).map((one) => ({
      id: textOf(at(one, key)),
      name: textOf(at(one, key)),
    }));
  } catch (error) {
    // Names are a help only: without them the titles in the annotations stand for themselves.
    if (error instanceof SourceError || error instanceof SyntaxError) return [];
    throw error;
  }
}

async function count(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const tags = unit.options.tags === true;
  const samples = new SampleCounter(tally, tags ? 'labels' : 'objects');
  const titles = new Map<string, string>();
  const figures: string[] = [];
  let isDocument = false;
  const figure = (row: JsonRow): void => {
    figures.push(row.text(0));
  };
  const selection = {
    rows: [
      {
        path: '',
        fields: ['objects'],
        onStart: () => {
          isDocument = false;
          samples.keep();
          titles.clear();
          figures.length = 0;
        },
        onRow: (row: JsonRow) => {
          isDocument = row.kind(0) === 'array';
        },
      },
      {
        path: 'objects[]',
        fields: ['classTitle', 'key'],
        onRow: (row: JsonRow) => {
          if (row.kind(1) === 'string') titles.set(row.text(1), row.text(0));
          else if (!tags) samples.add(row);
        },
      },
      {
        path: 'tags[]',
        fields: ['name'],
        onRow: (row: JsonRow) => {
          if (tags) samples.add(row);
        },
      },
      { path: 'figures[]', fields: ['objectKey'], onRow: figure },
      { path: 'frames[].figures[]', fields: ['objectKey'], onRow: figure },
    ],
  };
  await countDocuments(unit, input, tally, signal, selection, (file) => {
    if (isDocument) {
      if (!tags) for (const key of figures) samples.addText(titles.get(key) ?? '');
      samples.end(unit.split, file);
      return;
    }
    const message = 'The file is no whole annotation of Supervisely; it is left out.';
    tally.problem({
      code: 'not-supervisely',
      severity: 'warning',
      file,
      line: 1,
      column: 1,
      message,
    });
  });
}
