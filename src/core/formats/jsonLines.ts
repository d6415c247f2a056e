// JSON lines: one object a line, with a label, spans, categories or objects; also manifests of clips in .json files.
// Must not know other formats; a line that is no JSON is said and left out.

import type { Claim, Plan, WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  minusIn,
  planFiles,
} from '../jsonFiles/claims';
import { linesReader } from '../jsonFiles/lines';
import { RecordReader } from '../jsonFiles/recordReader';
import { readRecords } from '../jsonFiles/records';
import { areIndexes, labelsOf, namesBeside, notesOf, recipeOf } from '../jsonFiles/notes';
import type { Kernels } from '../kernels';
import { isPacked } from '../paths';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'json-lines';

export const jsonLines: LabelFormat = {
  id,
  title: 'JSON lines',
  units: ['image', 'document', 'span', 'box', 'clip', 'row'],
  notes: {
    detects:
      'One object a line with `label`, `category`, `labels`, `cats`, `spans`, `entities` or `objects.categories`',
    splits: 'File or folder names, or a key such as `split`',
    remarks:
      'Hugging Face metadata.jsonl, doccano, Prodigy and spaCy. Rejected answers count no label, ignored ones no sample.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files, folder) => planRecords(claim, files, folder),

  countsRanges: ({ paths }) => paths.every((path) => !isPacked(path)),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file, kernels) => readerFor(file, unit, tally, kernels)),
};

function look({ lines }: JsonFile): Finding | undefined {
  const reading = readRecords(lines);
  if (reading === undefined) return undefined;
  const { recipe, unit, confidence, labels } = reading;
  return {
    unit,
    confidence,
    evidence: `One JSON object a line with ${recipe.path}`,
    options: notesOf(recipe, labels),
    signature: JSON.stringify(recipe),
    minus: minusIn(labels),
  };
}

async function planRecords(claim: Claim, files: ByteInput, folder: FolderView): Promise<Plan> {
  const recipe = recipeOf(claim.options);
  const classes = await namesBeside(labelsOf(claim.options), claim, files, folder);
  return planFiles(claim, files, {
    classes,
    order: classes.length > 0 || recipe.how === 'cats' || recipe.choices ? 'declared' : 'label',
    openVocabulary: recipe.how === 'field' && !recipe.choices,
    denseIndexes: areIndexes(labelsOf(claim.options)),
  });
}

function readerFor(
  file: string,
  unit: WorkUnit,
  tally: Tally,
  kernels: Kernels | undefined,
): FileReader {
  const records = new RecordReader(recipeOf(unit.options), tally, file);
  const selection = { rows: records.rows('', unit.split), kernels };
  const end = (): void => {
    records.end();
  };
  return linesReader(tally, file, selection, end, (unit.range?.start ?? 0) === 0);
}
