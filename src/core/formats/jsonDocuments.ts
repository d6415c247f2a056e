// One plain JSON file a sample, of no known tool: the class stands in each file where JSON lines have it in each line.
// Must not know other formats; those of known tools claim their files more strongly.

import type { JsonObject } from '../bytes/jsonValue';
import type { WorkUnit } from '../claims';
import { splitOfFileName } from '../detect/splits';
import type { FolderView } from '../folderView';
import type { JsonFile } from '../jsonFiles/catalog';
import { feedFiles, jsonReader } from '../jsonFiles/claims';
import {
  detectDocuments,
  type DocumentFinding,
  type DocumentPlace,
  type DocumentSet,
  placeOf,
  planDocuments,
} from '../jsonFiles/documents';
import { areIndexes, labelsOf, namesBeside, notesOf, recipeOf } from '../jsonFiles/notes';
import { RecordReader } from '../jsonFiles/recordReader';
import { readRecords } from '../jsonFiles/records';
import { isList, isObject } from '../jsonFiles/sketch';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'json-documents';
/** Fewer files alike may be anything. */
const fewest = 4;

export const jsonDocuments: LabelFormat = {
  id,
  title: 'JSON files, one a sample',
  units: ['image', 'box', 'document', 'span', 'clip', 'row'],
  notes: {
    detects:
      'Four or more numbered JSON files alike, each with a label, labels or boxes (BigEarthNet)',
    splits:
      'Folders named like splits, or lists of names beside them (`train.txt`, `splits/val.txt`)',
    remarks: 'Read as records of JSON lines are.',
  },

  detect: (folder, signal) => detectDocuments(id, folder, signal, isDocument, describe, place),

  async plan(claim, files, folder) {
    const recipe = recipeOf(claim.options);
    const classes = await namesBeside(labelsOf(claim.options), claim, files, folder);
    return planDocuments(claim, files, folder, {
      classes,
      order: recipe.how === 'cats' || classes.length > 0 ? 'declared' : 'label',
      openVocabulary: recipe.how === 'field',
      denseIndexes: areIndexes(labelsOf(claim.options)),
    });
  },

  count,
};

/** Files of splits hold many samples each; samples are called by numbers. */
function isDocument({ root, lines, name }: JsonFile): boolean {
  if (lines.length > 0 || !isObject(root) || splitOfFileName(name) !== undefined) return false;
  return /\d/.test(name) && (readRecords([root]) !== undefined || isWithoutObjects(root));
}

/** A picture in which nothing was found. */
function isWithoutObjects(root: JsonObject): boolean {
  const lists = Object.entries(root).filter(([key]) => objectKeys.test(key));
  return lists.length === 1 && isList(lists[0][1]) && lists[0][1].length === 0;
}

const objectKeys =
  /^(?:objects?|annotations?|labels?|boxes|bboxes|bounding_?boxes|detections|regions|instances)$/i;

/** BigEarthNet has a folder a sample, with a file called after it. */
function place(folder: FolderView): DocumentPlace {
  const { parent } = folder;
  const isOwn =
    parent !== undefined && folder.files.some((name) => name.startsWith(`${folder.name}_`));
  return isOwn ? placeOf(parent) : placeOf(folder);
}

function describe({ files }: DocumentSet): DocumentFinding[] {
  const roots = files.map(({ root }) => root).filter(isObject);
  const reading = roots.length < fewest ? undefined : readRecords(roots);
  if (reading === undefined) return [];
  const { recipe, unit, confidence, labels } = reading;
  return [
    {
      // A file a sample is a scene or an image where no text is in it.
      unit: unit === 'row' ? 'image' : unit,
      confidence: Math.min(0.85, confidence + 0.05),
      evidence: `JSON files alike with ${recipe.path}`,
      options: notesOf(recipe, labels),
    },
  ];
}

function count(unit: WorkUnit, input: ByteInput, tally: Tally, signal: AbortSignal): Promise<void> {
  return feedFiles(unit, input, tally, signal, (file) => {
    const records = new RecordReader(recipeOf(unit.options), tally, file);
    const reader = jsonReader(tally, file, { rows: records.rows('', unit.split) });
    return {
      feed: (chunk) => {
        reader.feed(chunk);
      },
      end: () => {
        reader.end();
        records.end();
      },
    };
  });
}
